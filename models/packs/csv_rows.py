"""Rows of a pack's CSV file one by one, with their line; knows nothing of what they mean."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from models.errors import BadPack

Row = tuple[int, list[str]]
"""Line in the file (from 1) and the cells, in the order that the reader asked for."""


def rows(
    folder: Path, file: str, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> Iterator[Row]:
    """Cells of `required` and then `optional` columns (empty where the file has none), stripped.

    Takes commas, semicolons or tabs, a byte order mark and any line ends; skips empty lines.
    Raises BadPack for a missing file or column, a row of another length, text that isn't UTF-8.
    """
    try:
        text = (folder / file).open(encoding="utf-8-sig", newline="")
    except FileNotFoundError:
        raise BadPack(file, None, f"there is no such file in {folder}") from None
    with text:
        lines = _Lines(text, folder / file)
        header = next(lines, "")
        delimiter = max(",;\t", key=header.count)
        names = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter))]
        places = _places(file, names, required, optional)
        for line, cells in _records(csv.reader(lines, delimiter=delimiter, strict=True), lines):
            if len(cells) != len(names):
                if not any(cells):
                    continue
                raise BadPack(file, line, f"has {len(cells)} columns, the header {len(names)}")
            cells.append("")  # what place -1 finds: a column that the file doesn't have
            yield line, [cells[place].strip() for place in places]


def _records(reader: "Iterator[list[str]]", lines: "_Lines") -> Iterator[Row]:
    """Each record with the line on which it begins (a quoted cell may hold line breaks)."""
    while True:
        begins = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadPack(lines.path.name, lines.number, f"broken CSV: {error}") from error
        yield begins, cells


class _Lines:
    """The lines of a text file, counted; names the line of what no database can hold."""

    def __init__(self, text: TextIO, path: Path) -> None:
        self.text, self.path, self.number = text, path, 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        try:
            line = self.text.readline()
        except UnicodeDecodeError as error:
            raise BadPack(self.path.name, _undecodable(self.path), "is not UTF-8 text") from error
        if not line:
            raise StopIteration
        self.number += 1
        if "\0" in line:
            raise BadPack(self.path.name, self.number, "holds a zero byte")
        return line


def _undecodable(path: Path) -> int:
    """The first line that is not UTF-8: the text reader decodes in blocks and cannot say."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 1


def _places(
    file: str, names: list[str], required: tuple[str, ...], optional: tuple[str, ...]
) -> list[int]:
    """Where each wanted column stands in the file, -1 for an optional one that isn't there."""
    wanted = (*required, *optional)
    for name in names:
        if name not in wanted:
            raise BadPack(file, 1, f"unknown column '{name}' (known: {', '.join(wanted)})")
        if names.count(name) > 1:
            raise BadPack(file, 1, f"column '{name}' stands twice")
    for name in required:
        if name not in names:
            raise BadPack(file, 1, f"column '{name}' is missing")
    return [names.index(name) if name in names else -1 for name in wanted]
