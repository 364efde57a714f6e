"""Backups on a timetable: one sealed bundle of database, photos and keys, kept elsewhere."""

import asyncio
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import structlog
from obstore.store import ObjectStore

from bot.base.media import open_store
from models.backups import contents, destination
from models.backups.sealed import strong
from models.embedded.backup import dump
from models.errors import BadInput, SaksiError
from models.sealing import Keys
from models.settings import Settings
from models.stores.audit import heads
from models.stores.base import audit, made_backups
from models.stores.base.database import Database, Transaction
from models.stores.base.dress_rehearsals import is_rehearsal
from models.stores.base.migrate import newest

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Made:
    """A bundle: where it lies, its bytes, how many photos are in it."""

    place: str
    bytes: int
    photos: int


async def due(database: Database, settings: Settings, now: datetime) -> None:
    """Make a bundle where the last one is older than SAKSI_BACKUP_HOURS; a failure is noted."""
    place, passphrase = settings.backup_url, settings.backup_passphrase
    if not place or passphrase is None:
        return
    async with database.transaction() as tx:
        if await is_rehearsal(tx) or not await _is_due(tx, settings, now):
            return
    try:
        await make(database, settings, place, passphrase.get_secret_value(), now)
    except Exception as refused:  # a full disk, a shut folder, a store's own errors: all are told
        log.error("no backup", reason=type(refused).__name__)
        async with database.transaction() as tx:
            await made_backups.put(tx, place, problem=_told(refused))


def _told(problem: Exception) -> str:
    kind = "" if isinstance(problem, SaksiError) else f"{type(problem).__name__}: "
    return f"{kind}{problem}"[:500]


async def _is_due(tx: Transaction, settings: Settings, now: datetime) -> bool:
    tried = await made_backups.last_tried(tx)
    rest = timedelta(hours=settings.backup_hours if tried and not tried.problem else 1)
    return tried is None or now - tried.made_at >= rest


async def make(
    database: Database, settings: Settings, place: str, passphrase: str, now: datetime
) -> Made:
    """Write a bundle to a folder or bucket, or to a path that ends with .saksi; it is noted.

    No transaction is open while it is written: that takes minutes. Raises BadInput,
    DatabaseUnavailable, OSError, and what a store of photos raises.
    """
    secret = Keys.of(settings).text
    wraps = settings.voter_keys.get_secret_value() if settings.voter_keys else ""
    async with database.transaction() as tx:
        head = await heads.newest(tx, Keys.of(settings))
    about = contents.About(
        now.astimezone(UTC).isoformat(timespec="seconds"),
        version("saksi"),
        newest(),
        f"{head.number}:{head.hash}" if head else "",
        not destination.is_remote(settings.photos_url or ""),
    )
    writing = _Writing(settings, place, strong(passphrase), about, contents.Secrets(secret, wraps))
    made = await asyncio.to_thread(writing.run, _owners(settings, database))
    async with database.transaction() as tx:
        await made_backups.put(tx, made.place, made.bytes, made.photos)
        data = {"bytes": made.bytes, "photos": made.photos}
        await audit.note(tx, "operator", "backup made", "installation", data)
    return made


def _owners(settings: Settings, database: Database) -> str:
    """The address of whoever owns the tables, where one is set: past a pooler, and with every
    right that pg_dump needs."""
    return settings.migration_url or database.url


@dataclass(frozen=True, slots=True)
class _Writing:
    settings: Settings
    place: str
    passphrase: str
    about: contents.About
    secrets: contents.Secrets

    def run(self, url: str) -> Made:
        """Dump, seal and send; blocks. What is made on the way lies in `var` and is removed."""
        self.settings.var.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="backup-", dir=self.settings.var) as made:
            dumped, whole = Path(made, "database.dump"), Path(made, "bundle")
            dump(url, dumped)
            with whole.open("xb") as out:
                photos = contents.write(
                    out, self.passphrase, self.about, self.secrets, dumped, self._photos()
                )
            size = whole.stat().st_size
            return Made(self._kept(whole), size, photos)

    def _kept(self, whole: Path) -> str:
        if not self.place.endswith(contents.SUFFIX) or destination.is_remote(self.place):
            moment = datetime.fromisoformat(self.about.made_at)
            name = f"saksi-{moment:%Y%m%dT%H%M%SZ}{contents.SUFFIX}"
            return destination.put(whole, self.place, name, self.settings.backup_keep)
        file = Path(self.place)
        if file.exists():
            raise BadInput(f"{file} exists already: choose another name.")
        return destination.put(whole, str(file.parent), file.name)

    def _photos(self) -> Iterator[tuple[str, bytes]]:
        """Every photo that lies on this machine; a bucket keeps its own."""
        if self.about.photos:
            yield from stored(open_store(self.settings.photos_url or self.settings.var / "photos"))


def stored(store: ObjectStore) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of all that a store of photos holds."""
    for one in store.list().collect():
        yield str(one["path"]), bytes(store.get(str(one["path"])).bytes())
