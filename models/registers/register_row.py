"""One row of a register as keyed hashes, or the reason why it is rejected."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from models.registers.names import first_name, full_name
from models.registers.rows import is_unreadable
from models.rules import nik as numbers
from models.rules.voter_limits import Status
from models.voter_keys import VoterKeys

FIRST_NAME, FAMILY_CARD, FULL_NAME = "first_name", "family_card", "full_name"
"""Second facts: of whole NIKs one of the first two, of masked ones the full name."""
REASONS = {
    "length": "the NIK has not 16 digits",
    "letters": "the NIK holds letters or signs",
    "repeated": "the NIK is one digit, repeated",
    "region": "the NIK begins with no known region",
    "date": "the NIK holds no possible date of birth",
    "serial": "the NIK ends in 0000",
    "spoiled": "the NIK was spoiled by a spreadsheet (3.27E+15, or zeros at its end)",
    "masked": "the NIK is masked, in a register of whole ones",
    "whole": "the NIK is whole, in a masked register",
    "name": "there is no name",
    "nkk": "the family card's number has not 16 digits",
    "area": "the kelurahan is not in the election",
    "unclear": "several kelurahan have this name: give kecamatan and kabkota, or the code",
    "station": "this kelurahan has no such TPS",
    "bytes": "the row holds bytes that are no text",
    "short": "the row has too few columns",
    "twice": "the same NIK stands twice in the file",
}
Place = Callable[[Mapping[str, str]], "int | str"]
"""Finds a station's id by the columns of a row, or the reason why not."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A voter as stored: hashes (16 bytes, wrapped), station, status."""

    person: bytes
    fact: bytes
    station_id: int
    status: Status


class Reader:
    """Turns rows into entries; `masked` and `fact` hold for all of a register."""

    def __init__(
        self, keys: VoterKeys, columns: Mapping[str, int], *, masked: bool, fact: str
    ) -> None:
        self._keys, self._columns, self._masked, self._fact = keys, columns, masked, fact
        self._nik, self._name = columns["nik"], columns["name"]
        self._status_at = columns.get("status", -1)
        self._nkk = columns.get("nkk", -1)
        self._last = max(columns.values())
        self._where = tuple(
            (name, columns[name])
            for name in ("station", "kelurahan", "kecamatan", "kabkota", "tps")
            if name in columns
        )

    def where(self, row: Sequence[str]) -> tuple[str, ...]:
        """The cells that say where; equal ones are the same station."""
        return tuple(row[place] for _, place in self._where)

    def named(self, where: tuple[str, ...]) -> dict[str, str]:
        """The same by column."""
        return {name: cell for (name, _), cell in zip(self._where, where, strict=True)}

    def read(self, row: Sequence[str], station: "int | str") -> "Entry | str":
        """The entry, or the reason (one of REASONS)."""
        digits = row[self._nik].strip().strip("'")
        visible = None if digits.isdigit() else numbers.masked_part(digits)
        problem = self._refused(digits, visible)
        if problem is not None:
            return problem
        if isinstance(station, str):
            return station
        base = self._keys.visible(visible) if visible else self._keys.nik(digits)
        fact = self._second(row)
        if not fact:
            return "nkk" if self._fact == FAMILY_CARD else "name"
        keyed = self._keys.wrap(self._keys.fact(base, fact))
        person = keyed if self._masked else self._keys.wrap(base)
        return Entry(person, keyed, station, self._status(row))

    def _refused(self, digits: str, visible: str | None) -> str | None:
        if visible is None and not digits.isdigit() and ("E+" in digits or "," in digits):
            return "spoiled"
        problem = numbers.problem(visible or digits)
        if problem == "serial":
            return "spoiled"
        if problem is not None or (visible is None and len(digits) != numbers.LENGTH):
            return problem or "length"
        if (visible is not None) is not self._masked:
            return "masked" if visible else "whole"
        return None

    def _second(self, row: Sequence[str]) -> str:
        if self._fact == FAMILY_CARD:
            nkk = row[self._nkk].strip().strip("'") if self._nkk >= 0 else ""
            return nkk[-4:] if nkk.isdigit() and len(nkk) == numbers.LENGTH else ""
        name = row[self._name]
        return full_name(name) if self._fact == FULL_NAME else first_name(name)

    def _status(self, row: Sequence[str]) -> Status:
        told = row[self._status_at].lower() if self._status_at >= 0 else ""
        return Status.DPTB if "dptb" in told or "pindah" in told else Status.DPT

    def unusable(self, row: Sequence[str]) -> str | None:
        """Why a row can't be looked up at all (one of REASONS), None where it can."""
        if self.is_short(row):
            return "short"
        return "bytes" if is_unreadable("".join(row)) else None

    def is_short(self, row: Sequence[str]) -> bool:
        """Whether columns are missing at the end."""
        return len(row) <= self._last
