"""The one reader of lists as people keep them, CSV or spreadsheet: rows with where they stand.

CSV: commas, semicolons, tabs, bars or `#` (Sidalih), a `sep=` line, UTF-8, UTF-16 or Windows'
letters. Spreadsheets: every sheet that has the headings; the others are named. Titles above the
headings and rows of totals (JUMLAH, TOTAL) are no data.
"""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Protocol

from models.errors import BadInput
from models.registers.heading_rows import Finder

csv.field_size_limit(1_000_000)
SHEETS = (".xlsx", ".xls", ".xlsb", ".ods")
_LOOK = 256 * 1024
_TITLES = 20
"""Rows above the headings that are looked through for them."""
_ROUNDED = 1e15
"""Numbers from here on lost their last digits in the spreadsheet: it keeps fifteen."""
_TOTAL = re.compile(r"(?:sub|grand)?\s*(?:jumlah|total|rekap(?:itulasi)?)\b(?!\w)", re.IGNORECASE)
ROWS_PER_SECOND, BYTES_PER_ROW = 60_000, 1_600
"""What a spreadsheet costs while it is read: it comes into memory whole (its reader's way)."""
UNREADABLE = "holds bytes that are no text: save the file anew, as CSV UTF-8 or XLSX"


@dataclass(slots=True)
class Sheet:
    """A sheet that has the headings, in its own order; a CSV file is one.

    `rows`: all that stands below the headings, the first of them in line `first`; `alone`: no
    other sheet of the file is read.
    """

    name: str
    header: list[str]
    rows: Iterator[list[str]]
    first: int
    alone: bool = True

    def place(self, number: int) -> str:
        """How people find a line: "14", or "Lembar2!14" where several sheets are read."""
        return str(number) if self.alone else f"{self.name}!{number}"

    def data(self) -> Iterator[tuple[str, list[str]]]:
        """The rows of data with where each stands, a cell for each heading; totals are left out."""
        width = len(self.header)
        for number, row in enumerate(self.rows, self.first):
            if any(row) and not is_total(row):
                yield self.place(number), (row + [""] * width)[:width]


@dataclass(slots=True)
class Table:
    """The sheets of a list, each with its own headings; `left_out`: those without any."""

    sheets: list[Sheet]
    left_out: list[str] = field(default_factory=list)


def is_sheet(file: Path) -> bool:
    """Whether this is a spreadsheet, which is read into memory whole."""
    return file.suffix.lower() in SHEETS


def head_of(
    file: Path, likely: Callable[[Sequence[str]], float], most: int, sheet: str = ""
) -> list[list[str]]:
    """The row that looks most like headings, and up to `most` rows below it; [] without any.

    `sheet`: in this one alone; in all of them without.
    """
    best: list[list[str]] = []
    score = 0.0
    for name, found in _sheets(file):
        lines = list(islice(found, _TITLES + most)) if sheet in ("", name) else []
        for at, row in enumerate(lines[:_TITLES]):
            if likely(row) > score:
                best, score = lines[at : at + most + 1], likely(row)
    return best


def table(file: Path, finder: Finder) -> Table:
    """Every sheet that has the headings, below titles, if there are any.

    Raises BadInput when the file cannot be read or no sheet has the headings.
    """
    found: list[Sheet] = []
    left_out = []
    for name, lines in _sheets(file):
        top = list(islice(lines, _TITLES))
        head = finder.find(top)
        if head is None:
            left_out.append(name)
        else:
            at, header = head
            found.append(Sheet(name, header, chain(top[at + 1 :], lines), at + 2))
    if not found:
        first = next((row for _, lines in _sheets(file) for row in lines if any(row)), [])
        told = ", ".join(cell for cell in first if cell)[:200]
        raise BadInput(
            f"{file}:1: the headings are not there; the first row says: {told or '-'}",
            fault="headings_none",
            first=told or "-",
        )
    for one in found:
        one.alone = len(found) == 1
    return Table(found, left_out)


