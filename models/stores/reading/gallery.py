"""Photos of forms as a gallery: of an area, the newest first, by what is amiss with their reading.

A page looks through so many photos and no more; where few of them fit, it is short and the next
one goes on from there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import text

from models.stores.base.database import Transaction
from models.stores.reading.photo_places import PATHS
from models.stores.reports.standing import ON_PAPER

PAGE = 48
"""Photos of one page."""
LOOKED_THROUGH = 2_000
"""Photos that one page looks through for those that fit."""
COMPARED = 250
"""The same where each is compared with all others: a nation has millions."""
_COARSE = 12
"""Bits of 64 in which the coarse hashes of one picture differ at most: cheap to look at first."""
SAME = 60
"""Bits of 1024: two pictures of one sheet differ in fewer (ocr/likeness.py says the same)."""


class Amiss(StrEnum):
    """What is shown: all, or those that somebody should look at."""

    ALL = "all"
    UNREAD = "unread"
    DOUBTFUL = "doubtful"
    NO_FORM = "no_form"
    ELSEWHERE = "elsewhere"
    UNPLACED = "unplaced"


_FORM = "jsonb_path_exists(p.reading, '$.pages[*] ? (@.form != null)')"
# Looked through, and not one number of it was read: nobody has written on it, or nobody can tell.
_OPEN = "not jsonb_path_exists(p.reading, '$.pages[*].cells.* ? (@ != null)')"
_TWICE = """exists (
    select from photo o where o.sha256 = p.sha256 and o.station_id <> p.station_id)"""


def _alike(band: int) -> str:
    """Whether another station's picture with the same quarter of the coarse hash is the same."""
    return f"""exists (
    select from photo o
    where ((o.dhash >> {16 * band}) & 65535) = ((p.dhash >> {16 * band}) & 65535)
      and o.station_id <> p.station_id and o.likeness is not null and p.likeness is not null
      and bit_count(cast(o.dhash # p.dhash as bit(64))) <= {_COARSE}
      and bit_count(cast('x' || o.likeness as bit(1024))
                    # cast('x' || p.likeness as bit(1024))) < :same)"""


# Each an index of its own: one condition with "or" in it would have none.
_IS: dict[Amiss, str] = {
    Amiss.ALL: "true",
    Amiss.UNREAD: f"(p.state in ('waiting', 'failed') or not coalesce({_FORM}, false))",
    Amiss.DOUBTFUL: f"""({_FORM} and (
        jsonb_path_exists(p.reading, '$.pages[*].cells.* ? (@ == null)')
        or exists (select from jsonb_path_query(p.reading, '$.pages[*].findings[*].code') f (code)
                   where not f.code #>> '{{}}' = any(cast(:on_paper as text[])))))""",
    Amiss.NO_FORM: f"(p.state in ('read', 'told') and not coalesce({_FORM}, false))",
    Amiss.ELSEWHERE: f"({' or '.join((_TWICE, *map(_alike, range(4))))})",
    Amiss.UNPLACED: "true",
}
_INSIDE = """exists (select from unnest(cast(:paths as text[])) q (path)
    where q.path = '' or k.path = q.path or starts_with(k.path, q.path || '.'))"""
_PLACED = f"""
    select p.*, k.path as kelurahan_path from photo p
    join station s on s.id = p.station_id join area k on k.id = s.kelurahan_id
    where p.purpose = 'form' and p.id < :before and s.election_id = :election and {_INSIDE}"""
# Of no station yet: for whoever may see all the stations of whoever sent it.
_UNPLACED = f"""
    select p.*, '' as kelurahan_path from photo p
    where p.purpose = 'form' and p.id < :before and p.station_id is null
      and p.person_id is not null and cardinality({PATHS}) > 0
      and not exists (
        select from unnest({PATHS}) k (path)
        where not exists (select from unnest(cast(:paths as text[])) q (path)
            where q.path = '' or k.path = q.path or starts_with(k.path, q.path || '.')))"""


def _listed(kind: Amiss) -> str:
    """The statement of a kind: what is looked through, and of it what fits."""
    inner = _UNPLACED if kind is Amiss.UNPLACED else _PLACED
    return f"""
with seen as materialized ({inner} order by p.id desc limit :through)
select p.id, p.mime, p.state, p.forwarded, p.page, p.received_at, p.person_id,
       s.id as station_id, s.code as station_code, s.number, k.name as kelurahan,
       c.id as contest_id, c.ballot,
       coalesce((select jsonb_agg(distinct g -> 'form') filter (where g ->> 'form' is not null)
                 from jsonb_array_elements(p.reading -> 'pages') g), '[]') as forms,
       coalesce((select jsonb_agg(distinct f -> 'code')
                 from jsonb_array_elements(p.reading -> 'pages') g
                 cross join jsonb_array_elements(g -> 'findings') f), '[]') as findings,
       coalesce(p.state in ('read', 'told') and {_OPEN}, false) as unread
from seen p left join station s on s.id = p.station_id
left join area k on k.id = s.kelurahan_id left join contest c on c.id = p.contest_id
where {_IS[kind]} order by p.id desc limit :most"""


_LISTS = {kind: text(_listed(kind)) for kind in Amiss}
_ENDS = {
    kind: text(
        "select min(id) as last, count(*) as looked from ("
        f"{_UNPLACED if kind is Amiss.UNPLACED else _PLACED} order by p.id desc limit :through) p"
    )
    for kind in Amiss
}
_LAST = 2**62
"""Above every id."""


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """A photo in the gallery; `forms` that were read on it, `findings` of its reading by code.

    `unread`: it was looked through, and not one number of it was read.
    """

    id: int
    mime: str
    state: str
    forwarded: bool
    page: int | None
    received_at: datetime
    person_id: int | None
    station_id: int | None
    station_code: str | None
    number: int | None
    kelurahan: str | None
    contest_id: int | None
    ballot: str | None
    forms: list[str]
    findings: list[str]
    unread: bool


@dataclass(frozen=True, slots=True)
class Gallery:
    """A page of photos; `after`: where the next one begins (an id), None at the end."""

    photos: tuple[ShownPhoto, ...]
    after: int | None


async def gallery(
    tx: Transaction,
    election_id: int,
    paths: Sequence[str],
    kind: Amiss = Amiss.ALL,
    before: int | None = None,
    *,
    most: int = PAGE,
    through: int = LOOKED_THROUGH,
) -> Gallery:
    """Photos of the stations below these areas; `before`: the `after` of the page above."""
    if kind is Amiss.ELSEWHERE:
        through = min(through, COMPARED)
    given: dict[str, object] = {"election": election_id, "paths": list(paths)}
    given |= {"before": _LAST if before is None else before, "through": through}
    if kind is Amiss.UNPLACED:
        given.pop("election")
    more: dict[str, object] = {}
    if kind is Amiss.DOUBTFUL:
        more = {"on_paper": sorted(ON_PAPER)}
    if kind is Amiss.ELSEWHERE:
        more = {"same": SAME}
    rows = await tx.execute(_LISTS[kind], {**given, **more, "most": most + 1})
    found = [ShownPhoto(*row) for row in rows]
    if len(found) > most:
        return Gallery(tuple(found[:most]), found[most - 1].id)
    end = (await tx.execute(_ENDS[kind], given)).one()
    return Gallery(tuple(found), end.last if end.looked == through else None)
