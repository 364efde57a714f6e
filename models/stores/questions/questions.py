"""Questions that nobody has an answer to yet: kept for the coordinator, listed, marked as seen."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, text
from sqlmodel import col

from models.stores.base import holds_sql
from models.stores.base.database import Transaction
from models.tables import OpenQuestionRow

_PUT = text("""
insert into open_question (at, election_id, contact_id, text)
values (:at, :election, :contact, :text)
""")
_OPEN = text("""
select lower(text) as text, count(*) as times, min(at) as first, max(at) as last,
       array_agg(id) as ids
from open_question where election_id = :election and seen_at is null
group by 1 order by times desc, last desc limit :many
""")
_ASKED = text("""
select id, contact_id from open_question
where election_id = :election and seen_at is null and lower(text) = lower(:text)
order by id for update
""")
_SEEN = text("update open_question set seen_at = now() where id = any(:ids)")
_CLEAR = text(
    "delete from open_question where election_id = :election and at < :before "
    f"and not {holds_sql.WHOLE}"
)
_DELETE = delete(OpenQuestionRow).where(col(OpenQuestionRow.contact_id) == bindparam("contact"))


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that nobody looked at, in small letters: how often, and when."""

    text: str
    times: int
    first: datetime
    last: datetime
    ids: list[int]


async def put(tx: Transaction, election_id: int, contact_id: int, said: str, at: datetime) -> None:
    """Keep a question; the caller took identity numbers out of it."""
    values = {"at": at, "election": election_id, "contact": contact_id, "text": said}
    await tx.execute(_PUT, values)


async def unanswered(tx: Transaction, election_id: int, many: int = 200) -> list[Unanswered]:
    """Questions that nobody looked at, the most frequent first."""
    rows = await tx.execute(_OPEN, {"election": election_id, "many": many})
    return [Unanswered(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Asked:
    """One time that a question came, and from which contact."""

    id: int
    contact_id: int


async def asked(tx: Transaction, election_id: int, said: str) -> list[Asked]:
    """Every time that a question as it is listed came and nobody looked at it; locked."""
    rows = await tx.execute(_ASKED, {"election": election_id, "text": said})
    return [Asked(*row) for row in rows]


async def seen(tx: Transaction, ids: list[int]) -> None:
    """Somebody took care of them."""
    await tx.execute(_SEEN, {"ids": ids})


async def clear(tx: Transaction, election_id: int, before: datetime) -> int:
    """Delete questions from before a moment; returns how many."""
    values = {"election": election_id, "before": before}
    return int((await tx.execute(_CLEAR, values)).rowcount)


async def delete_of(tx: Transaction, contact_id: int) -> None:
    """Delete what one contact asked."""
    await tx.execute(_DELETE, {"contact": contact_id})
