"""Published figures as a table that people keep: a row for each place, a column for each choice."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models.errors import BadInput, BadPack
from models.packs.official_results import OfficialResult
from models.registers.headings import Headings
from models.registers.rows import UNREADABLE, Sheet, is_unreadable
from models.values import Level

HEADINGS = Headings(
    "official",
    {
        "area": ("area", "kode", "kodewilayah", "kodetps", "kodekelurahan", "kodekecamatan"),
        "valid": ("valid", "sah", "suarasah", "jumlahsuarasah", "totalsuarasah"),
        "invalid": ("invalid", "tidaksah", "suaratidaksah", "jumlahsuaratidaksah"),
        "total": ("total", "jumlahsuara", "sahdantidaksah", "jumlahsahdantidaksah"),
        "district": ("district", "dapil"),
    },
    frozenset({"area", "valid"}),
)
_CHOICE = re.compile(
    r"(?:suara|perolehan)?\s*(?:paslon|pasangan|partai|calon|no|nomor|urut|pair|party|[.\s])*"
    r"0*(?P<code>\d{1,3}(?:\.\d{1,3})?)\.?",
    re.IGNORECASE,
)
"""A heading that is the number of a choice: "01", "Paslon 2", "Partai No. 3", "3.5"."""
_LEVELS = {
    **{2: Level.PROVINSI, 4: Level.KABKOTA, 6: Level.KECAMATAN},
    **{10: Level.KELURAHAN, 13: Level.STATION},
}
"""How many letters the code of an area has, by its level."""
_NATION = "0"


@dataclass(frozen=True, slots=True)
class About:
    """What the table itself does not say: of which ballot, district, publication it is."""

    ballot: str
    version: str
    source: str
    district: str = _NATION


def is_plain(file: Path) -> bool:
    """Whether the file's own headings are those of official_results.csv, which needs no guide."""
    if file.suffix.lower() != ".csv":
        return False
    with file.open("rb") as lines:
        first = lines.readline().decode("utf-8", "replace").lower()
    return {"ballot", "level", "area", "votes"} <= set(re.findall(r"[a-z]+", first))


def read_table(
    file: Path, about: About, headings: Headings
) -> Iterator[tuple[int, OfficialResult]]:
    """The figures with their lines. Raises BadInput, Unsure; BadPack naming line and column."""
    for sheet in headings.read(file).sheets:
        yield from _of_sheet(file, sheet, about, headings)


def _of_sheet(
    file: Path, sheet: Sheet, about: About, headings: Headings
) -> Iterator[tuple[int, OfficialResult]]:
    named = file.name if sheet.alone else f"{file.name} ({sheet.name})"
    ours = [headings.of(cell)[0] for cell in sheet.header]
    choices = {at: one for at, cell in enumerate(sheet.header) if (one := choice(cell))}
    if not choices:
        raise BadInput(f"{named}:1: no column is a choice's: head them 01, 02, Paslon 1, Partai 2")
    for place, row in sheet.data():
        line = int(place.rpartition("!")[2])
        if any(map(is_unreadable, row)):
            raise BadPack(named, line, UNREADABLE)
        cells = {name: cell for name, cell in zip(ours, row, strict=True) if name}
        votes = {code: _number(named, line, code, row[at]) for at, code in choices.items()}
        yield line, _result(named, line, about, cells, votes)


def choice(heading: str) -> str:
    """The code of the choice that a heading names; "" for any other heading."""
    found = _CHOICE.fullmatch(heading.strip())
    return found["code"] if found else ""


def _result(
    file: str, line: int, about: About, cells: dict[str, str], votes: dict[str, int | None]
) -> OfficialResult:
    code = cells["area"].replace(".", "").strip()
    level = Level.NATION if code == _NATION else _LEVELS.get(len(code))
    if level is None:
        raise BadPack(file, line, f"area {cells['area']!r} is no code of an area or station")
    valid, invalid, total = (
        _number(file, line, name, cells.get(name, "")) for name in ("valid", "invalid", "total")
    )
    counted = {name: number for name, number in votes.items() if number is not None}
    district = cells.get("district") or about.district
    where = (about.ballot, district, level.value, code, about.version, about.source)
    return OfficialResult(*where, valid, invalid, total, counted, {})


def _number(file: str, line: int, column: str, cell: str) -> int | None:
    """A figure as tables show it: "1.234" and "1,234" are 1234, an empty cell or a dash is none."""
    told = cell.strip()
    if told in ("", "-"):
        return None
    plain = re.sub(r"(?<=\d)[.,\s](?=\d{3}(?:\D|$))", "", told)
    if not plain.isdecimal():
        raise BadPack(file, line, f"{column}: {told!r} is not a whole number")
    return int(plain)
