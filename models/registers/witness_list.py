"""A coordinator's list of witnesses and volunteers as lines, CSV or XLSX; knows no database."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path

from models.errors import BadInput
from models.registers.headings import Headings
from models.registers.rows import UNREADABLE, is_unreadable

COLUMNS = ("name", "phone", "station", "participant")
"""What a list of witnesses needs; one of volunteers has `kelurahan` in place of the last two."""
_NAMES: dict[str, tuple[str, ...]] = {
    "name": ("name", "nama", "namalengkap", "namasaksi", "saksi", "fullname"),
    "phone": (
        *("phone", "hp", "nohp", "nomorhp", "telepon", "notelepon", "nomortelepon", "notelp"),
        *("telp", "wa", "nowa", "nomorwa", "whatsapp", "hpwa", "nohpwa", "nomorhpwa", "handphone"),
        *("nohandphone", "kontak", "hpsaksi", "nohpsaksi", "wasaksi", "nowasaksi", "teleponsaksi"),
    ),
    "station": ("station", "tps", "kodetps", "notps", "nomortps"),
    "participant": ("participant", "peserta", "partai", "parpol", "partaipolitik", "paslon"),
    "ballots": ("ballots", "suratsuara"),
    "kelurahan": ("kelurahan", "desa", "kel", "desakelurahan", "kelurahandesa", "namakelurahan"),
    "kecamatan": ("kecamatan", "kec", "kemantren", "distrik", "namakecamatan"),
    "kabkota": ("kabkota", "kabupaten", "kota", "kabupatenkota"),
    "experience": ("experience", "pengalaman"),
    "status": ("status", "keterangan"),
}
HEADINGS = Headings(
    "witnesses", _NAMES, frozenset({"name", "phone"}), each=frozenset({"name", "phone"})
)
"""Names and phones stand side by side for several witnesses: Saksi 1, HP 1, Saksi 2, HP 2."""


class Status(StrEnum):
    """What somebody is: a witness (saksi) with a station, a reserve, or a volunteer."""

    WITNESS = "saksi"
    RESERVE = "cadangan"
    ACCEPTED = "calon"
    WAITING = "pelamar"


_ENGLISH = {"witness": "saksi", "reserve": "cadangan", "accepted": "calon", "applicant": "pelamar"}


@dataclass(frozen=True, slots=True)
class Line:
    """One witness of the file: where the row stands ("14", "Lembar2!14"), and what it says."""

    number: str
    name: str
    phone: str
    station: str
    participant: str
    ballots: tuple[str, ...] = ()
    kelurahan: str = ""
    experience: str = ""
    status: str = ""
    kecamatan: str = ""
    kabkota: str = ""

    def readable(self) -> None:
        """Raises BadInput where a cell holds what is no text: it can't be kept, nor be guessed."""
        for about in fields(self):
            if is_unreadable(str(getattr(self, about.name))):
                raise BadInput(f"{about.name}: {UNREADABLE}")

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


def read_lines(file: Path, left_out: list[str], headings: Headings = HEADINGS) -> Iterator[Line]:
    """The lines of a CSV or XLSX file, headings in English or Indonesian as they stand in lists.

    Sheets and columns that nothing is read from are told in `left_out`. Raises BadInput naming
    file and line, Unsure where headings have to be confirmed.
    """
    found = headings.read(file)
    left_out += [f"sheet {name!r} has no such headings and was left out" for name in found.left_out]
    left_out += [f"column {name!r} is not read" for name in headings.unused(found.header)]
    header = [headings.of(cell) for cell in found.header]
    ours = [name for name, _ in header]
    needed = COLUMNS if "kelurahan" not in ours else COLUMNS[:2]
    headings.require(file, found.header, needed)
    people = sorted({number for name, number in header if name in headings.each})
    for place, row in found.rows:
        for number in people:
            cells = {
                name: cell
                for (name, whose), cell in zip(header, row, strict=True)
                if name and (name not in headings.each or whose == number)
            }
            if len(people) == 1 or any(cells.get(name) for name in headings.each):
                yield _line(place, cells)


def column(heading: str) -> str:
    """Our name of a column by its heading; "" for one that we don't know."""
    return HEADINGS.of(heading)[0]


def _line(place: str, cells: dict[str, str]) -> Line:
    return Line(
        place,
        cells.get("name", ""),
        cells.get("phone", ""),
        cells.get("station", ""),
        cells.get("participant", ""),
        tuple(cells.get("ballots", "").replace(",", " ").lower().split()),
        cells.get("kelurahan", ""),
        cells.get("experience", ""),
        cells.get("status", ""),
        cells.get("kecamatan", ""),
        cells.get("kabkota", ""),
    )
