"""What was made of the rows, made anew: every result that counts, and every sum of the recap."""

from sqlalchemy import text

from models.stores.audit.rows_check import Broken
from models.stores.base import elections
from models.stores.base.database import Transaction
from models.stores.recap import rebuild
from models.stores.reports import standing
from models.stores.reports.results import RULES
from models.stores.reports.standing import Place, Standing
from models.values import Ballot

_AT_ONCE = 500
_PLACES = text("""
select p.station, p.contest, r.rules, r.version, r.revision_id, r.state, r.evidence, r.cells
from (
    select station_id as station, contest_id as contest from report where kind <> 'decision'
    union select station_id, contest_id from decision
    union select station_id, contest_id from station_result
) p
join station s on s.id = p.station and s.active
left join station_result r on r.station_id = p.station and r.contest_id = p.contest
where (p.station, p.contest) > (:station, :contest)
order by p.station, p.contest limit :most
""")
_NAMED = text("""
select s.code || ' ' || c.ballot || ' ' || c.code from station s, contest c
where s.id = :station and c.id = :contest
""")


async def check(tx: Transaction) -> tuple[int, Broken | None]:
    """How many results are what the rules make of the reports, and the first that is not."""
    count, last = 0, Place(0, 0)
    while rows := (await tx.execute(_PLACES, {**last._asdict(), "most": _AT_ONCE})).all():
        places = [Place(row.station, row.contest) for row in rows]
        contests = await standing.contests_of(tx, places)
        made = await standing.standings(tx, places, contests)
        for row, place in zip(rows, places, strict=True):
            if reason := _differs(row, made[place]):
                name = await tx.scalar(_NAMED, place._asdict())
                return count, Broken(reason, f"result:{name}")
            count += 1
        last = places[-1]
    return count, await _recap(tx)


def _differs(row: object, made: Standing) -> str | None:
    """Why a stored result is not what counts by the rules; None where it is."""
    result = made.result
    stored = getattr(row, "revision_id", None)
    if result is None or result.revision is None:
        return None if stored is None else "a result counts that nobody reported"
    if stored is None:
        return "a report is not counted"
    if getattr(row, "rules", RULES) != RULES:
        return "it waits to be settled again: let Saksi run for a minute and check once more"
    said = tuple(getattr(row, name) for name in ("revision_id", "state", "version"))
    if said != (result.revision, result.state.value, made.version):
        return "another result counts than the rules give"
    evidence = sorted(kind.value for kind in result.evidence)
    if [*getattr(row, "evidence", ())] != evidence:
        return "it claims to be confirmed by what does not confirm it"
    if [*getattr(row, "cells", ())] != list(result.disputed):
        return "other cells are in dispute than it says"
    return None


async def _recap(tx: Transaction) -> Broken | None:
    """The first sum of the recap that is not that of its stations."""
    for election in await elections.elections(tx):
        for ballot in Ballot:
            found = await rebuild.compare(tx, election.id, ballot)
            if found.differences:
                one = found.differences[0]
                reason = f"{one.field} is stored as {one.folded} and counts {one.rebuilt}"
                return Broken(reason, f"recap:{one.area} {ballot.value} {one.contest}")
    return None
