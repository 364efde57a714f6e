"""A quick count's stations out of the loaded election: the same as `saksi quickcount draw` draws.

The list is ordered as the pack's is there: by kelurahan code, number, station code.
"""

from sqlalchemy import text

from models.rules.quickcount import systematic
from models.stores.base.database import Transaction
from models.stores.seats.quickcount import Line
from models.values import Ballot

_COUNT = text("""
select count(*) from station s where s.election_id = :election and s.active
""")
_AT = text("""
select code, path from (
    select s.code, k.path, row_number() over (
        order by k.code collate "C", s.number, s.code collate "C") - 1 as place
    from station s join area k on k.id = s.kelurahan_id
    where s.election_id = :election and s.active) x
where place = any(:places) order by place
""")
_BALLOTS = text("""
select c.ballot from contest c
join area a on a.election_id = c.election_id and a.level = 0
join contest_area x on x.area_id = a.id and x.contest_id = c.id
where c.election_id = :election
  and x.stations = (select count(*) from station s where s.election_id = :election and s.active)
""")


async def drawn(
    tx: Transaction, election_id: int, size: int, seed: str, level: int
) -> tuple[list[Line], int]:
    """The stations drawn with a public seed, and out of how many; strata are areas of `level`.

    Raises BadInput for a size that is not between 1 and the number of stations.
    """
    population = int(await tx.scalar(_COUNT, {"election": election_id}) or 0)
    places = systematic(range(population), size, seed)
    rows = await tx.execute(_AT, {"election": election_id, "places": places})
    lines = [
        Line(number, row.code, row.path.split(".")[level]) for number, row in enumerate(rows, 2)
    ]
    return lines, population


async def voted_by_all(tx: Transaction, election_id: int) -> list[Ballot]:
    """Ballots with one contest that every station votes on: all choose among the same."""
    rows = await tx.execute(_BALLOTS, {"election": election_id})
    found = {row.ballot for row in rows}
    return [one for one in Ballot if one.value in found]
