"""What an organisation is by its kind: its usual levels, and what the kind switches on and off.

Pure. The pack names the kind (election.toml, [installation]) and may name levels of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.errors import NotAllowed
from models.values import Kind, Level, Role


@dataclass(frozen=True, slots=True)
class OrgLevel:
    """A level of the organisation (tingkat kepengurusan), tied to a level of areas."""

    code: str
    name: str
    area: Level


LEVELS: Mapping[Kind, tuple[OrgLevel, ...]] = {
    Kind.PESERTA: (
        OrgLevel("pusat", "Pusat", Level.NATION),
        OrgLevel("wilayah", "Wilayah", Level.PROVINSI),
        OrgLevel("daerah", "Daerah", Level.KABKOTA),
        OrgLevel("cabang", "Cabang", Level.KECAMATAN),
        OrgLevel("ranting", "Ranting", Level.KELURAHAN),
        OrgLevel("anak_ranting", "Anak Ranting", Level.KELURAHAN),
    ),
    Kind.PEMANTAU: (
        OrgLevel("nasional", "Nasional", Level.NATION),
        OrgLevel("provinsi", "Provinsi", Level.PROVINSI),
        OrgLevel("kabkota", "Kabupaten/Kota", Level.KABKOTA),
        OrgLevel("kecamatan", "Kecamatan", Level.KECAMATAN),
        OrgLevel("desa", "Desa", Level.KELURAHAN),
    ),
    Kind.PENYELENGGARA: (
        OrgLevel("kpu_ri", "KPU RI", Level.NATION),
        OrgLevel("kpu_provinsi", "KPU Provinsi", Level.PROVINSI),
        OrgLevel("kpu_kabkota", "KPU Kabupaten/Kota", Level.KABKOTA),
        OrgLevel("ppk", "PPK", Level.KECAMATAN),
        OrgLevel("pps", "PPS", Level.KELURAHAN),
    ),
}
"""The levels where the pack names none, from the top down.

Parties name theirs in their own ways: the pack's list goes before this one. An anak ranting is
smaller than any area we know; its people hold their role in the kelurahan.
"""


class Paper(StrEnum):
    """What a witness shows at the station."""

    MANDATE = "mandate"  # surat mandat, handed to the KPPS
    ACCREDITATION = "accreditation"  # kartu akreditasi, of a watchdog's observer
    NONE = "none"  # an office's own people need none


@dataclass(frozen=True, slots=True)
class Features:
    """What a kind of installation switches on: read here, never asked by `kind is ...`.

    `paper`: what its people show at the station. `decides_register`: voters' reports are for its
    own officers to check (coklit), elsewhere a public response to the PPS (tanggapan masyarakat).
    `whole_register`: it may hold whole NIKs without stating a legal basis. `candidates`: it has
    candidates, who see their own votes. `campaigns`: it may send what is campaign.
    """

    paper: Paper
    decides_register: bool = False
    whole_register: bool = False
    candidates: bool = False
    campaigns: bool = False


FEATURES: Mapping[Kind, Features] = {
    Kind.PESERTA: Features(Paper.MANDATE, candidates=True, campaigns=True),
    Kind.PEMANTAU: Features(Paper.ACCREDITATION),
    Kind.PENYELENGGARA: Features(Paper.NONE, decides_register=True, whole_register=True),
}


def require_role(kind: Kind, role: Role) -> None:
    """Raises NotAllowed for a role that such an organisation doesn't have."""
    if role is Role.CANDIDATE and not FEATURES[kind].candidates:
        raise NotAllowed(f"an installation of the kind {kind.value} has no candidates")


def title(ladder: tuple[OrgLevel, ...], code: str, depth: int) -> str:
    """The name of a role's level: the one given, else the first tied to the area's depth.

    `depth`: 0 the nation to 4 the kelurahan. Empty where the organisation has no such level.
    """
    areas = (*Level,)[:5]
    for one in ladder:
        if one.code == code or (not code and one.area is areas[depth]):
            return one.name
    return ""
