"""How far the reports have come: expected, reported, confirmed, disputed, and who is present."""

from dataclasses import dataclass, field

from sqlalchemy import text

from models.stores.base.areas import LEVELS, Area
from models.stores.base.database import Transaction
from models.values import Ballot, Level


@dataclass(frozen=True, slots=True)
class Counted:
    """Stations of one ballot: how many are expected and how far they have come."""

    expected: int
    reported: int
    confirmed: int
    disputed: int


@dataclass(slots=True)
class Progress:
    """An area: its stations, those with a witness checked in, all witnesses, each ballot."""

    code: str
    name: str
    stations: int = 0
    checked_in: int = 0
    witnesses: int = 0
    ballots: dict[str, Counted] = field(default_factory=dict)


_BALLOTS = text("""
select a.code, a.name, c.ballot, sum(x.stations)::int as expected,
       coalesce(sum(r.reported), 0)::int as reported,
       coalesce(sum(r.confirmed), 0)::int as confirmed,
       coalesce(sum(r.disputed), 0)::int as disputed
from area a left join (contest_area x join contest c on c.id = x.contest_id) on x.area_id = a.id
left join recap r on r.area_id = a.id and r.contest_id = x.contest_id and r.trust = 0
where a.election_id = :election and a.level = :level
  and a.path ~>=~ :path and a.path ~<~ :until
group by a.code, a.name, c.ballot order by a.code
""")
_PRESENCE = text("""
with here as (
    select station_id, count(distinct person_id) as witnesses from check_in group by station_id
), placed as (
    select k.path, count(*)::int as stations, count(h.station_id)::int as checked_in,
           coalesce(sum(h.witnesses), 0)::int as witnesses
    from area k join station s on s.kelurahan_id = k.id and s.active
    left join here h on h.station_id = s.id
    where k.election_id = :election and k.level = 4
      and k.path ~>=~ :path and k.path ~<~ :until
    group by k.path
)
select split_part(path, '.', cast(:level as int) + 1) as code, sum(stations)::int as stations,
       sum(checked_in)::int as checked_in, sum(witnesses)::int as witnesses
from placed group by 1
""")


async def progress(tx: Transaction, election_id: int, area: Area, level: Level) -> list[Progress]:
    """The areas of a level within `area`, by code."""
    given: dict[str, object] = {
        "election": election_id,
        "level": LEVELS.index(level),
        "path": area.path,
        "until": area.until,
    }
    found: dict[str, Progress] = {}
    for row in await tx.execute(_BALLOTS, given):
        line = found.setdefault(row.code, Progress(row.code, row.name))
        if row.ballot is not None:
            line.ballots[row.ballot] = Counted(
                row.expected, row.reported, row.confirmed, row.disputed
            )
    for row in await tx.execute(_PRESENCE, given):
        if row.code in found:
            line = found[row.code]
            line.stations, line.checked_in = row.stations, row.checked_in
            line.witnesses = row.witnesses
    order = [ballot.value for ballot in Ballot]
    for line in found.values():
        line.ballots = dict(sorted(line.ballots.items(), key=lambda item: order.index(item[0])))
    return list(found.values())
