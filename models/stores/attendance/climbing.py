"""Absences are told to the nearest leaders and climb from level to level, in set-based SQL.

One message for each area of leaders, with numbers: never one for each station. Written as
notices in the statement that notes the step, so that a step is told once whatever crashes; which
`event` leaders hear is said by who calls.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import select

from models.rules.phases import Phase, Slot
from models.stores.attendance import climbing_sql
from models.stores.attendance.missing import EVERYWHERE, given_for
from models.stores.attendance.phases import phases_of
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.persons.roles import LEADS
from models.tables import AbsenceRow


async def alert(
    tx: Transaction, election: LoadedElection, slot: Slot, now: datetime, event: str
) -> int:
    """Tell the nearest leaders of every area what is missing; how many areas it was told for.

    Areas in which nothing is missing, or nobody is expected, hear nothing.
    """
    phase = slot.phase
    given = await given_for(tx, election, phase, EVERYWHERE, now, zones=slot.zones)
    given |= {"phase": phase.code, "by": slot.by, "now": now, "since": min(given["sinces"])}
    given |= {"roles": list(LEADS), "common": {"name": phase.name}, "event": event}
    query = text(climbing_sql.alert(phase.code)).bindparams(bindparam("common", type_=JSONB))
    return int(await tx.scalar(query, given) or 0)


async def climb(tx: Transaction, election: LoadedElection, now: datetime, event: str) -> int:
    """Tell the next leaders above of what nobody has taken in time; how many areas that were.

    What is no longer missing is closed instead. Above the topmost leaders nothing climbs.
    """
    told = 0
    most = timedelta(hours=election.config.attendance.late_hours)
    for phase in await _open(tx, election):
        given = await given_for(tx, election, phase, EVERYWHERE, now)
        given |= {"phase": phase.code, "now": now, "before": now - phase.climb}
        given |= {"oldest": now - most - phase.alert, "roles": list(LEADS)}
        given |= {"common": {"name": phase.name}, "event": event}
        query = text(climbing_sql.climb(phase.code)).bindparams(bindparam("common", type_=JSONB))
        told += int(await tx.scalar(query, given) or 0)
    return told


async def _open(tx: Transaction, election: LoadedElection) -> Sequence[Phase]:
    """The phases in which something may climb."""
    ripe = (
        select(AbsenceRow.phase)
        .where(AbsenceRow.election_id == election.id, AbsenceRow.state == "open")
        .where(AbsenceRow.path != EVERYWHERE)
        .distinct()
    )
    found = set((await tx.execute(ripe)).scalars())
    return [phase for phase in phases_of(election) if phase.code in found]
