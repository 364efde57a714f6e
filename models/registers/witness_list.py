"""A coordinator's list of witnesses and volunteers as lines, CSV or XLSX; knows no database."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path

from models.errors import BadInput
from models.registers.headings import Headings, Unsure
from models.registers.known_columns import PARTICIPANT, PERSON, PHONE, PLACES
from models.registers.left_blank import Seen, is_nobody
from models.registers.rows import UNREADABLE, Sheet, is_unreadable
from models.registers.station_numbers import together
from models.registers.wrong_lines import Told

COLUMNS = ("name", "phone", "station")
"""What a list of witnesses needs; one of volunteers has `kelurahan` in place of the station."""
_NAMES: dict[str, tuple[str, ...]] = {
    "name": (*PERSON, "namasaksi", "saksi"),
    "phone": (*PHONE, "hpsaksi", "nohpsaksi", "wasaksi", "nowasaksi", "teleponsaksi"),
    "station": ("station", "tps", "kodetps", "notps", "nomortps"),
    "participant": PARTICIPANT,
    "ballots": ("ballots", "suratsuara"),
    **PLACES,
    "experience": ("experience", "pengalaman"),
    "status": ("status", "keterangan"),
}
HEADINGS = Headings(
    "witnesses", _NAMES, frozenset({"name", "phone"}), each=frozenset({"name", "phone"})
)
"""Names and phones stand side by side for several witnesses: Saksi 1, HP 1, Saksi 2, HP 2."""
PHONES = replace(HEADINGS, kind="phones", sure=frozenset({"phone"}))
"""The same lists where the phones alone are wanted."""


_LOOK, _NUMBER = 20, 3
"""Rows that are looked at, and digits at most, where stations are told by their numbers alone."""


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
                raise BadInput(f"{about.name}: {UNREADABLE}", fault="unreadable", column=about.name)

    def said(self) -> str:
        """The kind in a word, for a count; the cell itself where that says none."""
        try:
            return self.kind().value
        except BadInput:
            return self.status

    def kind(self) -> Status:
        """What the line says somebody is; raises BadInput for a status that is not known."""
        if not self.status:
            return Status.WITNESS if self.station or not self.kelurahan else Status.WAITING
        said = self.status.lower()
        try:
            return Status(_ENGLISH.get(said, said))
        except ValueError:
            known = ", ".join(Status)
            raise BadInput(
                f"unknown status {self.status!r}: {known}",
                fault="status_unknown",
                said=self.status,
                known=known,
            ) from None


def read_lines(file: Path, notes: list[Told], headings: Headings = HEADINGS) -> Iterator[Line]:
    """The lines of a CSV or XLSX file, headings in English or Indonesian as they stand in lists.

    Sheets and columns that nothing is read from are told in `notes`, and of several sheets what
    each one holds. Raises BadInput naming file and line, Unsure where headings have to be
    confirmed.
    """
    found = headings.read(file)
    for sheet in found.sheets:
        _witnesses_or_volunteers(file, sheet, headings)
    notes += headings.notes(found)
    for sheet in found.sheets:
        kinds: Counter[str] = Counter()
        seen = Seen()
        for line in _lines(sheet, headings, seen):
            kinds[line.said()] += 1
            yield line
        notes += seen.told(sheet)
        if not sheet.alone:
            held = ", ".join(f"{count:,} {kind}" for kind, count in kinds.items()) or "no lines"
            by = ", ".join(headings.columns(sheet))
            told = f"sheet {sheet.name!r}: {held}, by its columns {by}"
            notes.append(Told(told, "sheet_holds", sheet=sheet.name, held=held))


def _witnesses_or_volunteers(file: Path, sheet: Sheet, headings: Headings) -> None:
    """Raises Unsure or BadInput where a sheet lacks what a list of either needs.

    A list without stations is one of volunteers; a station's heading that we do not know would
    make volunteers of witnesses.
    """
    there = headings.columns(sheet)
    if "kelurahan" not in there:
        _required(file, sheet, headings)
        if _by_number(sheet, headings):
            headings.require(file, sheet, (*COLUMNS, "kelurahan"))
    elif "station" not in there and "status" not in there:
        headings.doubt(file, sheet, "station")
        if "participant" in there:
            headings.require(file, sheet, COLUMNS)
    elif "station" in there:
        headings.doubt(file, sheet, "participant")


def _required(file: Path, sheet: Sheet, headings: Headings) -> None:
    """The participant may be the same for all, unless a heading looks like it."""
    try:
        headings.require(file, sheet, (*COLUMNS, "participant"))
    except Unsure:
        raise
    except BadInput:
        headings.require(file, sheet, COLUMNS)


def _by_number(sheet: Sheet, headings: Headings) -> bool:
    """Whether the first rows have a station's number in the kelurahan, no code and no name."""
    at = [ours for ours, _ in map(headings.of, sheet.header)].index("station")
    first = list(islice(sheet.rows, _LOOK))
    sheet.rows = chain(first, sheet.rows)
    cells = [row[at] for row in first if len(row) > at and row[at]]
    alone = [cell for cell in cells if not together(cell)]
    return bool(alone) and all(len(re.findall(r"\d", cell)) <= _NUMBER for cell in alone)


def _lines(sheet: Sheet, headings: Headings, seen: Seen) -> Iterator[Line]:
    header = headings.side_by_side(sheet.header)
    people = sorted({number for name, number in header if name in headings.each})
    for place, row in sheet.data():
        if seen.remark(place, row):
            continue
        shared = {name: cell for (name, _), cell in zip(header, row, strict=True) if name}
        above = seen.place_of(place, shared)
        for number in people:
            cells = {
                name: "" if name in headings.each and is_nobody(cell) else cell
                for (name, whose), cell in zip(header, row, strict=True)
                if name and (name not in headings.each or whose == number)
            }
            said = any(shared.get(name) for name in headings.each)
            if any(cells.get(name) for name in headings.each) or (len(people) == 1 and not said):
                yield _line(place, {**cells, **above})
            elif len(people) == 1:
                seen.empty.append(place)


def _line(place: str, cells: dict[str, str]) -> Line:
    both = None if cells.get("kelurahan") else together(cells.get("station", ""))
    if both:
        cells = {**cells, "station": both[0], "kelurahan": both[1]}
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
