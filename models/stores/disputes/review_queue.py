"""Disputes lent to reviewers at a screen: one dispute to one of them, what weighs most first.

A claim is on the dispute's own row and ends by itself; whoever decides by chat needs none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text

from models.errors import StaleRevision
from models.rules.rights import Held, tied
from models.stores.base import elections
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.placed import PLACED
from models.stores.disputes.margins import margins
from models.stores.reports.locked import hold_station
from models.stores.reports.open_disputes import DUE, OWN, PATIENCE, OpenDispute

LEASE = timedelta(minutes=5)
"""How long a dispute is one reviewer's; looking at it again begins the time anew."""
PASSED = timedelta(minutes=30)
"""How long a dispute that was passed by is not shown to the same reviewer."""
_TRIES = 5
"""Looks for a dispute while others take all that one look has found."""

_FREE = f"""d.closed_at is null and s.election_id = :election and {DUE}
  and (d.station_id, d.contest_id, d.version) not in (
      select station_id, contest_id, version from report
      where person_id = :person and kind <> 'decision' and withdrawn_at is null)
  and (d.reviewer_id is null or d.reviewer_id = :person or d.reviewer_until < clock_timestamp())
  and not d.id = any(cast(:without as bigint[]))
  and d.id not in (
      select dispute_id from dispute_pass where person_id = :person
      and (escalated or at > clock_timestamp() - make_interval(secs => :passed)))
  and exists (select from unnest(cast(:paths as text[])) p (path)
              where p.path = '' or k.path = p.path or starts_with(k.path, p.path || '.'))"""
# The heaviest of each contest, of the contests of each ballot where a seat looks closest.
_HEAVIEST = text(f"""
select id, contest_id, cells, stake, escalated, mine, waiting from (
    select w.*, row_number() over (
        partition by w.ballot order by w.mine desc, w.escalated desc,
        w.stake * (2 * w.seats + 1.0) / greatest(w.valid, 1) desc, w.opened_at, w.id) as nth
    from (
        select d.id, d.contest_id, d.cells, d.stake, d.opened_at, c.ballot,
               greatest(c.seats, 1) as seats, coalesce(r.valid, 0) as valid,
               coalesce(d.reviewer_id = :person and d.reviewer_until > clock_timestamp(), false)
                   as mine,
               d.id in (select dispute_id from dispute_pass where escalated) as escalated,
               row_number() over (partition by d.contest_id
                                  order by d.stake desc, d.opened_at, d.id) as n,
               count(*) over () as waiting
        from dispute d
        join station s on s.id = d.station_id and s.active
        join area k on k.id = s.kelurahan_id
        join contest c on c.id = d.contest_id
        join area a on a.election_id = s.election_id and a.level = 0
        left join recap r on r.area_id = a.id and r.contest_id = c.id and r.trust = 0
        where {_FREE}) w
    where w.n <= 8 or w.escalated or w.mine) h
where nth <= 24
""")
_TAKE = text("""
update dispute set reviewer_id = :person,
    reviewer_until = clock_timestamp() + make_interval(secs => :lease)
where id = (
    select d.id from unnest(cast(:ids as bigint[])) with ordinality w (id, place)
    join dispute d on d.id = w.id
    where d.closed_at is null and (d.reviewer_id is null or d.reviewer_id = :person
                                   or d.reviewer_until < clock_timestamp())
    order by w.place limit 1 for update of d skip locked)
returning id
""")
_SEEN = f"""
select {PLACED}, d.contest_id, d.version, d.cells, d.opened_at, {OWN} as own
from dispute d join station s on s.id = d.station_id join area k on k.id = s.kelurahan_id
where d.id = :id and d.closed_at is null"""
_AT = text(_SEEN)
_HOLD = text("""
select id from dispute where id = :id and closed_at is null
  and (reviewer_id is null or reviewer_id = :person or reviewer_until < clock_timestamp())
for update
""")
_GIVE_BACK = text("""
update dispute set reviewer_id = null, reviewer_until = null
where id = :id and reviewer_id = :person
""")
_PASS = text("""
insert into dispute_pass (dispute_id, person_id, escalated, note)
values (:id, :person, :escalated, :note)
on conflict (dispute_id, person_id) do update
set at = clock_timestamp(), note = case when excluded.escalated then excluded.note
                                        else dispute_pass.note end,
    escalated = dispute_pass.escalated or excluded.escalated
""")
_ESCALATED = text("""
select person_id, note from dispute_pass where dispute_id = :id and escalated order by at
""")


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who reviews: the areas (paths) in which this person may decide, and the ties."""

    person_id: int
    paths: Sequence[str]
    held: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class Lent:
    """A dispute that is one reviewer's for a while; `waiting`: how many there are, this one too."""

    id: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Escalated:
    """Who handed a dispute on, and why."""

    person_id: int
    note: str


