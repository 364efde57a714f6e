"""The collected public tables of 2024 as rows; nothing but reading files."""

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from models.errors import BadInput


class Tables:
    """A folder with the tables (see `wilayah`, `dapil`, `parties`, `open`, `results` in it)."""

    def __init__(self, folder: Path) -> None:
        if not (folder / "wilayah").is_dir():
            raise BadInput(f"{folder} does not hold the tables (there is no folder wilayah in it)")
        self.folder = folder

    def rows(self, name: str) -> Iterator[dict[str, str]]:
        """Rows of a CSV file, packed (.gz) or not; raises BadInput when it is missing."""
        path = self.folder / name
        try:
            if path.suffix == ".gz":
                with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
                    yield from _named(file)
            else:
                with path.open(encoding="utf-8", newline="") as file:
                    yield from _named(file)
        except FileNotFoundError:
            raise BadInput(f"{path} is missing") from None

    def has(self, name: str) -> bool:
        """Whether the folder holds this table."""
        return (self.folder / name).is_file()

    def json(self, name: str) -> Any:
        """A JSON document; raises BadInput when it is missing."""
        try:
            return json.loads((self.folder / name).read_text("utf-8"))
        except FileNotFoundError:
            raise BadInput(f"{self.folder / name} is missing") from None

    def names(self, pattern: str) -> list[str]:
        """Files that match, relative to the folder."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.glob(pattern))


def _named(file: TextIO) -> Iterator[dict[str, str]]:
    """Rows as csv.DictReader gives them, in a third of its time: the tables have no short rows."""
    rows = csv.reader(file)
    header = next(rows, [])
    for cells in rows:
        if cells:
            yield dict(zip(header, cells, strict=True))
