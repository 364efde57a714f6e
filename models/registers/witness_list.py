"""A coordinator's list of witnesses and volunteers as lines, CSV or XLSX; knows no database."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from models.errors import BadInput
from models.registers.rows import rows

COLUMNS = ("name", "phone", "station", "participant")
"""What a list of witnesses needs; one of volunteers has `kelurahan` in place of the last two."""
ALIASES = {
    "nama": "name",
    "hp": "phone",
    "telepon": "phone",
    "no_hp": "phone",
    "nomor_hp": "phone",
    "tps": "station",
    "kode_tps": "station",
    "peserta": "participant",
    "surat_suara": "ballots",
    "desa": "kelurahan",
    "pengalaman": "experience",
    "keterangan": "status",
}


class Status(StrEnum):
    """What somebody is: a witness (saksi) with a station, a reserve, or a volunteer."""

    WITNESS = "saksi"
    RESERVE = "cadangan"
    ACCEPTED = "calon"
    WAITING = "pelamar"


_ENGLISH = {"witness": "saksi", "reserve": "cadangan", "accepted": "calon", "applicant": "pelamar"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: where it stands, and what it says."""

    number: int
    name: str
    phone: str
    station: str
    participant: str
    ballots: tuple[str, ...] = ()
    kelurahan: str = ""
    experience: str = ""
    status: str = ""

    def kind(self) -> Status:
        """What the line says somebody is; raises BadInput for a status that is not known."""
        if not self.status:
            return Status.WITNESS if self.station or not self.kelurahan else Status.WAITING
        said = self.status.lower()
        try:
            return Status(_ENGLISH.get(said, said))
        except ValueError:
            known = ", ".join(Status)
            raise BadInput(f"unknown status {self.status!r}: {known}") from None


def read_lines(file: Path) -> Iterator[Line]:
    """The rows of a CSV or XLSX file, header in English or Indonesian.

    Raises BadInput naming file and line.
    """
    found = rows(file)
    header = [_named(str(cell)) for cell in next(found, [])]
    needed = COLUMNS if "kelurahan" not in header else COLUMNS[:2]
    missing = [name for name in needed if name not in header]
    if missing:
        raise BadInput(f"{file}:1: column {missing[0]} is missing; needed: {', '.join(needed)}")
    for number, row in enumerate(found, 2):
        if any(str(cell).strip() for cell in row):
            yield _line(number, dict(zip(header, (str(c).strip() for c in row), strict=False)))


def _named(heading: str) -> str:
    plain = "_".join(heading.strip().lower().split())
    return ALIASES.get(plain, plain)


def _line(number: int, cells: dict[str, str]) -> Line:
    return Line(
        number,
        cells.get("name", ""),
        cells.get("phone", ""),
        cells.get("station", ""),
        cells.get("participant", ""),
        tuple(cells.get("ballots", "").replace(",", " ").lower().split()),
        cells.get("kelurahan", ""),
        cells.get("experience", ""),
        cells.get("status", ""),
    )
