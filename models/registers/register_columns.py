"""Which column of a register's file is which, by the names that parties and KPU give them."""

from pathlib import Path

from models.registers.headings import Headings
from models.registers.known_columns import PERSON, PLACES
from models.registers.rows import Sheet

_CODES = ("kodekelurahan", "kodedesa", "kelurahancode")
_NEEDS = ("nik", "name", "kelurahan", "tps")
HEADINGS = Headings(
    "voters",
    {
        "nik": (
            *("nik", "nomornik", "nonik", "noktp", "nikktp", "noidentitas"),
            "nomorindukkependudukan",
        ),
        "nkk": ("nkk", "kk", "nokk", "nomorkk", "nokartukeluarga", "nomorkartukeluarga"),
        "name": (*PERSON, "namapemilih"),
        "sex": ("jk", "jeniskelamin", "kelamin", "lp", "sex"),
        "birth": ("tanggallahir", "tgllahir", "lahir", "birth", "birthdate", "tempattanggallahir"),
        **PLACES,
        "kelurahan": (*PLACES["kelurahan"], *_CODES),
        "tps": ("tps", "notps", "nomortps", "station"),
        "station": ("kodetps", "stationcode", "tpscode"),
        "status": ("status", "jenispemilih", "statuspemilih", "daftar"),
    },
    frozenset({"nik", "name"}),
    first_wins=True,
    needs=_NEEDS,
)


def positions(headings: Headings, file: Path, sheet: Sheet) -> dict[str, int]:
    """Position of each column that we know; raises Unsure, BadInput where one is missing."""
    found: dict[str, int] = {}
    for place, heading in enumerate(sheet.header):
        ours = headings.of(heading)[0]
        if ours:
            found.setdefault(ours, place)
    if "station" not in found:
        headings.require(file, sheet, _NEEDS)
    return found
