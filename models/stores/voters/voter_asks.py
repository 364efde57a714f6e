"""Questions about polling stations: counted, noted, limited; the same statements for each of them.

What is counted and what is noted are apart: deleting the notes gives nobody new tries.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text

from models.rules.voter_limits import Asked, Decision, Limits
from models.stores.base.audit import note
from models.stores.base.database import Transaction

_ZONE = ZoneInfo("Asia/Jakarta")
_SHARDS = 8
"""Rows of the channel's counter: questions of different senders seldom wait for each other."""
_BURST = 10.0
"""Seconds that a channel's answers may run ahead of its pace."""

_COUNT = text("""
with given as (
    insert into voter_count (scope, day, asked, missed, found)
    select scope, :day, 1, 0, 0 from unnest(cast(:scopes as text[])) as scope order by scope
    on conflict (scope, day) do update set asked = voter_count.asked + 1
    returning scope, asked, missed, found, free_at
)
select given.*, (select coalesce(sum(missed), 0) from voter_count
                 where scope = any(:shards) and day = :day) as all_missed
from given
""")
_OUTCOME = text("""
update voter_count v
set missed = v.missed + o.missed, found = v.found + o.found,
    free_at = coalesce(o.free_at, v.free_at)
from unnest(cast(:scopes as text[]), cast(:missed as int[]), cast(:found as int[]),
            cast(:free_at as timestamptz[])) as o (scope, missed, found, free_at)
where v.scope = o.scope and v.day = :day
""")
_NOTE = text("""
insert into voter_ask (at, election_id, contact_id, person, outcome, layer)
values (:at, :election, :contact, :person, :outcome, :layer)
""")
_ALERT = text("""
insert into voter_alert (scope, day, contact_id, numbers)
select :scope, :day, :contact, cast(:numbers as jsonb) where :alert
on conflict (scope, day) do nothing returning id
""")
_PACE = text("""
insert into lease (name, owner, until)
values (:name, '', clock_timestamp() + make_interval(secs => :step))
on conflict (name) do update
set until = greatest(lease.until, clock_timestamp()) + make_interval(secs => :step)
returning extract(epoch from until - clock_timestamp())::float
""")


@dataclass(frozen=True, slots=True)
class Question:
    """Somebody asks about a person: contact, account ("telegram/saksi"), keyed hash, moment."""

    election_id: int
    contact_id: int
    account: str
    person: UUID
    layer: int
    now: datetime

    @property
    def day(self) -> object:
        """The day in Jakarta: limits begin anew at midnight there."""
        return self.now.astimezone(_ZONE).date()

    def scopes(self) -> Mapping[str, str]:
        """Names of the counters."""
        hour = f"{self.now.astimezone(_ZONE):%H}"
        return {
            "all": f"all:{self.account}:{hour}:{self.contact_id % _SHARDS}",
            "nik": f"nik:{self.person.hex}",
            "pair": f"pair:{self.contact_id}:{self.person.hex}",
            "sender": f"sender:{self.contact_id}",
        }

    def shards(self) -> list[str]:
        """The channel's counters of this hour."""
        prefix = self.scopes()["all"].rpartition(":")[0]
        return [f"{prefix}:{shard}" for shard in range(_SHARDS)]


async def count(tx: Transaction, question: Question) -> Asked:
    """Count the question; how much was asked before it."""
    scopes = question.scopes()
    values = {"day": question.day, "scopes": list(scopes.values()), "shards": question.shards()}
    rows = {row.scope: row for row in await tx.execute(_COUNT, values)}
    sender, pair = rows[scopes["sender"]], rows[scopes["pair"]]
    return Asked(
        asked=sender.asked,
        missed=sender.missed,
        found=sender.found,
        nik_missed=rows[scopes["nik"]].missed,
        pair_missed=pair.missed,
        all_missed=int(sender.all_missed),
        again=pair.found > 0,
        pending=sender.free_at is not None and sender.free_at > question.now,
    )


async def pace(tx: Transaction, question: Question, limits: Limits) -> float:
    """Take the account's next place in line: seconds until it is this answer's turn."""
    values = {"name": f"voters:{question.account}", "step": 60 / limits.per_minute}
    ahead = await tx.scalar(_PACE, values)
    return max(float(ahead or 0.0) - _BURST, 0.0)


async def settle(
    tx: Transaction, question: Question, asked: Asked, decision: Decision, *, answered: bool
) -> bool:
    """Note who asked what with which outcome, and count it.

    True when this sender was refused for the first time today: somebody harvests, perhaps.
    """
    scopes = question.scopes()
    miss = int(not answered)
    rows = {  # scope -> missed, found
        "all": (miss, 0),
        "nik": (int(miss and not decision.barred), 0),
        "pair": (miss, int(answered)),
        "sender": (miss, int(answered and not asked.again)),
    }
    free = None if decision.silent else question.now + timedelta(seconds=decision.wait)
    values = {
        "day": question.day,
        "scopes": [scopes[name] for name in rows],
        "missed": [missed for missed, _ in rows.values()],
        "found": [found for _, found in rows.values()],
        "free_at": [free if name == "sender" else None for name in rows],
    }
    await tx.execute(_OUTCOME, values)
    outcome = "answered" if answered else "refused" if decision.barred else "no match"
    noted = {"at": question.now, "election": question.election_id, "layer": question.layer}
    who = {"contact": question.contact_id, "person": question.person, "outcome": outcome}
    await tx.execute(_NOTE, {**noted, **who})
    return await _alert(tx, question, asked, decision)


async def _alert(tx: Transaction, question: Question, asked: Asked, decision: Decision) -> bool:
    """Once a day and sender: coordinators see that somebody asks too much."""
    numbers = {"asked": asked.asked, "missed": asked.missed, "found": asked.found}
    values = {
        "scope": question.scopes()["sender"],
        "day": question.day,
        "contact": question.contact_id,
        "numbers": json.dumps(numbers),
        "alert": decision.alert,
    }
    if await tx.scalar(_ALERT, values) is None:
        return False
    contact = f"contact:{question.contact_id}"
    await note(tx, contact, "voter questions refused", contact, numbers)
    return True
