"""A list of who may do what, where: CSV or XLSX as organisations keep it; knows no database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from models.errors import BadInput
from models.registers.headings import Headings, letters
from models.registers.known_columns import PARTICIPANT, PERSON, PHONE, PLACES
from models.registers.rows import UNREADABLE, is_unreadable
from models.registers.wrong_lines import Told
from models.values import Role

HEADINGS = Headings(
    "roles",
    {
        "name": (*PERSON, "namapetugas", "namakoordinator"),
        "phone": PHONE,
        "role": ("role", "peran", "jabatan", "tugas", "sebagai", "posisi"),
        "area": ("area", "wilayah", "wilayahtugas", "daerah", "wilayahkerja"),
        **PLACES,
        "participant": PARTICIPANT,
        "list": ("list", "daftar", "daftarcalon", "dapil", "daerahpemilihan"),
        "number": ("number", "nourut", "nomorurut", "nourutcalon"),
        "level": ("level", "tingkat", "tingkatan"),
    },
    frozenset({"name", "phone", "role"}),
)
_ROLES: dict[Role, tuple[str, ...]] = {
    Role.COORDINATOR: (
        *("koordinator", "kordinator", "koor", "korcam", "kordes", "korkel", "korkab", "korkot"),
        *("koordinatorkecamatan", "koordinatordesa", "koordinatorkelurahan", "koordinatorsaksi"),
        *("koordinatorkabupaten", "koordinatorkota", "kortps", "koordinatordapil"),
    ),
    Role.REVIEWER: ("verifikator", "pemeriksa", "validator"),
    Role.OPERATOR: ("penginput", "operatorinput", "pengetik"),
    Role.RECAP_WITNESS: ("saksippk", "saksikecamatan", "saksirekap", "saksirekapkecamatan"),
    Role.CANDIDATE: ("calon", "caleg", "calonlegislatif"),
    Role.FIELD_OFFICER: ("petugas", "pantarlih", "rt", "rw", "rtrw", "ketuart", "ketuarw"),
    Role.AUDITOR: ("auditor",),
    Role.ADMINISTRATOR: ("admin", "administrator"),
}
_MEANS = {name: role for role, names in _ROLES.items() for name in names}
_EVERYWHERE = frozenset("everywhere semua seluruh seluruhnya seluruhpemilu nasional".split())


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One role of the list: where the row stands, and what it says."""

    place: str
    name: str = ""
    phone: str = ""
    role: str = ""
    area: str = ""
    kelurahan: str = ""
    kecamatan: str = ""
    kabkota: str = ""
    participant: str = ""
    list: str = ""
    number: str = ""
    level: str = ""

    def meant(self) -> Role:
        """The role that is meant; raises BadInput."""
        said = letters(self.role)
        if said in _MEANS:
            return _MEANS[said]
        english = re.sub(r"[^a-z]+", "_", self.role.strip().lower())
        if english in set(Role):
            return Role(english)
        known = ", ".join(names[0] for names in _ROLES.values())
        raise BadInput(
            f"role: {self.role!r} is none of {known}",
            fault="role_unknown",
            said=self.role,
            known=known,
        )

    def where(self) -> str:
        """The area that is named, the smallest one; "" for the whole election, in so many words.

        Raises BadInput where none is: a role of everywhere is never given by an empty cell.
        """
        if letters(self.area) in _EVERYWHERE:
            return ""
        said = next(filter(None, (self.kelurahan, self.kecamatan, self.kabkota, self.area)), "")
        if not said:
            told = "area: in which area? The name or code, or SELURUH PEMILU"
            raise BadInput(told, fault="area_none")
        return said

    def readable(self) -> None:
        """Raises BadInput where a cell holds what is no text."""
        for about in fields(self):
            if is_unreadable(str(getattr(self, about.name))):
                raise BadInput(f"{about.name}: {UNREADABLE}", fault="unreadable")


def read_lines(file: Path, headings: Headings, notes: list[Told]) -> Iterator[RoleLine]:
    """The roles of a list. Raises BadInput naming the file, Unsure for headings to confirm."""
    found = headings.read(file)
    notes += headings.notes(found)
    for sheet in found.sheets:
        ours = [headings.of(cell)[0] for cell in sheet.header]
        count = 0
        for place, row in sheet.data():
            count += 1
            cells = {name: cell for name, cell in zip(ours, row, strict=True) if name}
            yield RoleLine(place, **cells)
        if not sheet.alone:
            by = ", ".join(headings.columns(sheet))
            told = f"sheet {sheet.name!r}: {count:,} roles, by its columns {by}"
            notes.append(Told(told, "sheet_holds", sheet=sheet.name, held=f"{count:,} roles"))
