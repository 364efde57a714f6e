"""Reminders to witnesses before a phase's hour: one statement, each person once per phase."""

import json

from sqlalchemy import text

from models.rules.phases import Slot
from models.stores.attendance.missing import given_for
from models.stores.attendance.missing_sql import persons, placed
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection


def _remind(phase: str) -> str:
    return f"""with {placed()}, late as ({persons(phase)})
    insert into notice (purpose, whom, event, data)
    select :purpose || ':' || l.person_id, l.person_id, cast(:event as text), cast(:data as jsonb)
    from late l join person p on p.id = l.person_id and p.active
    where exists (select from contact c where c.person_id = l.person_id)
    on conflict (purpose) do nothing"""


async def remind(
    tx: Transaction, election: LoadedElection, slot: Slot, path: str, event: str
) -> int:
    """Tell those witnesses of an area who have not done it, by this event; how many are reached."""
    phase = slot.phase
    given = await given_for(tx, election, phase, path, slot.by, zones=slot.zones)
    data = {"phase": phase.code, "name": phase.name, "by": slot.by.isoformat()}
    purpose = f"remind:{election.id}:{phase.code}:{slot.by:%Y%m%dT%H%M}"
    given |= {"purpose": purpose, "data": json.dumps(data), "event": event}
    done = await tx.execute(text(_remind(phase.code)), given)
    return int(done.rowcount)