def is_total(row: Sequence[str]) -> bool:
    """Whether a row sums up those above: its first word is JUMLAH or TOTAL."""
    first = next((cell for cell in row if cell.strip()), "")
    return _TOTAL.match(first.strip()) is not None


def is_unreadable(cell: str) -> bool:
    """Whether a cell holds a zero byte, or a letter that its encoding does not have."""
    return "\0" in cell or "\ufffd" in cell


def _sheets(file: Path) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """Each sheet with its name; a CSV file is one. Raises BadInput."""
    try:
        if is_sheet(file):
            yield from _book(file)
        else:
            yield file.name, _csv(file)
    except (OSError, csv.Error) as problem:
        raise BadInput(f"{file.name}: cannot be read ({problem})", fault="file_broken") from None


def _csv(file: Path) -> Iterator[list[str]]:
    with file.open("rb") as raw:
        start = raw.read(_LOOK)
    encoding = _encoding(start)
    told = start.decode(encoding, "replace").lstrip("\ufeff")
    named = re.match(r"sep=(.)\r?\n", told)
    delimiter = named[1] if named else _delimiter(told)
    try:
        with file.open(encoding=encoding, errors="replace", newline="") as lines:
            if named:
                next(lines)
            for row in csv.reader(lines, delimiter=delimiter):
                yield [cell.strip() for cell in row]
    except (OSError, csv.Error) as problem:
        raise BadInput(f"{file.name}: cannot be read ({problem})", fault="file_broken") from None


def _delimiter(told: str) -> str:
    """What divides most of the first lines: titles above the headings have none of it."""
    lines = told.split("\n")[:_TITLES]
    return max(";,\t|#", key=lambda sign: max(line.count(sign) for line in lines))


def _encoding(start: bytes) -> str:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return "utf-8-sig" if _is_utf8(start) else "cp1252"


def _is_utf8(start: bytes) -> bool:
    try:
        start.decode()
    except UnicodeDecodeError as problem:
        return problem.start > len(start) - 4  # a letter that was cut by our look
    return True


def _book(file: Path) -> Iterator[tuple[str, Iterator[list[str]]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(file))
        for name in book.sheet_names:
            yield str(name), _filled(book.get_sheet_by_name(name))
    except CalamineError as problem:
        raise BadInput(
            f"{file.name}: is no spreadsheet that can be read ({problem})", fault="file_broken"
        ) from None


class _Sheet(Protocol):
    """A sheet as python-calamine gives it."""

    @property
    def start(self) -> tuple[int, int] | None: ...
    @property
    def end(self) -> tuple[int, int] | None: ...
    @property
    def merged_cell_ranges(self) -> Sequence[tuple[tuple[int, int], tuple[int, int]]] | None: ...
    def iter_rows(self) -> Iterator[Sequence[object]]: ...


def _filled(sheet: _Sheet) -> Iterator[list[str]]:
    """The rows of a sheet; what stands in merged cells stands in each row that they cover."""
    left, height = sheet.start[1] if sheet.start else 0, sheet.end[0] + 1 if sheet.end else 0
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for (top, column), (bottom, _) in sheet.merged_cell_ranges or ():
        covered = range(
            top + 1, min(bottom + 1, height)
        )  # columns are merged to the last row there is
        spans |= {(row, column - left): (top, column - left) for row in covered}
    kept: dict[tuple[int, int], str] = {}
    heads = set(spans.values())
    for number, row in enumerate(sheet.iter_rows()):
        cells = [_cell(value) for value in row]
        for column, cell in enumerate(cells):
            if (number, column) in heads:
                kept[number, column] = cell
            if (number, column) in spans and not cell:
                cells[column] = kept.get(spans[number, column], "")
        yield cells


def _cell(value: object) -> str:
    """A cell as text: 3.0 is "3"; a number too long for a spreadsheet shows that it was rounded."""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= _ROUNDED:
        return f"{value:.5E}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
