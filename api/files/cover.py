"""What stands on every file that leaves: whose count of what, as of when, how complete it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from api.files.texts import told
from models.rules.recap import RecapRow, share

COUNTS = (
    *("stations", "reported", "confirmed", "disputed", "voters", "voters_reported"),
    *("valid", "invalid", "total"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of votes: the choice's code, and what is written above it."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Cover:
    """The head of a file. `at` is aware, in the zone of the election."""

    election: str
    ballot: str
    place: str
    level: str
    trust: str
    made_by: str
    made_for: str
    at: datetime
    columns: tuple[Column, ...]
    total: RecapRow

    @property
    def title(self) -> str:
        """One line that names the file's content."""
        return told("cover.title", ballot=self.ballot, place=self.place)

    def lines(self) -> list[tuple[str, str]]:
        """The cover line by line: a label and what it says."""
        total = self.total
        counted = told("cover.any" if self.trust == "any" else "cover.confirmed_only")
        return [
            (told("cover.election"), self.election),
            (told("cover.ballot"), self.ballot),
            (told("cover.place"), self.place),
            (told("cover.level"), self.level),
            (told("cover.counted"), counted),
            (told("cover.reported"), f"{of(total.reported, total.stations)}"),
            (told("cover.confirmed"), of(total.confirmed, total.stations)),
            (told("cover.disputed"), told("cover.disputed_stations", count=f"{total.disputed:,}")),
            (told("cover.voters_reported"), of(total.voters_reported, total.voters)),
            (told("cover.turnout"), percent(total.turnout)),
            (told("cover.invalid"), percent(total.invalid_share)),
            (told("cover.at"), f"{self.at:%d-%m-%Y %H.%M} {self.at.tzname()}"),
            (told("cover.source"), told("cover.witnesses")),
            (told("cover.made_by"), self.made_by),
            (told("cover.made_for"), self.made_for or "-"),
            (told("cover.note"), told("cover.unofficial")),
        ]


@dataclass(slots=True)
class Sum:
    """Rows added up one after the other, for pages and the whole."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    votes: dict[str, int] = field(default_factory=dict)

    def add(self, row: RecapRow) -> None:
        """With one more row."""
        for name in COUNTS:
            self.counts[name] += getattr(row, name)
        for code, number in row.votes.items():
            self.votes[code] = self.votes.get(code, 0) + number

    def row(self, name: str) -> RecapRow:
        """The sum so far as a row of its own."""
        counts: dict[str, Any] = dict(self.counts)
        return RecapRow("", name, votes=dict(self.votes), **counts)


def total(rows: Iterable[RecapRow]) -> RecapRow:
    """All rows together."""
    sum_ = Sum()
    for row in rows:
        sum_.add(row)
    return sum_.row(told("cover.sum"))


def pages(rows: Sequence[RecapRow], size: int) -> Iterable[tuple[Sequence[RecapRow], RecapRow]]:
    """Rows by page, each with the page's sum: what a hand can check against another hand's."""
    for first in range(0, len(rows), size):
        part = rows[first : first + size]
        page = total(part)
        yield part, replace(page, name=told("cover.page_sum"))


def of(part: int, whole: int) -> str:
    """ "1,234 dari 5,678 (21,7 %)"."""
    return told(
        "cover.part", part=number(part), whole=number(whole), share=percent(share(part, whole))
    )


def percent(part: float | None) -> str:
    """A share as people here write it: 21,7 %."""
    return "-" if part is None else f"{part * 100:.1f} %".replace(".", ",")


def number(value: int) -> str:
    """A number as people here write it: 1.234."""
    return f"{value:,}".replace(",", ".")
