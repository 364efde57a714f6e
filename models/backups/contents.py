"""What a bundle holds: the database, the photos, the keys, and when and from what it was made."""

import io
import json
import re
import tarfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from models.backups.sealed import Sealing, Unsealing
from models.errors import BadInput
from models.values import Json

SUFFIX = ".saksi"
_ABOUT, _DUMP, _KEYS, _PHOTOS = "about.json", "database.dump", "keys.json", "photos/"
_PHOTO = re.compile(r"photos/[A-Za-z0-9_-][A-Za-z0-9._/-]*")
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class About:
    """Where a bundle comes from; `head`: "NUMBER:HASH" of the audit log, "" where it is empty."""

    made_at: str
    version: str
    schema: str
    head: str
    photos: bool


@dataclass(frozen=True, slots=True)
class Secrets:
    """The keys without which nobody reads what is in the database."""

    secret_key: str
    voter_keys: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A bundle that was read whole: what it says, and where its parts lie now."""

    about: About
    secrets: Secrets
    dump: Path
    photos: Path


def write(
    out: BinaryIO,
    passphrase: str,
    about: About,
    secrets: Secrets,
    dump: Path,
    photos: Iterable[tuple[str, bytes]],
) -> int:
    """Write a bundle; returns how many photos are in it. `photos`: path and bytes of each."""
    sealed, count = Sealing(out, passphrase), 0
    with tarfile.open(mode="w|", fileobj=cast("IO[bytes]", sealed)) as tar:
        _add(tar, _ABOUT, json.dumps(asdict(about)).encode())
        _add(tar, _KEYS, json.dumps(asdict(secrets)).encode())
        tar.add(dump, _DUMP, recursive=False)
        for path, data in photos:
            _add(tar, _PHOTOS + path, data)
            count += 1
    sealed.close()
    return count


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    about = tarfile.TarInfo(name)
    about.size, about.mode = len(data), 0o600
    tar.addfile(about, io.BytesIO(data))


def open_into(source: BinaryIO, passphrase: str, folder: Path) -> Opened:
    """Unseal a whole bundle into an empty folder.

    Raises WrongPassphrase, BadInput; then what lies in the folder is worth nothing.
    """
    unsealed = Unsealing(source, passphrase)
    texts: dict[str, bytes] = {}
    (folder / "photos").mkdir()
    with tarfile.open(mode="r|", fileobj=cast("IO[bytes]", unsealed)) as tar:
        for member in tar:
            data = tar.extractfile(member)
            if data is None:
                raise BadInput("this bundle holds what no Saksi puts into one")
            if member.name in (_ABOUT, _KEYS):
                texts[member.name] = data.read()
            elif member.name == _DUMP or _is_photo(member.name):
                _copy(data, folder / member.name)
    while unsealed.read(_PIECE):
        pass  # to the last block: it tells whether the bundle was cut
    if not (folder / _DUMP).exists() or len(texts) < 2:
        raise BadInput("this bundle is not whole: the database or the keys are missing")
    about: dict[str, Json] = json.loads(texts[_ABOUT])
    secrets: dict[str, str] = json.loads(texts[_KEYS])
    return Opened(
        About(**about),
        Secrets(**secrets),
        folder / _DUMP,
        folder / "photos",
    )


def _is_photo(name: str) -> bool:
    return _PHOTO.fullmatch(name) is not None and ".." not in name


def _copy(data: IO[bytes], file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as out:
        while piece := data.read(_PIECE):
            out.write(piece)
