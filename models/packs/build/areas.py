"""Areas and stations of 2024 from KPU's list of wilayah and of stations per kelurahan."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.errors import BadInput
from models.packs.areas import ROOT
from models.packs.build import written_names, zones
from models.packs.build.tables import Tables

ABROAD = "99"
_HIGHER = "wilayah/kpu_2024_wilayah_atas.csv.gz"
_VILLAGES = "wilayah/kpu_2024_desa_tps.csv.gz"
_SPELLING = "wilayah/kemendagri_2025.csv.gz"
_LEVELS = {2: "provinsi", 4: "kabkota", 6: "kecamatan", 10: "kelurahan"}
_LENGTHS = (2, 4, 6, 10)

# Votes by consensus (noken): all of six kabupaten of Papua Tengah (Keputusan KPU 66/2024), most
# of six of Papua Pegunungan (the list that KPU worked with for 2024, as in 2019).
_NOKEN = {
    *("9402", "9403", "9405", "9406", "9407", "9408"),
    *("9501", "9503", "9504", "9505", "9507", "9508"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """An area of the source; `stations` and `special` (first and last number) of a kelurahan."""

    code: str
    raw_name: str
    name: str
    regular: int = 0
    special: range = range(0)

    @property
    def parent(self) -> str:
        """Code of the area above: codes are 2 + 2 + 2 + 4 digits."""
        return next((self.code[:n] for n in (6, 4, 2) if n < len(self.code)), ROOT)


def read_places(tables: Tables) -> dict[str, Place]:
    """All areas of 2024 by code, those above first."""
    spelling = _spelling(tables)
    places: dict[str, Place] = {}
    for row in tables.rows(_HIGHER):
        code, raw = row["kode"], row["nama"]
        places[code] = Place(code, raw, _name(code, raw, spelling))
    for row in tables.rows(_VILLAGES):
        code, raw = row["kode_desa"], row["desa_kel"]
        # One mission abroad has a negative count in the source; it has no stations then.
        regular = max(0, int(row["tps_reguler"]))
        places[code] = Place(code, raw, _name(code, raw, spelling), regular, _special(row))
    return places


def _special(row: Mapping[str, str]) -> range:
    if not int(row["tps_khusus"]):
        return range(0)
    first, _, last = row["no_tps_khusus"].partition("-")
    return range(int(first), int(last or first) + 1)


def _spelling(tables: Tables) -> dict[str, str]:
    """Names in capitals and small letters as the Ministry of Home Affairs writes them."""
    return {row["kode"].replace(".", ""): row["nama"] for row in tables.rows(_SPELLING)}


def _name(code: str, raw: str, spelling: Mapping[str, str]) -> str:
    """The ministry's spelling where it is the same name; a kabupaten is called so."""
    official = spelling.get(code, "")
    short = official.removeprefix("Kabupaten ")
    if written_names.plain(short) == written_names.plain(raw):
        return official
    own = written_names.spoken(raw)
    if len(code) == 4 and not code.startswith(ABROAD) and not raw.startswith("KOTA "):
        return own if raw.startswith("KAB") else f"Kabupaten {own}"
    return own


def selected(places: Mapping[str, Place], codes: Sequence[str]) -> dict[str, Place]:
    """The areas below the given codes ("0" the nation) with those above them, in their order."""
    for code in codes:
        if code != ROOT and code not in places:
            raise BadInput(f"there is no area {code} in the elections of 2024")
    if ROOT in codes:
        return dict(places)
    wanted, above = tuple(codes), {code[:n] for code in codes for n in _LENGTHS}
    return {
        code: place for code, place in places.items() if code.startswith(wanted) or code in above
    }


def area_rows(
    places: Iterable[Place], middles: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[object, ...]]:
    """Rows of areas.csv with the nation on top; `middles`: latitude and longitude by code."""
    yield (ROOT, "", "nasional", "Indonesia", zones.WIB, "", "", "", "")
    for place in places:
        code, level = place.code, _LEVELS[len(place.code)]
        zone = ""
        if code.startswith(ABROAD):
            zone = zones.zone_abroad(code)
        elif level == "provinsi":
            zone = zones.zone_of_provinsi(code)
        word = written_names.local_word(code, _LENGTHS.index(len(code)) + 1)
        noken = 1 if code in _NOKEN else ""
        middle = middles.get(code, ("", ""))
        yield (code, place.parent, level, place.name, zone, word, *middle, noken)


def station_rows(
    places: Iterable[Place], voters: Mapping[str, int]
) -> Iterator[tuple[object, ...]]:
    """Rows of stations.csv: numbered from 1, special ones as listed (from 901)."""
    for place in places:
        for number in (*range(1, place.regular + 1), *place.special):
            code = f"{place.code}{number:03}"
            special = 1 if number in place.special else ""
            yield (code, place.code, number, voters.get(code, ""), special)
