"""The recap by brute force: every latest revision that counts, added up in plain Python."""

from collections import defaultdict
from typing import Any

from sqlalchemy import text

from models.stores.base.database import Transaction

Sums = dict[tuple[str, int, int], dict[str, int]]
"""By area code, contest id and trust: sums by position ("0", "1", ...) and by column."""

_RESULTS = text("""
select k.path, r.contest_id, r.state, v.votes, v.valid, v.invalid, v.total, s.voters
from station_result r join revision v on v.id = r.revision_id
join station s on s.id = r.station_id join area k on k.id = s.kelurahan_id where s.active
""")
_STORED = text("""
select a.code, r.* from recap r join area a on a.id = r.area_id
""")
COUNTS = ("valid", "invalid", "total", "voters", "reported", "confirmed", "disputed")


async def counted(tx: Transaction) -> Sums:
    """What the stations' results make, without the zeros."""
    sums: dict[tuple[str, int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in await tx.execute(_RESULTS):
        for code in row.path.split("."):
            for trust in (0, 1):
                _add(sums[code, row.contest_id, trust], row, trust == 0 or row.state == "confirmed")
    return _plain(sums)


def _add(sums: dict[str, int], row: Any, taken: bool) -> None:
    sums["reported"] += 1
    sums["confirmed"] += row.state == "confirmed"
    sums["disputed"] += row.state == "disputed"
    if taken:
        for position, vote in enumerate(row.votes):
            sums[str(position)] += vote or 0
        for name in ("valid", "invalid", "total", "voters"):
            sums[name] += getattr(row, name) or 0


async def folded(tx: Transaction) -> Sums:
    """What the recap's rows say, without the zeros."""
    sums = {}
    for row in await tx.execute(_STORED):
        named = {str(position): vote or 0 for position, vote in enumerate(row.votes)}
        named |= {name: getattr(row, name) for name in COUNTS}
        sums[row.code, row.contest_id, row.trust] = named
    return _plain(sums)


def _plain(sums: Any) -> Sums:
    kept = {
        key: {name: value for name, value in named.items() if value} for key, named in sums.items()
    }
    return {key: named for key, named in kept.items() if named}
