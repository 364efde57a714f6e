"""Which column of a list is which: by known headings, by what an operator confirmed, else asked.

A heading that only resembles one, or a column that only looks like phones, is never taken by
itself: it is proposed, and somebody says yes with --map.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rapidfuzz import fuzz

from models.errors import BadInput
from models.registers.heading_rows import Finder
from models.registers.rows import Sheet, Table, head_of, table
from models.registers.wrong_lines import Told

_LIKE = 75
"""Of 100: how alike a heading has to be to be proposed."""
_PHONE = re.compile(r"'?(?:\+|00)?(?:62|0)?\s*8[\d\s.-]{7,14}")
_STATION = re.compile(r"\btps\W*\d", re.IGNORECASE)
_SURE = 0.6
"""Share of the cells that must look like phones, or stations, for a column to be proposed so."""
_SAMPLE = 20


class Unsure(BadInput):
    """Columns of a list that somebody has to confirm; `facts["proposed"]`: heading and column."""

    code = "unsure_columns"


@dataclass(frozen=True, slots=True)
class Headings:
    """The columns of one kind of list: how they may read once everything but letters is gone.

    `sure`: those that make a row the headings. `mapped`: what an operator confirmed, heading by
    column ("" for one that is left out). `each`: columns that stand side by side for each of
    several people, with a number behind them. `first_wins`: of two that say the same (a place's
    name and its code) the first is read; else somebody has to leave one out. `needs`: what is told
    to be missing where nothing is the headings.
    """

    kind: str
    names: Mapping[str, Sequence[str]]
    sure: frozenset[str]
    each: frozenset[str] = frozenset()
    mapped: Mapping[str, str] = field(default_factory=dict)
    first_wins: bool = False
    needs: Sequence[str] = ()

    def confirmed(self, mapped: Mapping[str, str]) -> "Headings":
        """The same with what was confirmed; raises BadInput for a column that there is not."""
        for heading, column in mapped.items():
            if column and column not in self.names:
                known = ", ".join(self.names)
                raise BadInput(
                    f"--map {heading}={column}: the columns are {known}",
                    fault="column_unknown",
                    said=column,
                )
        plain = {letters(heading): column for heading, column in mapped.items()}
        return replace(self, mapped={**self.mapped, **plain})

    def of(self, heading: str) -> tuple[str, str]:
        """Our column ("" for one that we don't know) and the number behind the heading."""
        number = "".join(re.findall(r"\d+", heading)[-1:])
        plain = letters(heading)
        told = self.mapped.get(plain)
        if told is None:
            told = self._named(plain) or self._twofold(heading)
        return told, number if told in self.each else ""

    def _named(self, plain: str) -> str:
        return next((ours for ours, names in self.names.items() if plain in names), "")

    def _twofold(self, heading: str) -> str:
        """What all parts of a heading say: Kel/Desa, No. Telp / WA; "" where they differ."""
        parts = {self._named(letters(part)) for part in heading.split("/")}
        return parts.pop() if len(parts) == 1 else ""

    def knows(self, row: Sequence[str]) -> bool:
        """Whether a row is the headings."""
        return {self.of(cell)[0] for cell in row} >= self.sure

    def read(self, file: Path) -> Table:
        """The sheets with the headings.

        Raises Unsure where columns have to be confirmed, BadInput where there are no headings.
        """
        try:
            found = table(file, Finder(self.knows, lambda cell: bool(self.of(cell)[0])))
        except BadInput as refused:
            raise self._unsure(file, "", self.sure, self._lacking(file, refused)) from None
        for sheet in found.sheets:
            self._once(file, sheet)
        for name in found.left_out:
            told = BadInput(
                f"{file}: sheet {name!r} has no such headings", fault="sheet_left_out", sheet=name
            )
            unsure = self._unsure(file, name, self.sure, told)
            if isinstance(unsure, Unsure):
                raise unsure
        return found

    def _lacking(self, file: Path, refused: BadInput) -> BadInput:
        """The refusal with the columns that the likeliest row of headings lacks."""
        head = head_of(file, self._likelihood, 0)
        there = {self.of(cell)[0] for row in head for cell in row}
        missing = [name for name in self.needs or sorted(self.sure) if name not in there]
        if not head:
            return refused
        told = f"{refused}; missing: {', '.join(missing)}"
        return BadInput(told, **{**refused.facts, "columns": missing})

    def side_by_side(self, header: Sequence[str]) -> list[tuple[str, str]]:
        """Our column of each heading, and of which of several people it is.

        People stand side by side by the numbers in their headings; without, where the same columns
        come again in the same order: Nama, HP, Nama, HP.
        """
        told = [self.of(heading) for heading in header]
        who = [one for one in told if one[0] in self.each]
        numbers = {name: {number for one, number in who if one == name} for name, _ in who}
        names = [name for name, _ in who]
        size = len(numbers)
        sure = len(set(who)) == len(who) and len(set(map(frozenset, numbers.values()))) == 1
        if sure or names != names[:size] * (len(names) // (size or 1)):
            return told
        order = iter(range(len(names)))
        return [
            (name, str(next(order) // size)) if name in self.each else (name, number)
            for name, number in told
        ]

    def _once(self, file: Path, sheet: Sheet) -> None:
        """Raises Unsure, BadInput where two columns say the same thing of the same person."""
        first: dict[tuple[str, str], str] = {}
        for heading, ours in zip(sheet.header, self.side_by_side(sheet.header), strict=True):
            if not ours[0] or self.first_wins:
                continue
            if ours not in first:
                first[ours] = heading
                continue
            told = f"{_where(file, sheet)}: {first[ours]!r} and {heading!r} both say {ours[0]}; "
            facts = {"first": first[ours], "second": heading, "columns": [ours[0]]}
            if letters(first[ours]) == letters(heading):
                other = f"{told}give one of them another heading"
                raise BadInput(other, fault="heading_twice", **facts)
            left = f'{told}leave one out, for example: --map "{heading}="'
            raise Unsure(left, proposed=[(heading, "")], fault="column_twice", **facts)

    def require(self, file: Path, sheet: Sheet, needed: Sequence[str]) -> None:
        """Raises Unsure or BadInput where a needed column is missing."""
        there = self.columns(sheet)
        missing = [name for name in needed if name not in there]
        if missing:
            where = f"{file}:1" if sheet.alone else _where(file, sheet)
            told = f"{where}: column {missing[0]} is missing; needed: {', '.join(needed)}"
            refused = BadInput(told, fault="column_missing", columns=missing)
            raise self._unsure(file, sheet.name, frozenset(missing), refused)

    def doubt(self, file: Path, sheet: Sheet, column: str) -> None:
        """Raises Unsure where an unknown heading looks like this column, which is not there."""
        if column not in self.columns(sheet):
            told = BadInput(
                f"{_where(file, sheet)}: no heading is {column}",
                fault="column_missing",
                columns=[column],
            )
            unsure = self._unsure(file, sheet.name, frozenset({column}), told)
            if isinstance(unsure, Unsure):
                raise unsure

    def columns(self, sheet: Sheet) -> list[str]:
        """Our columns that a sheet has, each once."""
        found = dict.fromkeys(self.of(cell)[0] for cell in sheet.header)
        return [name for name in found if name]

    def notes(self, found: Table) -> list[Told]:
        """What nothing is read from: sheets, and headings not left out on purpose."""
        told = [
            Told(
                f"sheet {name!r} has no such headings and was left out",
                "sheet_left_out",
                sheet=name,
            )
            for name in found.left_out
        ]
        for sheet in found.sheets:
            where = "" if sheet.alone else f"sheet {sheet.name!r}: "
            left = (cell for cell in sheet.header if letters(cell) not in self.mapped)
            unused = [cell for cell in left if cell and not self.of(cell)[0]]
            told += [
                Told(f"{where}column {cell!r} is not read", "column_unread", said=cell)
                for cell in unused
            ]
        return told

    def _unsure(
        self, file: Path, sheet: str, missing: frozenset[str], refused: BadInput
    ) -> BadInput:
        """The refusal with what may be meant; as it is where nothing looks like it."""
        proposed = self._proposed(head_of(file, self._likelihood, _SAMPLE, sheet), missing)
        if not proposed:
            return refused
        told = "".join(f"\n  {heading!r} -> {ours}" for heading, ours in proposed)
        words = " ".join(f'--map "{heading}={ours}"' for heading, ours in proposed)
        sentence = f"{refused}\nperhaps these columns are meant:{told}\nif so, say: {words}"
        columns = [ours for _, ours in proposed]
        return Unsure(sentence, proposed=proposed, fault="columns_unsure", columns=columns)

    def _proposed(
        self, rows: Sequence[Sequence[str]], missing: frozenset[str]
    ) -> list[tuple[str, str]]:
        """What unknown headings may mean; `rows`: headings first."""
        if not rows:
            return []
        head, *data = rows
        missing = missing - {self.of(cell)[0] for cell in head}
        left = [
            cell
            for cell in head
            if cell and not self.of(cell)[0] and letters(cell) not in self.mapped
        ]
        found: list[tuple[str, str]] = []
        for ours in sorted(missing):
            scores = {cell: self._score(ours, cell, head.index(cell), data) for cell in left}
            best = max(scores, key=lambda cell: scores[cell], default=None)
            if best is None or scores[best] < _LIKE:
                return []
            found.append((best, ours))
            left.remove(best)
        return found

    def _likelihood(self, row: Sequence[str]) -> float:
        known = sum(bool(self.of(cell)[0]) for cell in row)
        alike = sum(any(self._resembles(ours, cell) for ours in self.sure) for cell in row if cell)
        return known + alike / 2

    def _resembles(self, ours: str, heading: str) -> bool:
        return self._score(ours, heading, 0, ()) >= _LIKE

    def _score(self, ours: str, heading: str, place: int, data: Sequence[Sequence[str]]) -> float:
        """How much a column looks like ours, from 0 to 100: by its heading, phones by cells."""
        cells = [row[place] for row in data if place < len(row) and row[place]]
        phones = sum(_PHONE.fullmatch(cell) is not None for cell in cells)
        if ours == "phone" and cells and phones >= _SURE * len(cells):
            return 100.0
        stations = sum(_STATION.search(cell) is not None for cell in cells)
        if ours == "station" and cells and stations >= _SURE * len(cells):
            return 100.0
        plain = letters(heading)
        return max((_alike(name, plain) for name in self._long(ours, plain)), default=0.0)

    def _long(self, ours: str, plain: str) -> Iterator[str]:
        """Names that say something inside of a longer heading."""
        return (name for name in self.names[ours] if 4 <= len(name) <= len(plain))


def _alike(name: str, heading: str) -> float:
    """Whether a name stands inside of a heading, and how much else does."""
    return 0.8 * fuzz.partial_ratio(name, heading) + 0.2 * fuzz.ratio(name, heading)


def _where(file: Path, sheet: Sheet) -> str:
    return str(file) if sheet.alone else f"{file}: sheet {sheet.name!r}"


def letters(heading: str) -> str:
    """A heading without everything but its letters."""
    return re.sub(r"[^a-z]", "", heading.lower())


def parsed(words: Sequence[str]) -> dict[str, str]:
    """What --map says: "Kontak Darurat=phone"; raises BadInput."""
    found = {}
    for word in words:
        heading, equals, column = word.rpartition("=")
        if not equals or not letters(heading):
            raise BadInput(f'--map {word!r}: write "HEADING=COLUMN", for example "Kontak=phone"')
        found[heading.strip()] = column.strip().lower()
    return found
