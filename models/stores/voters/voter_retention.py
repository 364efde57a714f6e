"""Deletes what voters' questions left behind when its time is over, and proves it in the audit log.

Questions after the days that their election's pack says; counters after two days; the hash of a NIK
whose second fact never came, after an hour; seals of messages that were set aside, after eight days
(providers repeat for seven). What a legal hold keeps stays (models/stores/base/holds.py).
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import text

from models.sealing import SEAL_MARK, without_seal
from models.stores.base.audit import note
from models.stores.base.database import Transaction
from models.stores.base.elections import elections
from models.stores.base.holds import keeps_messages
from models.stores.questions.questions import clear as clear_open_questions
from models.stores.register_updates.voter_changes import clear as clear_changes
from models.stores.voters.voter_data import (
    clear_counts,
    clear_dialogs,
    clear_questions,
    oldest_question,
    replace_payload,
)

COUNTERS = timedelta(days=2)
DIALOGS = timedelta(hours=1)
SEALS = timedelta(days=8)
_AT_ONCE = 500

_SEALED = text("""
select e.id, e.payload from event e
where e.id in (
    select event_id from inbox where state = 2 and received_at < :before
    union all
    select id from event where reason is not null and received_at < :before)
  and substring(e.payload from 1 for :size) = :mark
limit :many
""")


@dataclass(frozen=True, slots=True)
class Cleared:
    """How much was deleted; `oldest`: the oldest question that is left."""

    questions: int = 0
    counters: int = 0
    dialogs: int = 0
    seals: int = 0
    oldest: str | None = None


async def clear(tx: Transaction, now: datetime) -> Cleared:
    """Delete what is over now; whatever was deleted is noted in the sealed audit log."""
    questions, kept_from = 0, dict[str, str]()
    for election in await elections(tx):
        before = now - timedelta(days=election.config.voters.keep_days)
        questions += await clear_questions(tx, election.id, before)
        await clear_open_questions(tx, election.id, before)
        await clear_changes(tx, election.id, before)
        kept_from[election.code] = before.isoformat()
    oldest = await oldest_question(tx)
    cleared = Cleared(
        questions,
        await clear_counts(tx, (now - COUNTERS).date()),
        await clear_dialogs(tx, now - DIALOGS),
        0 if await keeps_messages(tx) else await _clear_seals(tx, now - SEALS),
        oldest.isoformat() if oldest else None,
    )
    if cleared.questions or cleared.seals:
        data = {**asdict(cleared), "kept_from": kept_from}
        await note(tx, "clock", "voter questions deleted", "voter_ask", data)
    return cleared


async def _clear_seals(tx: Transaction, before: datetime) -> int:
    values = {"before": before, "size": len(SEAL_MARK), "mark": SEAL_MARK, "many": _AT_ONCE}
    rows = (await tx.execute(_SEALED, values)).all()
    for row in rows:
        await replace_payload(tx, row.id, without_seal(row.payload))
    return len(rows)
