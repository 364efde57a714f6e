"""Which column of a register's file is which, by the names that parties and KPU give them."""

import re
from collections.abc import Mapping, Sequence

from models.errors import BadInput

NAMES: Mapping[str, tuple[str, ...]] = {
    "nik": ("nik", "nomornik", "nonik", "noktp", "nikktp", "noidentitas", "nomorindukkependudukan"),
    "nkk": ("nkk", "kk", "nokk", "nomorkk", "nokartukeluarga", "nomorkartukeluarga"),
    "name": ("nama", "namalengkap", "namapemilih", "name", "fullname"),
    "sex": ("jk", "jeniskelamin", "kelamin", "lp", "sex"),
    "birth": ("tanggallahir", "tgllahir", "lahir", "birth", "birthdate", "tempattanggallahir"),
    "kelurahan": (
        *("kelurahan", "desa", "kel", "desakelurahan", "kelurahandesa", "namakelurahan"),
        *("kodekelurahan", "kodedesa", "kelurahancode", "namakel"),
    ),
    "kecamatan": ("kecamatan", "kec", "namakecamatan", "district", "namakec"),
    "kabkota": ("kabupaten", "kabkota", "kabupatenkota", "kota", "kab", "namakabupaten"),
    "tps": ("tps", "notps", "nomortps", "station"),
    "station": ("kodetps", "stationcode", "tpscode"),
    "status": ("status", "jenispemilih", "statuspemilih", "daftar"),
}
"""Ours, and how a heading may read once everything but its letters is gone."""
_MEANS = {name: ours for ours, names in NAMES.items() for name in names}
_LETTERS = re.compile(r"[^a-z]")


def columns(header: Sequence[str]) -> dict[str, int]:
    """Position of each column that we know; raises BadInput when a needed one is missing."""
    found: dict[str, int] = {}
    for place, heading in enumerate(header):
        ours = _MEANS.get(_LETTERS.sub("", str(heading).lower()))
        if ours is not None:
            found.setdefault(ours, place)
    missing = [name for name in ("nik", "name") if name not in found]
    if "station" not in found:
        missing += [name for name in ("kelurahan", "tps") if name not in found]
    if missing:
        raise BadInput(
            f"line 1: no column for {', '.join(missing)}; it has: {', '.join(map(str, header))}"
        )
    return found


def knows(row: Sequence[str]) -> bool:
    """Whether a row is the headings of a register: a NIK and a name at least."""
    told = {_MEANS.get(_LETTERS.sub("", str(cell).lower())) for cell in row}
    return {"nik", "name"} <= told
