"""Published results of an area, for who asks: its own, its stations', or the area above's."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from models.stores.base.database import Transaction

_DIRECT = text("""
select o.code, o.source, o.version, o.votes from official o
where o.election_id = :election and o.ballot = :ballot and o.level <> 'tps' and o.district = ''
  and o.code = any(:codes)
order by array_position(cast(:codes as text[]), o.code), o.id desc limit 1
""")
_STATIONS = text("""
with here as (
    select s.code from station s join area k on k.id = s.kelurahan_id
    where s.election_id = :election and s.active
      and (k.path = :path or starts_with(k.path, :path || '.'))
), latest as (
    select o.source, o.version from official o join here h on h.code = o.code
    where o.election_id = :election and o.ballot = :ballot and o.level = 'tps'
    order by o.id desc limit 1
), mine as (
    select o.* from official o join here h on h.code = o.code
    join latest l on (l.source, l.version) = (o.source, o.version)
    where o.election_id = :election and o.ballot = :ballot and o.level = 'tps'
)
select v.key as choice, sum(v.value::bigint) as votes, (select count(*) from mine) as stations,
       (select count(*) from here) as all_stations, (select source from latest) as source,
       (select version from latest) as version
from mine, jsonb_each_text(mine.votes) v group by v.key
""")
_NAMES = text("""
select distinct on (c ->> 'code') c ->> 'code' as code,
       coalesce(nullif(c ->> 'short', ''), c ->> 'name') as name
from contest t, jsonb_array_elements(t.choices) c
where t.election_id = :election and t.ballot = :ballot and position('.' in c ->> 'code') = 0
order by 1
""")


_KABKOTA = 2
"""Dots in the path of a kabupaten or kota: of larger areas stations are not summed for a chat."""


@dataclass(frozen=True, slots=True)
class Published:
    """Votes by choice, of which area (its code); `stations` of `all_stations`, 0: of the area."""

    code: str
    votes: dict[str, int]
    source: str
    version: str
    stations: int = 0
    all_stations: int = 0


async def published(tx: Transaction, election_id: int, ballot: str, path: str) -> Published | None:
    """The newest published result of an area: its own, else its stations', else the next above.

    `path`: the area's dotted path. None where nothing of all that was imported.
    """
    codes = path.split(".")[::-1]
    named = {"election": election_id, "ballot": ballot}
    own = await _direct(tx, named, codes[:1])
    return own or await _of_stations(tx, named, path) or await _direct(tx, named, codes)


async def _direct(
    tx: Transaction, named: dict[str, object], codes: Sequence[str]
) -> Published | None:
    row = (await tx.execute(_DIRECT, {**named, "codes": list(codes)})).first()
    if row is None:
        return None
    votes = {code: int(count) for code, count in row.votes.items() if "." not in code}
    return Published(row.code, votes, row.source, row.version)


async def _of_stations(tx: Transaction, named: dict[str, object], path: str) -> Published | None:
    if path.count(".") < _KABKOTA:
        return None
    rows = (await tx.execute(_STATIONS, {**named, "path": path})).all()
    if not rows:
        return None
    votes = {row.choice: int(row.votes) for row in rows if "." not in row.choice}
    one = rows[0]
    place = path.rpartition(".")[2]
    return Published(place, votes, one.source, one.version, one.stations, one.all_stations)


async def names(tx: Transaction, election_id: int, ballot: str) -> dict[str, str]:
    """What the choices of a ballot are called, by code."""
    rows = await tx.execute(_NAMES, {"election": election_id, "ballot": ballot})
    return {row.code: row.name for row in rows}
