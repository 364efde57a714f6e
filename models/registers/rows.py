"""The rows of a register's file, CSV or XLSX, one after the other; nothing is kept in memory."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from models.errors import BadInput

csv.field_size_limit(1_000_000)
SHEETS = (".xlsx", ".xls", ".xlsb", ".ods")
_LOOK = 256 * 1024
ROWS_PER_SECOND, BYTES_PER_ROW = 60_000, 1_600
"""What a spreadsheet costs while it is read: it comes into memory whole (its reader's way)."""


def is_sheet(file: Path) -> bool:
    """Whether this is a spreadsheet, which is read into memory whole."""
    return file.suffix.lower() in SHEETS


def rows(file: Path) -> Iterator[Sequence[str]]:
    """The rows with the header first; raises BadInput when the file cannot be read."""
    try:
        yield from (_sheet(file) if is_sheet(file) else _csv(file))
    except (OSError, csv.Error) as problem:
        raise BadInput(f"{file.name}: cannot be read ({problem})") from None


def _csv(file: Path) -> Iterator[Sequence[str]]:
    with file.open("rb") as raw:
        start = raw.read(_LOOK)
    encoding = "utf-8-sig" if _is_utf8(start) else "cp1252"
    first = start.partition(b"\n")[0].decode("latin-1")
    delimiter = max(";,\t|", key=first.count)
    with file.open(encoding=encoding, errors="replace", newline="") as lines:
        yield from csv.reader(lines, delimiter=delimiter)


def _is_utf8(start: bytes) -> bool:
    try:
        start.decode()
    except UnicodeDecodeError as problem:
        return problem.start > len(start) - 4  # a letter that was cut by our look
    return True


def _sheet(file: Path) -> Iterator[Sequence[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(file))
        found = book.get_sheet_by_index(0).iter_rows()
    except CalamineError as problem:
        raise BadInput(f"{file.name}: is no spreadsheet that can be read ({problem})") from None
    for row in found:
        yield [_cell(value) for value in row]


def _cell(value: object) -> str:
    """A cell as text: 3.0 is "3", for a number of a station is typed as a number."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
