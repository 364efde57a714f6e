"""A page of a table by key: what is added meanwhile makes no hole in it and no row twice.

A page goes on behind the last row that was shown, by that row's own place in the order (and its
key, where several rows have the same place), never by a count of rows.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Generic, TypeVar

from sqlalchemy import text

from models.errors import BadInput
from models.stores.base.database import Transaction

Line = TypeVar("Line")

MOST = 50
"""Rows of one page."""
_MANY = 1_000
"""Rows that an export reads at a time."""
MOST_STATIONS = 20_000
"""Stations in reach up to which what is thorough answers within a second: every kabkota."""


@dataclass(frozen=True, slots=True)
class Order:
    """What rows are sorted by: an expression of the row `t` that is never null, and its type."""

    expression: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Listing(Generic[Line]):
    """How a table is read.

    `rows`: a statement with the parameter :election that selects `key`, `path` (of the area that a
    row lies in; null where it lies nowhere) and the fields of `line`. `orders` by name, the first
    one as the table stands; `filters`: a condition by name, its value in :NAME. `key` is a number
    unless `key_kind` says otherwise.
    """

    line: type[Line]
    rows: str
    orders: Mapping[str, Order]
    filters: Mapping[str, str] = field(default_factory=dict)
    key_kind: str = "bigint"
    thorough: frozenset[str] = frozenset()
    """Orders and filters that ask of every row what no index holds: for MOST_STATIONS at most."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends: the last row's place in the order and its key, as text."""

    at: str
    key: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows somebody may see and asks for.

    `paths`: of the areas within reach, ("",) is everywhere; `nowhere`: also rows that lie in no
    area; `person`: who asks. `sort` empty: as the table stands; `filters` without those that are
    not asked for; `given`: what the table's statement needs beside the election.
    """

    election: int
    paths: tuple[str, ...]
    nowhere: bool = False
    person: int | None = None
    filters: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, object] = field(default_factory=dict)
    sort: str = ""
    down: bool = False
    after: Place | None = None
    most: int = MOST

    @property
    def everywhere(self) -> bool:
        """Whether no area limits what is seen."""
        return "" in self.paths


@dataclass(frozen=True, slots=True)
class Page(Generic[Line]):
    """Some rows, and where the next page begins; None behind the last row."""

    rows: tuple[Line, ...]
    after: Place | None = None


async def page(tx: Transaction, listing: Listing[Line], wanted: Wanted) -> Page[Line]:
    """The rows behind `wanted.after`. Raises BadInput for a sort or a filter that is none."""
    statement, values = _statement(listing, wanted)
    found = (await tx.execute(text(statement), values)).all()
    shown = found[: wanted.most]
    last = shown[-1] if len(found) > wanted.most else None
    after = Place(last.place_, last.key_) if last is not None else None
    return Page(tuple(listing.line(*row[:-2]) for row in shown), after)


async def count(tx: Transaction, listing: Listing[Line], wanted: Wanted, most: int) -> int:
    """How many rows there are, `most` at most. Raises BadInput for a filter that is none."""
    statement, values = _statement(listing, replace(wanted, most=most - 1))
    return int(await tx.scalar(text(f"select count(*) from ({statement}) x"), values))


async def each(tx: Transaction, listing: Listing[Line], wanted: Wanted) -> AsyncIterator[Line]:
    """All rows from `wanted.after` on, read in pieces: for exports."""
    piece = replace(wanted, most=_MANY)
    while True:
        found = await page(tx, listing, piece)
        for row in found.rows:
            yield row
        if found.after is None:
            return
        piece = replace(piece, after=found.after)


_FEW = text("""
select count(*) <= :most from (
    select from station s join area k on k.id = s.kelurahan_id
    where s.election_id = :election and (cast(:everywhere as boolean) or exists (
        select from unnest(cast(:paths as text[])) w (path)
        where k.path = w.path or starts_with(k.path, w.path || '.')))
    limit :most + 1) x
""")


async def few(tx: Transaction, election: int, paths: Sequence[str]) -> bool:
    """Whether at most MOST_STATIONS stations lie below these paths; "" is everywhere."""
    given = {"everywhere": "" in paths, "paths": list(paths), "most": MOST_STATIONS}
    return bool(await tx.scalar(_FEW, {"election": election, **given}))


def _statement(listing: Listing[Line], wanted: Wanted) -> tuple[str, dict[str, object]]:
    name = wanted.sort or next(iter(listing.orders))
    order = listing.orders.get(name)
    if order is None:
        raise BadInput(f"nothing is sorted by {name!r}: {', '.join(listing.orders)}", sort=name)
    values: dict[str, object] = {"election": wanted.election, "most": wanted.most + 1}
    values |= wanted.given
    conditions = [
        *_reach(wanted, values),
        *_asked(listing, wanted, values),
        *_behind(listing, order, wanted, values),
    ]
    if ":person" in listing.rows:
        values["person"] = wanted.person
    names = ", ".join(f"t.{one.name}" for one in fields(listing.line))  # type: ignore[arg-type]
    where = " and ".join(conditions) or "true"
    way = "desc" if wanted.down else "asc"
    statement = f"""
select {names}, cast({order.expression} as text) as place_, cast(t.key as text) as key_
from ({listing.rows}) t
where {where} order by {order.expression} {way}, t.key {way} limit :most
"""
    return statement, values


def _reach(wanted: Wanted, values: dict[str, object]) -> list[str]:
    """Rows that lie within reach; an area holds what begins with its path and a dot."""
    if wanted.everywhere:
        return [] if wanted.nowhere else ["t.path is not null"]
    within = []
    for place, path in enumerate(wanted.paths):
        values |= {f"path{place}": path, f"until{place}": f"{path}/"}
        within.append(f"t.path ~>=~ :path{place} and t.path ~<~ :until{place}")
    if wanted.nowhere:
        within.append("t.path is null")
    return [f"({' or '.join(within) or 'false'})"]


def _asked(listing: Listing[Line], wanted: Wanted, values: dict[str, object]) -> list[str]:
    conditions = []
    for name, value in wanted.filters.items():
        if name not in listing.filters:
            raise BadInput(f"nothing is filtered by {name!r}", filter=name)
        conditions.append(f"({listing.filters[name]})")
        values[name] = value
    return conditions


def _behind(
    listing: Listing[Line], order: Order, wanted: Wanted, values: dict[str, object]
) -> list[str]:
    """The first of the two conditions says nothing new, but an index can answer it."""
    if wanted.after is None:
        return []
    values |= {"at_": wanted.after.at, "after_": wanted.after.key}
    sign = "<" if wanted.down else ">"
    at = f"cast(cast(:at_ as text) as {order.kind})"
    key = f"cast(cast(:after_ as text) as {listing.key_kind})"
    return [
        f"{order.expression} {sign}= {at}",
        f"({order.expression}, t.key) {sign} ({at}, {key})",
    ]
