"""A ballot of a station as its page shows it: every source's figures side by side; pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.values import Contest, Json

Field = Callable[[str], str]
CLOSING = ("valid", "invalid", "total")


@dataclass(frozen=True, slots=True)
class Column:
    """A source of figures: `kind` witness, typed, decision or photo; `number` of it, who said it.

    `counts`: the recap takes this one; `withdrawn` or `older`: it counts no more.
    """

    kind: str
    number: int
    person: int | None = None
    receipt: str = ""
    counts: bool = False
    withdrawn: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A field of the form with each column's figure; `differs`: not all of them are the same.

    `disputed`: it is one of the cells on which the result hangs; `inner`: votes within a party.
    """

    cell: str
    label: str
    figures: tuple[int | None, ...]
    differs: bool
    disputed: bool
    inner: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A field that a revision says otherwise than the one before it; None: not given."""

    label: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision as it came, with what it changed."""

    said: Mapping[str, Json]
    at: datetime
    changes: tuple[Change, ...]
    findings: tuple[str, ...]


def figures(said: Mapping[str, Json]) -> dict[str, int]:
    """The numbers of a revision (as the API tells it) by cell."""
    closing = {name: said[name] for name in CLOSING if said[name] is not None}
    return {**said["votes"], **closing, **said["figures"]}


def columns(
    reports: Sequence[Mapping[str, Json]], photos: Iterable[tuple[int, Mapping[str, int | None]]]
) -> list[tuple[Column, Mapping[str, int | None]]]:
    """The latest revision of each report, what counts first, then each photo that was read."""
    latest = {one["report"]: one for one in reports}  # they come in order
    said = sorted(latest.values(), key=lambda one: (not one["counts"], one["report"]))
    found: list[tuple[Column, Mapping[str, int | None]]] = [
        (
            Column(
                one["kind"],
                one["report"],
                one["person"],
                one["receipt"],
                one["counts"],
                one["withdrawn_at"] is not None,
                one["version"],
            ),
            figures(one),
        )
        for one in said
    ]
    found += [(Column("photo", number), cells) for number, cells in photos if cells]
    return found


def rows(
    contest: Contest,
    given: Sequence[tuple[Column, Mapping[str, int | None]]],
    disputed: Iterable[str],
    field: Field,
) -> tuple[Row, ...]:
    """The fields of the form in its order; of the first page those that somebody gave."""
    doubtful = set(disputed)
    main = [choice.code for choice in contest.choices if not choice.is_detail]
    order = [one for code in main for one in (code, *_within(contest, code))]
    named = {name for _, figures_ in given for name in figures_}
    more = sorted(named - {*order, *CLOSING})
    return tuple(
        _row(cell, given, doubtful, field)
        for cell in (*order, *CLOSING, *more)
        if cell in named or "." not in cell
    )


def _within(contest: Contest, party: str) -> list[str]:
    return [choice.code for choice in contest.within(party)] if contest.has_parties else []


def _row(
    cell: str,
    given: Sequence[tuple[Column, Mapping[str, int | None]]],
    disputed: set[str],
    field: Field,
) -> Row:
    found = tuple(figures_.get(cell) for _, figures_ in given)
    counting = [one for (column, _), one in zip(given, found, strict=True) if not column.withdrawn]
    differs = len({one for one in counting if one is not None}) > 1
    return Row(cell, field(cell), found, differs, cell in disputed, "." in cell)


def revisions(
    reports: Sequence[Mapping[str, Json]],
    field: Field,
    told: Callable[[Iterable[Mapping[str, Json]]], list[str]],
) -> tuple[Revision, ...]:
    """Every revision as it came, the latest first, with what it says otherwise than before."""
    before: dict[int, dict[str, int]] = {}
    found = []
    for one in reports:
        now, old = figures(one), before.get(one["report"])
        changes = () if old is None else tuple(_changes(old, now, field))
        at = datetime.fromisoformat(one["at"])
        found.append(Revision(one, at, changes, tuple(told(one["findings"]))))
        before[one["report"]] = now
    return tuple(reversed(found))


def _changes(old: Mapping[str, int], now: Mapping[str, int], field: Field) -> Iterable[Change]:
    for cell in dict.fromkeys((*now, *old)):
        if old.get(cell) != now.get(cell):
            yield Change(field(cell), old.get(cell), now.get(cell))
