"""A station held for settling: its row is locked, so that its reports are decided in turn."""

from dataclasses import dataclass

from sqlalchemy import text

from models.errors import ElectionClosed, NotFound
from models.stores.base.database import Transaction

_HELD = text("""
select s.code, s.kelurahan_id, coalesce(s.contests, k.contests) as contests,
       e.state = 'open' as open, e.fingerprint
from station s join area k on k.id = s.kelurahan_id join election e on e.id = s.election_id
where s.id = :id and s.active
for no key update of s
""")


@dataclass(frozen=True, slots=True)
class HeldStation:
    """A station whose row is locked: nobody else changes its results before the commit.

    `fingerprint`: of its election's pack, by which what is kept of it is known to hold.
    """

    id: int
    code: str
    kelurahan_id: int
    contests: frozenset[int]
    fingerprint: str


async def hold_station(tx: Transaction, station_id: int) -> HeldStation:
    """Lock a station of the election until the commit; raises NotFound, ElectionClosed."""
    row = (await tx.execute(_HELD, {"id": station_id})).first()
    if row is None:
        raise NotFound("there is no such station in the election", station=station_id)
    if not row.open:
        raise ElectionClosed
    contests = frozenset(row.contests or ())
    return HeldStation(station_id, row.code, row.kelurahan_id, contests, row.fingerprint)
