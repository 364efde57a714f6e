"""Disputes that are open in an area: how many, and the newest of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from models.stores.base.areas import Area
from models.stores.base.database import Transaction

_OPEN = text("""
select s.code, s.number, k.name as kelurahan, c.ballot, count(*) over () as open
from dispute d
join station s on s.id = d.station_id and s.election_id = :election
join area k on k.id = s.kelurahan_id
join contest c on c.id = d.contest_id
where d.closed_at is null and k.path ~>=~ :path and k.path ~<~ :until
order by d.opened_at desc, d.id desc limit :most
""")


@dataclass(frozen=True, slots=True)
class PlacedDispute:
    """A station's ballot in dispute, with how many there are in all."""

    station: str
    number: int
    kelurahan: str
    ballot: str
    open: int


async def newest(
    tx: Transaction, election_id: int, area: Area, most: int = 5
) -> Sequence[PlacedDispute]:
    """Up to `most` open disputes of an area, those opened last first."""
    given = {"election": election_id, "path": area.path, "until": area.until, "most": most}
    return [PlacedDispute(*row) for row in await tx.execute(_OPEN, given)]
