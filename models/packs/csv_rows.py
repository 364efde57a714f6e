"""Rows of a pack's CSV file one by one, with their line; knows nothing of what they mean."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from models.errors import BadPack
from models.packs.pack_faults import AT_ONCE, Faults

Row = tuple[int, list[str]]
"""Line in the file (from 1) and the cells, in the order that the reader asked for."""
_ROUNDED = re.compile(r"\d+([.,]\d+)?E\+?\d+")
"""A long code as Excel writes it: 3.4E+12. Its last digits are lost."""
_AS_CSV = "in Excel: Save As, CSV UTF-8"
_FOREIGN = {
    b"PK": f"is an Excel workbook, no text: {_AS_CSV}",
    b"\xd0\xcf": f"is an old Excel workbook, no text: {_AS_CSV}",
    b"\xff\xfe": f"is UTF-16, not UTF-8 text: {_AS_CSV}",
    b"\xfe\xff": f"is UTF-16, not UTF-8 text: {_AS_CSV}",
}
"""What files begin with that are no UTF-8 text."""


def rows(
    folder: Path,
    file: str,
    required: tuple[str, ...],
    optional: tuple[str, ...] = (),
    faults: Faults = AT_ONCE,
) -> Iterator[Row]:
    """Cells of `required` and then `optional` columns (empty where the file has none), stripped.

    Takes commas, semicolons or tabs, a byte order mark and any line ends; skips empty lines.
    BadPack, raised or collected, for a missing file or column, a row of another length, codes
    that a spreadsheet cut, text that isn't UTF-8.
    """
    text = _opened(folder, file, faults)
    if text is None:
        return
    with text:
        lines = _Lines(text, file, faults)
        header = next(lines, "")
        delimiter = max(",;\t", key=header.count)
        names = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter))]
        places = _places(file, names, required, optional, faults)
        if places is None:
            return
        for line, cells in _records(csv.reader(lines, delimiter=delimiter, strict=True), lines):
            fault = _odd(file, line, names, cells, rounded=lines.rounded)
            if fault is None:
                cells.append("")  # what place -1 finds: a column that the file doesn't have
                yield line, [cells[place].strip() for place in places]
            elif any(cells):
                faults.add(fault, *cells)


def _opened(folder: Path, file: str, faults: Faults) -> TextIO | None:
    """The file's text, or None where it cannot be read as such."""
    try:
        with (folder / file).open("rb") as raw:
            foreign = _FOREIGN.get(raw.read(2))
    except FileNotFoundError:
        foreign = f"there is no such file in {folder}"
    if foreign:
        faults.unread(file)
        faults.add(BadPack(file, None, foreign))
        return None
    return (folder / file).open(encoding="utf-8-sig", errors="surrogateescape", newline="")


def _odd(
    file: str, line: int, names: list[str], cells: list[str], *, rounded: bool
) -> BadPack | None:
    """What is wrong with a row before anything is known of its meaning."""
    if len(cells) != len(names):
        return BadPack(file, line, f"has {len(cells)} columns, the header {len(names)}")
    if rounded:
        for name, cell in zip(names, cells, strict=True):
            if _ROUNDED.fullmatch(cell.strip()):
                cure = "format the column as text and fill in the codes again"
                return BadPack(file, line, f"{name} '{cell}' was cut by a spreadsheet: {cure}")
    return None


def _records(reader: "Iterator[list[str]]", lines: "_Lines") -> Iterator[Row]:
    """Each record with the line on which it begins (a quoted cell may hold line breaks)."""
    while True:
        begins = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # The rows that an open quote swallowed are in none of them.
            lines.faults.unread(lines.file)
            lines.faults.add(BadPack(lines.file, lines.number, f"broken CSV: {error}"))
            continue
        yield begins, cells


class _Lines:
    """The lines of a text file, counted; names the line of what no database can hold.

    `rounded`: whether any line so far looks as if a spreadsheet had cut its codes.
    """

    def __init__(self, text: TextIO, file: str, faults: Faults) -> None:
        self.text, self.file, self.faults = text, file, faults
        self.number, self.rounded = 0, False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.text.readline()
        if not line:
            raise StopIteration
        self.number += 1
        if "\0" in line:
            self.faults.add(BadPack(self.file, self.number, "holds a zero byte"))
        if not line.isascii() and _undecodable(line):
            self.faults.add(BadPack(self.file, self.number, f"is not UTF-8 text: {_AS_CSV}"))
        if "E" in line and not self.rounded and _ROUNDED.search(line):
            self.rounded = True
            self.faults.unread(self.file)  # which areas the cut codes were is not known
        return line


def _undecodable(line: str) -> bool:
    """Whether bytes were kept as they are because they are no UTF-8."""
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _places(
    file: str,
    names: list[str],
    required: tuple[str, ...],
    optional: tuple[str, ...],
    faults: Faults,
) -> list[int] | None:
    """Where each wanted column stands in the file, -1 for an optional one that isn't there.

    None where columns are missing or twice: then no row means anything.
    """
    wanted = (*required, *optional)
    found = [
        *(
            f"unknown column '{name}' (known: {', '.join(wanted)})"
            for name in names
            if name not in wanted
        ),
        *(
            f"column '{name}' stands twice"
            for name in dict.fromkeys(names)
            if names.count(name) > 1
        ),
        *(f"column '{name}' is missing" for name in required if name not in names),
    ]
    for reason in found:
        faults.add(BadPack(file, 1, reason))
    if len(set(names)) < len(names) or not set(required) <= set(names):
        faults.unread(file)
        return None
    return [names.index(name) if name in names else -1 for name in wanted]
