"""Commands that copy the whole database, or all of an installation, into a file and back."""

import asyncio
import getpass
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.moments import local
from api.processes.place import addresses, database_url, ready_database

if TYPE_CHECKING:
    from bot.processes.backup_timetable import Made
    from models.backups.contents import Opened
    from models.settings import Settings

PassphraseFile = Annotated[
    Path | None, typer.Option("--passphrase-file", help="A file with the passphrase.")
]


def backup(
    target: Annotated[
        str,
        typer.Argument(
            help="saksi-2024-02-14.dump: the database alone. NAME.saksi, or with --bundle a folder "
            "or s3://BUCKET/PREFIX: one sealed bundle. SAKSI_BACKUP_URL without."
        ),
    ] = "",
    as_bundle: Annotated[
        bool, typer.Option("--bundle", help="Database, photos and keys, sealed by a passphrase.")
    ] = False,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write a copy of everything; Saksi may go on running. What else to keep is named."""
    from models.backups.contents import SUFFIX
    from models.backups.destination import is_remote
    from models.embedded.backup import dump
    from models.errors import BadInput
    from models.settings import settings

    place = target or settings().backup_url
    if not place:
        raise BadInput("where to? A file, a folder or s3://BUCKET; or set SAKSI_BACKUP_URL")
    if as_bundle or not target or is_remote(place) or place.endswith(SUFFIX):
        passphrase = _passphrase(settings(), passphrase_file, new=True)
        made = asyncio.run(_bundle(settings(), place, passphrase))
        print(f"{made.place}: {made.bytes / 1e6:.1f} MB, {made.photos:,} photos, sealed")
        print(_beside(settings(), bundled=True))
        return
    with database_url(settings()) as url:
        dump(url, Path(place))
    print(f"{place}: {Path(place).stat().st_size / 1e6:.1f} MB, the database alone")
    print(_beside(settings(), bundled=False))


def _beside(settings: "Settings", *, bundled: bool) -> str:
    """What is not in the file and has to be kept too."""
    photos = settings.photos_url or str(settings.var / "photos")
    key = "SAKSI_SECRET_KEY" if settings.secret_key else str(settings.var / "secret.key")
    kept = [] if bundled else [f"the key ({key}): without it no phone number can be read"]
    if not bundled or "://" in photos:
        kept.append(f"the photos ({photos})")
    if bundled:
        kept.append("the passphrase, elsewhere than the bundle")
    kept.append("your .env with the tokens of the bots, and the pack")
    heads = settings.var / "heads" / "heads.jsonl"
    if heads.exists():
        kept.append(f"the heads of the audit log ({heads})")
    return "Keep too: " + "; ".join(kept) + "."


def _passphrase(settings: "Settings", file: Path | None, *, new: bool) -> str:
    """From the file, from SAKSI_BACKUP_PASSPHRASE, or typed; raises BadInput."""
    from models.backups.sealed import strong
    from models.errors import BadInput

    if file is not None:
        found = file.read_text("utf-8", errors="replace").strip()
    elif settings.backup_passphrase is not None:
        found = settings.backup_passphrase.get_secret_value()
    elif sys.stdin.isatty():
        found = getpass.getpass("Passphrase: ")
        if new and getpass.getpass("Once more: ") != found:
            raise BadInput("the two passphrases are not the same")
    else:
        raise BadInput("the passphrase: --passphrase-file FILE, or SAKSI_BACKUP_PASSPHRASE")
    return strong(found) if new else found


async def _bundle(settings: "Settings", place: str, passphrase: str) -> "Made":
    from bot.processes.backup_timetable import make

    async with ready_database(settings, real=True) as database:
        return await make(database, settings, place, passphrase, datetime.now(UTC))


def restore(
    source: Annotated[str, typer.Argument(help="What `saksi database backup` wrote: file or URL.")],
    passphrase_file: PassphraseFile = None,
) -> None:
    """Read a backup into an empty database and prove that it is whole: keys, audit log, recap."""
    from models.backups.destination import fetch, is_remote
    from models.backups.sealed import is_sealed
    from models.embedded.backup import restore as read
    from models.errors import BadInput
    from models.settings import settings

    config = settings()
    with tempfile.TemporaryDirectory(prefix="restore-") as folder:
        file = Path(source)
        if is_remote(source):
            file = Path(folder, "bundle")
            fetch(source, file)
        if not file.is_file():
            raise BadInput(f"There is no file {file}.")
        with file.open("rb") as opened:
            sealed = is_sealed(opened)
        head = ""
        if sealed:
            head = _of_bundle(config, file, Path(folder), passphrase_file)
        else:
            with database_url(config) as url:
                read(url, file)
    print(f"{source} is restored.")
    print(asyncio.run(_proof(config, head)))
    print("Start with: saksi run")


def _of_bundle(config: "Settings", file: Path, folder: Path, passphrase_file: Path | None) -> str:
    """Put database, key and photos of a bundle in their places; returns the head it names."""
    from models.backups.contents import open_into
    from models.embedded.backup import restore as read

    inside = folder / "inside"
    inside.mkdir()
    passphrase = _passphrase(config, passphrase_file, new=False)
    with file.open("rb") as source:
        opened = open_into(source, passphrase, inside)
    _fitting(config, opened)
    with database_url(config) as url:
        read(url, opened.dump)
    _keep_key(config, opened)
    files = [file for file in sorted(opened.photos.rglob("*")) if file.is_file()]
    count = asyncio.run(_photos(config, opened.photos, files))
    made = local(datetime.fromisoformat(opened.about.made_at))
    print(f"Made {made} by Saksi {opened.about.version}; {count:,} photos.")
    return opened.about.head


def _fitting(config: "Settings", opened: "Opened") -> None:
    """Raises BadInput where another key is here: nothing is put over it."""
    from models.errors import BadInput
    from models.sealing import Keys

    if Keys.there(config) and Keys.of(config).text != opened.secrets.secret_key:
        raise BadInput(
            "another key is here already (SAKSI_SECRET_KEY or secret.key in SAKSI_VAR): restore "
            "into a folder of its own, for example SAKSI_VAR=restored saksi database restore ..."
        )


def _keep_key(config: "Settings", opened: "Opened") -> None:
    from models.sealing import Keys

    if not Keys.there(config):
        config.var.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(config.var / "secret.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(opened.secrets.secret_key.encode("latin-1") + b"\n")
    if opened.secrets.voter_keys and config.voter_keys is None:
        print(
            "The register of voters needs SAKSI_VOTER_KEYS as it was set before.", file=sys.stderr
        )


async def _photos(config: "Settings", folder: Path, files: list[Path]) -> int:
    """Put the photos back; how many."""
    from bot.base.media import media_of

    media = media_of(config)
    for file in files:
        await media.put(
            file.relative_to(folder).as_posix(), await asyncio.to_thread(file.read_bytes)
        )
    return len(files)


async def _proof(config: "Settings", head: str) -> str:
    """That key, audit log, photos and recap hold; raises BadInput for what does not."""
    from api.cli.audit import verified
    from models.errors import BadInput
    from models.stores.base.migrate import migrate_async

    with addresses(config) as found:
        await migrate_async(found.owner, found.role)
    verdict, known = await verified([head] if head else [], None, None, files=True)
    if verdict.broken is not None:
        raise BadInput(f"it is NOT whole: {verdict.what or 'the audit log'}: {verdict.broken}")
    told = f"{verdict.entries:,} entries, {verdict.rows:,} rows, {verdict.files:,} photos"
    heads = f" and {known} heads of before" if known else ""
    return f"The key opens it. Audit log ({told}{heads}), results and recap hold."
