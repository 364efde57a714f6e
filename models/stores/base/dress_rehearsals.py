"""A dress rehearsal (gladi bersih): which one runs, and a copy of the database marked as such.

The real count and the rehearsal share no table: nothing can pass from one to the other. In the copy
every election is called LATIHAN, and the database itself puts the word before all that goes out.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, text, update
from sqlmodel import col

from models.stores.base.database import Transaction
from models.tables import DONE, PENDING, DressRehearsalRow, PhotoRow

MARK = "LATIHAN"
_RUNNING = select(col(DressRehearsalRow.database_name), col(DressRehearsalRow.started_at)).where(
    col(DressRehearsalRow.ended_at).is_(None)
)
_LEFT = (
    select(col(DressRehearsalRow.database_name), col(DressRehearsalRow.started_at))
    .where(col(DressRehearsalRow.wiped_at).is_(None))
    .order_by(col(DressRehearsalRow.id).desc())
    .limit(1)
)
_END = update(DressRehearsalRow).where(col(DressRehearsalRow.ended_at).is_(None))
_WIPED = update(DressRehearsalRow).where(col(DressRehearsalRow.wiped_at).is_(None))
_IS_COPY = text(f"select exists (select from election where code like '{MARK}-%')")
_START = text("insert into dress_rehearsal (database_name) values (:name)")
_PHOTOS = select(col(PhotoRow.path)).distinct()
_HAS_PHOTO = select(select(PhotoRow).where(col(PhotoRow.path) == bindparam("path")).exists())
_MARKING = (
    f"update election set code = '{MARK}-' || code, name = '{MARK}: ' || name, fingerprint = ''",
    f"""
create function mark_rehearsal() returns trigger language plpgsql as $$ begin
    new.body := jsonb_set(new.body, '{{text}}',
                          to_jsonb('🟠 {MARK}' || chr(10) || coalesce(new.body ->> 'text', '')));
    return new;
end $$
""",
    "create trigger mark_rehearsal before insert on outbox"
    " for each row execute function mark_rehearsal()",
    "update dress_rehearsal set ended_at = now() where ended_at is null",
    "update dress_rehearsal set wiped_at = now() where wiped_at is null",
    f"update inbox set state = {DONE} where state = {PENDING}",
    f"update outbox set state = {DONE} where state = {PENDING}",
    f"update notice set state = {DONE} where state = {PENDING}",
)
"""What makes a copy a rehearsal; what waited is served by the real one afterwards."""


@dataclass(frozen=True, slots=True)
class Dress:
    """A rehearsal that runs: the name of its database, and since when."""

    database: str
    since: datetime | None


async def running(tx: Transaction) -> Dress | None:
    """The rehearsal that runs, asked in the real database."""
    for name, since in await tx.execute(_RUNNING):
        return Dress(name, since)
    return None


async def left(tx: Transaction) -> Dress | None:
    """The rehearsal that is still to be wiped, whether it runs or its wiping broke off."""
    for name, since in await tx.execute(_LEFT):
        return Dress(name, since)
    return None


async def is_rehearsal(tx: Transaction) -> bool:
    """Whether this is the copy in which people rehearse."""
    return bool(await tx.scalar(_IS_COPY))


async def began(tx: Transaction, name: str) -> None:
    """From now on everybody works in the database of this name."""
    await tx.execute(_START, {"name": name})


async def ended(tx: Transaction) -> None:
    """From now on everybody works in the real one."""
    await tx.execute(_END.values(ended_at=bindparam("at")), {"at": datetime.now().astimezone()})


async def wiped(tx: Transaction) -> None:
    """Nothing of the rehearsal is left."""
    await tx.execute(_WIPED.values(wiped_at=bindparam("at")), {"at": datetime.now().astimezone()})


async def mark(tx: Transaction) -> None:
    """Make a copy a rehearsal; as the owner of its tables."""
    for statement in _MARKING:
        await tx.execute(text(statement.replace(":", "\\:")))


async def photos(tx: Transaction) -> set[str]:
    """Paths of all photos that came in."""
    return set((await tx.scalars(_PHOTOS)).all())


async def has_photo(tx: Transaction, path: str) -> bool:
    """Whether a photo with this file came in."""
    return bool(await tx.scalar(_HAS_PHOTO, {"path": path}))
