"""Whether districts (dapil) lie inside of areas: for seats, which are told of whole contests.

Chat, digests and API all ask here: whoever sees a part of a district sees nothing of its seats.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import text

from models.errors import NotFound
from models.stores.base.database import Transaction
from models.values import Ballot

_CONTESTS = text("""
select c.id from contest c
where c.election_id = :election and c.ballot = :ballot
  and (cast(:code as text) is null or c.code = :code)
  and (cast(:area as text) is null or exists (
    select from contest_area x join area a on a.id = x.area_id
    where x.contest_id = c.id and a.election_id = :election and a.code = :area))
""")
_OUTSIDE = text("""
select distinct x.contest_id from contest_area x join area a on a.id = x.area_id and a.level = 4
where x.contest_id = any(:contests) and not exists (
    select from unnest(cast(:paths as text[])) p (path)
    where a.path = p.path or starts_with(a.path, p.path || '.'))
""")


async def inside(
    tx: Transaction, contests: Collection[int], paths: Collection[str]
) -> frozenset[int]:
    """Of these contests (ids) those that lie on these paths as a whole; "" is everywhere."""
    if "" in paths:
        return frozenset(contests)
    given = {"contests": list(contests), "paths": list(paths)}
    outside = {row.contest_id for row in await tx.execute(_OUTSIDE, given)}
    return frozenset(contests) - outside


async def within(
    tx: Transaction,
    election_id: int,
    ballot: Ballot,
    code: str | None,
    area: str | None,
    paths: Sequence[str],
) -> bool:
    """Whether all of a district, or of every contest that an area votes in, lies on these paths.

    Raises NotFound where there is no such contest.
    """
    given = {"election": election_id, "ballot": ballot.value, "code": code, "area": area}
    found = [row.id for row in await tx.execute(_CONTESTS, given)]
    if not found:
        raise NotFound("there is no such district", ballot=ballot.value, district=code or "")
    return len(await inside(tx, found, paths)) == len(found)