@dataclass(frozen=True, slots=True)
class _Heavy:
    id: int
    contest_id: int
    cells: list[str]
    stake: int
    escalated: bool
    mine: bool
    waiting: int


async def lend(
    tx: Transaction,
    election: LoadedElection,
    reviewer: Reviewer,
    *,
    without: Sequence[int] = (),
    patience: timedelta = PATIENCE,
) -> Lent | None:
    """The dispute at hand, else the heaviest that nobody looks at; None where nothing waits.

    By votes at stake beside the margin of the contest's closest seat; what others handed on comes
    first. Never what this person reported, was tied to, or passed by. `without`: ids at hand.
    """
    given = {
        "election": election.id,
        "person": reviewer.person_id,
        "paths": list(reviewer.paths),
        "without": list(without),
        "patience": patience.total_seconds(),
        "passed": PASSED.total_seconds(),
    }
    for _ in range(_TRIES):
        rows = [_Heavy(*row) for row in await tx.execute(_HEAVIEST, given)]
        rows = await _untied(tx, rows, reviewer.held)
        if not rows:
            return None
        ids = await _ordered(tx, election, rows)
        lease = {"ids": ids, "person": reviewer.person_id, "lease": LEASE.total_seconds()}
        taken = await tx.scalar(_TAKE, lease)
        if taken is not None:
            return Lent(int(taken), rows[0].waiting)
    return None


async def _untied(tx: Transaction, rows: list[_Heavy], held: tuple[Held, ...]) -> list[_Heavy]:
    if not any(one.code for one in held):
        return rows
    known = await elections.contests(tx, sorted({row.contest_id for row in rows}))
    return [row for row in rows if not tied(held, known[row.contest_id], row.cells)]


async def _ordered(tx: Transaction, election: LoadedElection, rows: Iterable[_Heavy]) -> list[int]:
    kept = list(rows)
    margin = await margins(tx, election, {row.contest_id for row in kept})
    share = {row.id: row.stake / margin.get(row.contest_id, 1) for row in kept}
    return [
        row.id
        for row in sorted(kept, key=lambda r: (not r.mine, not r.escalated, -share[r.id], r.id))
    ]


async def lent(tx: Transaction, dispute_id: int, person_id: int) -> OpenDispute:
    """An open dispute with its place. Raises StaleRevision where it waits no more."""
    row = (await tx.execute(_AT, {"id": dispute_id, "person": person_id})).first()
    if row is None:
        raise StaleRevision("this dispute does not wait any more")
    return OpenDispute(*row)


async def hold(tx: Transaction, dispute_id: int, person_id: int) -> OpenDispute:
    """The same, locked until the commit. Raises StaleRevision where somebody else looks at it.

    The station first, as everything that settles a result does.
    """
    found = await lent(tx, dispute_id, person_id)
    await hold_station(tx, found.station_id)
    if await tx.scalar(_HOLD, {"id": dispute_id, "person": person_id}) is None:
        raise StaleRevision("somebody else looks at this dispute, or it is decided")
    return await lent(tx, dispute_id, person_id)


async def give_back(tx: Transaction, dispute_id: int, person_id: int) -> None:
    """It is nobody's: decided, or passed by."""
    await tx.execute(_GIVE_BACK, {"id": dispute_id, "person": person_id})


async def pass_by(
    tx: Transaction, dispute_id: int, person_id: int, *, escalate: bool = False, note: str = ""
) -> None:
    """Not shown to this person for a while; with `escalate` never again, and to others first."""
    values = {"id": dispute_id, "person": person_id, "escalated": escalate, "note": note}
    await tx.execute(_PASS, values)
    await give_back(tx, dispute_id, person_id)


async def escalated(tx: Transaction, dispute_id: int) -> list[Escalated]:
    """Who handed it on, in order."""
    return [Escalated(*row) for row in await tx.execute(_ESCALATED, {"id": dispute_id})]
