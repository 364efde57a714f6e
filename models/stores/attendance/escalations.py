"""Incidents and corrections that nobody takes go to the leaders above, each level once.

What is still open is asked of the cases themselves, so that nothing has to be called off.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from models.stores.attendance.climbing_sql import above
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.persons.roles import LEADS

INCIDENT, CORRECTION = "incident", "correction"
OLDEST = timedelta(days=7)
"""A case that nobody took for so long is told to nobody more."""

_OPEN = f"""case e.kind
          when '{INCIDENT}' then exists (
              select from incident i where i.id = e.case_id and i.state = 'open')
          else exists (
              select from correction c where c.id = e.case_id and c.state = 'waiting') end"""
_OVER = text(f"""
delete from escalation e
where e.election_id = :election and e.told_at <= cast(:before as timestamptz) and not {_OPEN}
""")
_BEGIN = text("""
insert into escalation (kind, case_id, election_id, event, data, path, level, own_id, since,
                        told_at)
values (:kind, :case, :election, :event, cast(:data as jsonb), :path, :level, :own, :at, :at)
on conflict (kind, case_id) do nothing
""")
_CLIMB = text(f"""
with holder as materialized (
    select distinct r.person_id, coalesce(a.path, '') as path, coalesce(a.level, -1) as level
    from role r join person p on p.id = r.person_id and p.active
    left join area a on a.id = r.area_id
    where r.election_id = :election and r.ended_at is null and r.role = any(:roles)
), ripe as materialized (
    select e.* from escalation e
    where e.election_id = :election and e.told_at <= cast(:before as timestamptz)
      and e.since > cast(:oldest as timestamptz)
      and {_OPEN}
    for update
), up as (
    select distinct on (r.kind, r.case_id) r.kind, r.case_id, l.path as lead, l.level as upper
    from ripe r {above("r.path", "holder")}
         and l.level < r.level and l.person_id is distinct from r.own_id
    order by r.kind, r.case_id, l.level desc
), moved as (
    update escalation e set level = u.upper, told_at = cast(:now as timestamptz)
    from up u where e.kind = u.kind and e.case_id = u.case_id
    returning e.*, u.lead
), told as (
    insert into notice (purpose, whom, event, data)
    select m.kind || ':' || m.case_id || ':up:' || m.level || ':' || h.person_id, h.person_id,
           m.event, m.data || jsonb_build_object('since', m.since, 'zone', (
               select z.timezone from area z where z.election_id = :election and z.path = m.path))
    from moved m join holder h on h.path = m.lead and h.person_id is distinct from m.own_id
    on conflict (purpose) do nothing
)
select count(*) from moved
""")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits for a person: the event that leaders hear, and who heard it.

    `path` of its place, `level` of the area whose leaders were told (-1: everywhere); `own_id`
    is the person whose case it is, who never hears of it.
    """

    kind: str
    case_id: int
    election_id: int
    event: str
    data: Mapping[str, Any]
    path: str
    level: int
    own_id: int | None
    at: datetime


async def begin(tx: Transaction, new: Waiting) -> None:
    """It waits from now on; the next level hears of it when nobody takes it."""
    values = {
        "kind": new.kind,
        "case": new.case_id,
        "election": new.election_id,
        "event": new.event,
        "data": json.dumps(dict(new.data)),
        "path": new.path,
        "level": new.level,
        "own": new.own_id,
        "at": new.at,
    }
    await tx.execute(_BEGIN, values)


async def climb(tx: Transaction, election: LoadedElection, now: datetime) -> int:
    """Tell the leaders above of what nobody took in time; how many cases went up.

    What was taken or settled meanwhile is forgotten here, words and all: its case keeps them.
    """
    wait = timedelta(minutes=election.config.attendance.case_minutes)
    given = {"election": election.id, "before": now - wait}
    await tx.execute(_OVER, given)
    given |= {"roles": list(LEADS), "now": now}
    return int(await tx.scalar(_CLIMB, {**given, "oldest": now - OLDEST}) or 0)
