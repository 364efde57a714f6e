"""The borders of an election's areas: brought to what the pack has, found for a map."""

import gzip
from collections.abc import Iterable

from sqlalchemy import text

from models.packs.shapes import PackShape
from models.stores.base.areas import LEVELS
from models.stores.base.database import Transaction
from models.values import Level

_CLEAR = text("delete from area_shape where election_id = :election")
_PUT = text("""
insert into area_shape (election_id, level, code, topology)
values (:election, :level, :code, :topology)
""")
_FOUND = text("""
select topology from area_shape
where election_id = :election and level = :level and code = any(:codes)
order by length(code) desc limit 1
""")


async def replace_shapes(tx: Transaction, election_id: int, shapes: Iterable[PackShape]) -> int:
    """These are the shapes of the election from now on; how many files."""
    await tx.execute(_CLEAR, {"election": election_id})
    count = 0
    for one in shapes:
        given = {"election": election_id, "level": LEVELS.index(one.level), "code": one.code}
        packed = gzip.compress(one.topology.encode(), mtime=0)
        await tx.execute(_PUT, {**given, "topology": packed})
        count += 1
    return count


async def shapes_in(tx: Transaction, election_id: int, path: str, level: Level) -> bytes | None:
    """TopoJSON, gzipped, that holds the areas of a level in the area with this path, and others."""
    given = {"election": election_id, "level": LEVELS.index(level), "codes": path.split(".")}
    found = await tx.scalar(_FOUND, given)
    return None if found is None else bytes(found)
