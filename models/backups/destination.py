"""Where bundles are kept: a folder, or a bucket by any address that obstore knows (s3://...)."""

import os
import shutil
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import ObjectStore, from_url

from models.backups.contents import SUFFIX
from models.errors import BadInput


def is_remote(place: str) -> bool:
    """Whether this is an address and no path."""
    return "://" in place


def put(file: Path, place: str, name: str, keep: int = 0) -> str:
    """Keep a bundle there under this name, and of the older ones the newest `keep` (0: all).

    Returns its full address. Raises BadInput where it cannot be written.
    """
    try:
        if is_remote(place):
            return _put_remote(from_url(place), file, place, name, keep)
        return _put_here(file, Path(place), name, keep)
    except (BaseError, OSError, ValueError) as problem:
        told = str(problem).splitlines()[0][:200] if str(problem) else type(problem).__name__
        raise BadInput(f"the backup cannot be written to {place}: {told}") from None


def _put_here(file: Path, folder: Path, name: str, keep: int) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{name}.part"
    shutil.copyfile(file, part)
    part.chmod(0o600)
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.rename(folder / name)
    for old in _old([one.name for one in folder.glob(f"saksi-*{SUFFIX}")], keep):
        (folder / old).unlink(missing_ok=True)
    return str(folder / name)


def _put_remote(store: ObjectStore, file: Path, place: str, name: str, keep: int) -> str:
    obstore.put(store, name, file)
    there = [str(one["path"]) for one in obstore.list(store).collect()]
    for old in _old([one for one in there if one.startswith("saksi-")], keep):
        obstore.delete(store, old)
    return f"{place.rstrip('/')}/{name}"


def _old(names: list[str], keep: int) -> list[str]:
    """Of bundles, whose names begin with the moment that they were made, those too many."""
    bundles = sorted(name for name in names if name.endswith(SUFFIX))
    return bundles[:-keep] if keep else []


def fetch(address: str, file: Path) -> None:
    """Bring a bundle from its address into a file. Raises BadInput."""
    place, _, name = address.rpartition("/")
    try:
        found = obstore.get(from_url(place), name)
        with file.open("wb") as out:
            for piece in found.stream():
                out.write(bytes(piece))
    except (BaseError, OSError, ValueError) as problem:
        raise BadInput(f"{address} cannot be read: {type(problem).__name__}") from None
