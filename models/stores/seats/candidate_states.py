"""Candidates who are never seated (died, disqualified, withdrew): put, ended, listed."""

from dataclasses import dataclass

from sqlalchemy import text

from models.errors import BadInput, NotFound
from models.stores.base.audit import note
from models.stores.base.database import Transaction

STATES = ("died", "disqualified", "withdrew")
_GONE = text("""
select s.contest_id, s.code, s.state from candidate_state s join contest c on c.id = s.contest_id
where c.election_id = :election and s.ended_at is null
""")
_LIST = text("""
select c.ballot, c.code as district, s.code, one ->> 'name' as name, s.state, s.reason
from candidate_state s join contest c on c.id = s.contest_id
left join lateral jsonb_array_elements(c.choices) one on one ->> 'code' = s.code
where c.election_id = :election and s.ended_at is null order by c.ballot, c.code, s.code
""")
_NAME = text("""
select one ->> 'name' from contest c, jsonb_array_elements(c.choices) one
where c.id = :contest and one ->> 'code' = :code
""")
_END = text("""
update candidate_state set ended_at = clock_timestamp()
where contest_id = :contest and code = :code and ended_at is null
""")
_PUT = text("""
insert into candidate_state (contest_id, code, state, reason)
values (:contest, :code, :state, :reason)
""")


@dataclass(frozen=True, slots=True)
class Gone:
    """A candidate who is never seated; `code` as on the ballot."""

    ballot: str
    district: str
    code: str
    name: str
    state: str
    reason: str


async def gone(tx: Transaction, election_id: int) -> dict[int, dict[str, str]]:
    """The states of those who are never seated, by contest and code."""
    found: dict[int, dict[str, str]] = {}
    for row in await tx.execute(_GONE, {"election": election_id}):
        found.setdefault(row.contest_id, {})[row.code] = row.state
    return found


async def listed(tx: Transaction, election_id: int) -> list[Gone]:
    """Those who are never seated, with their names."""
    rows = await tx.execute(_LIST, {"election": election_id})
    return [Gone(*row) for row in rows]


async def put(tx: Transaction, contest_id: int, code: str, state: str, reason: str) -> str:
    """Say what became of a candidate, "stands" to take it back; returns the name.

    Raises NotFound, BadInput; each word of it is in the audit log.
    """
    given = {"contest": contest_id, "code": code}
    name = await tx.scalar(_NAME, given)
    if name is None:
        raise NotFound("there is no such candidate on this ballot", code=code)
    if state not in (*STATES, "stands"):
        raise BadInput(f"--state {state}: one of {', '.join(STATES)}, stands")
    if state != "stands" and not reason.strip():
        raise BadInput("--reason: by which decision or letter? It stands in the audit log")
    await tx.execute(_END, given)
    if state != "stands":
        await tx.execute(_PUT, {**given, "state": state, "reason": reason.strip()})
    data = {"code": code, "state": state, "reason": reason.strip()}
    await note(tx, "operator", "candidate state", f"contest:{contest_id}", data)
    return str(name)
