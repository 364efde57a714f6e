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
Knows = Callable[[Sequence[str]], bool]
"""Whether a row is the headings that somebody reads by."""


@dataclass(slots=True)
class Table:
    """The rows of a list below their headings; `left_out`: sheets without such headings."""

    header: list[str]
    rows: Iterator[tuple[str, list[str]]]
    left_out: list[str] = field(default_factory=list)


def is_sheet(file: Path) -> bool:
    """Whether this is a spreadsheet, which is read into memory whole."""
    return file.suffix.lower() in SHEETS


def rows(file: Path, knows: Knows | None = None) -> Iterator[Sequence[str]]:
    """The rows with the header first, of a spreadsheet those of the first sheet that has it.

    `knows` finds the headings below titles. Raises BadInput when the file cannot be read.
    """
    for _, found in _sheets(file):
        head, rest = _below_titles(found, knows)
        if head or knows is None:
            yield from chain([head] if head else [], rest)
            return


def above(file: Path, knows: Knows) -> int:
    """How many rows of titles stand above the headings."""
    for _, found in _sheets(file):
        at = next((n for n, row in enumerate(islice(found, _TITLES)) if knows(row)), None)
        if at is not None:
            return at
    return 0


def head_of(file: Path, likely: Callable[[Sequence[str]], float], most: int) -> list[list[str]]:
    """The row that looks most like headings, and up to `most` rows below it; [] without any."""
    best: list[list[str]] = []
    score = 0.0
    for _, found in _sheets(file):
        lines = list(islice(found, _TITLES + most))
        for at, row in enumerate(lines[:_TITLES]):
            if likely(row) > score:
                best, score = lines[at : at + most + 1], likely(row)
    return best


def table(file: Path, knows: Knows) -> Table:
    """All rows of data with where each stands ("14", or "Lembar2!14"); totals are left out.

    Raises BadInput when the file cannot be read or no sheet has the headings.
    """
    parts: list[tuple[str, list[str], Iterator[list[str]], int]] = []
    left_out = []
    for name, found in _sheets(file):
        lines = list(islice(found, _TITLES))
        at = next((number for number, row in enumerate(lines) if knows(row)), None)
        if at is None:
            left_out.append(name)
            continue
        parts.append((name, lines[at], chain(lines[at + 1 :], found), at + 2))
    if not parts:
        first = next((row for _, found in _sheets(file) for row in found if any(row)), [])
        told = ", ".join(cell for cell in first if cell)[:200]
        raise BadInput(f"{file}:1: the headings are not there; the first row says: {told or '-'}")
    many = len(parts) > 1
    header = parts[0][1]
    return Table(header, _all(parts, header, many), left_out)


def _all(
    parts: Sequence[tuple[str, list[str], Iterator[list[str]], int]],
    header: Sequence[str],
    many: bool,
) -> Iterator[tuple[str, list[str]]]:
    """The rows of every sheet in the order of the first one's headings."""
    for name, own, found, first in parts:
        order = [own.index(cell) if cell in own else -1 for cell in header]
        for number, row in enumerate(found, first):
            cells = [row[at] if 0 <= at < len(row) else "" for at in order]
            if any(cells) and not is_total(row):
                yield f"{name}!{number}" if many else str(number), cells


def is_total(row: Sequence[str]) -> bool:
    """Whether a row sums up those above: its first word is JUMLAH or TOTAL."""
    first = next((cell for cell in row if cell.strip()), "")
    return _TOTAL.match(first.strip()) is not None


def is_unreadable(cell: str) -> bool:
    """Whether a cell holds a zero byte, or a letter that its encoding does not have."""
    return "\0" in cell or "\ufffd" in cell


def _below_titles(
    found: Iterator[list[str]], knows: Knows | None
) -> tuple[list[str], Iterator[list[str]]]:
    if knows is None:
        return next(found, []), found
    lines = list(islice(found, _TITLES))
    at = next((number for number, row in enumerate(lines) if knows(row)), 0)
    return (lines[at] if lines else []), chain(lines[at + 1 :], found)


def _sheets(file: Path) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """Each sheet with its name; a CSV file is one. Raises BadInput."""
    try:
        if is_sheet(file):
            yield from _book(file)
        else:
            yield file.name, _csv(file)
    except (OSError, csv.Error) as problem:
        raise BadInput(f"{file.name}: cannot be read ({problem})") from None


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
        raise BadInput(f"{file.name}: cannot be read ({problem})") from None


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
        raise BadInput(f"{file.name}: is no spreadsheet that can be read ({problem})") from None


class _Sheet(Protocol):
    """A sheet as python-calamine gives it."""

    @property
    def start(self) -> tuple[int, int] | None: ...
    @property
    def merged_cell_ranges(self) -> Sequence[tuple[tuple[int, int], tuple[int, int]]] | None: ...
    def iter_rows(self) -> Iterator[Sequence[object]]: ...


def _filled(sheet: _Sheet) -> Iterator[list[str]]:
    """The rows of a sheet; what stands in merged cells stands in each row that they cover."""
    left = sheet.start[1] if sheet.start else 0
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for (top, column), (bottom, _) in sheet.merged_cell_ranges or ():
        spans |= {(row, column - left): (top, column - left) for row in range(top + 1, bottom + 1)}
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
