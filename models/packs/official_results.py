"""official_results.csv: figures that others published, for comparison and for rehearsals."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from models.errors import BadPack
from models.packs import csv_values
from models.packs.csv_rows import rows
from models.values import VOTER_FIGURES, Level

FILE = "official_results.csv"
_KEYS = ("ballot", "district", "level", "area", "version", "source")
_SUMS = ("valid", "invalid", "total")
COLUMNS = (*_KEYS, *_SUMS, "votes", "figures")
_LEVELS = {level.value for level in Level} | {"dapil"}


class OfficialResult(NamedTuple):
    """What `source` published of one ballot of an area or station; None where it says nothing.

    `votes` by choice code, as published: they need not add up. `version`: which publication.
    """

    ballot: str
    district: str
    level: str
    area: str
    version: str
    source: str
    valid: int | None
    invalid: int | None
    total: int | None
    votes: Mapping[str, int]
    figures: Mapping[str, int]


def read_official_results(folder: Path) -> Iterator[OfficialResult]:
    """The published results one by one, none where the pack has no such file; raises BadPack."""
    if (folder / FILE).exists():
        for _, result in read_lines(folder / FILE):
            yield result


def read_lines(path: Path) -> Iterator[tuple[int, OfficialResult]]:
    """The published results of a file with their lines; raises BadPack."""
    file = path.name
    for line, row in rows(path.parent, file, (*_KEYS, "votes"), (*_SUMS, "figures")):
        ballot, district, level, area, version, source, votes, *sums, figures = row
        if level not in _LEVELS:
            raise BadPack(file, line, f"level '{level}' is none of {', '.join(sorted(_LEVELS))}")
        valid, invalid, total = (
            csv_values.optional_number(file, line, name, text)
            for name, text in zip(_SUMS, sums, strict=True)
        )
        said = _split(file, line, "figures", figures)
        for name in said:
            if name not in VOTER_FIGURES:
                raise BadPack(file, line, f"figure '{name}' is unknown")
        counted = _split(file, line, "votes", votes)
        result = OfficialResult(
            *(ballot, district, level, area, version, source),
            *(valid, invalid, total, counted, said),
        )
        yield line, result


def joined(numbers: Mapping[str, object]) -> str:
    """Numbers by name in one cell: "1=31 2=101 3=63"."""
    return " ".join(f"{name}={number}" for name, number in numbers.items())


def _split(file: str, line: int, column: str, text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for pair in text.split():
        name, equals, number = pair.partition("=")
        if not name or not equals or name in found:
            raise BadPack(file, line, f"{column}: '{pair}' is not name=number, once")
        found[name] = csv_values.number(file, line, f"{column} {name}", number)
    return found
