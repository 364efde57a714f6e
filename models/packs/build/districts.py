"""Districts (dapil) of 2024 and the areas they are made of, for the areas of a pack."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from models.packs.areas import ROOT
from models.packs.build.areas import ABROAD, Place
from models.packs.build.tables import Tables
from models.packs.build.written_names import plain, spoken
from models.values import Ballot

_DISTRICTS = "dapil/dapil_2024.csv"
_AREAS = "dapil/dapil_2024_wilayah.csv.gz"
_BALLOTS = {"DPR": Ballot.DPR, "DPRD_PROV": Ballot.DPRD_PROV, "DPRD_KABKOTA": Ballot.DPRD_KAB}
_SENATORS = 4
"""Seats of each provinsi in the DPD (UU 7/2017, art. 196)."""
_FOR_ABROAD = "3102"
"""Votes from abroad count in the DPR's district DKI Jakarta II."""

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Districts:
    """Rows of districts.csv and district_areas.csv; `unplaced` kelurahan without a district of
    the DPRD kabupaten/kota, where the source names none."""

    rows: list[tuple[object, ...]]
    areas: list[tuple[str, str, str]]
    keys: set[Key]
    unplaced: list[str] = field(default_factory=list)


def read_districts(
    tables: Tables, all_places: Mapping[str, Place], places: Mapping[str, Place]
) -> Districts:
    """The districts in which any of these places votes, with those of their areas among them."""
    found = Districts([], [], set())
    _nation(found, places)
    members = _members(tables, all_places)
    for row in tables.rows(_DISTRICTS):
        ballot, code = _BALLOTS[row["jenis"]], row["kode_dapil"]
        areas = sorted({area for area in members[ballot, code] if area in places})
        if areas:
            # Seats of 100 districts in Aceh don't follow from the lists of candidates: unknown.
            _add(found, ballot, code, spoken(row["nama_dapil"]), row["kursi"] or "", areas)
    found.unplaced.extend(_unplaced(found, places))
    return found


def _nation(found: Districts, places: Mapping[str, Place]) -> None:
    _add(found, Ballot.PPWP, ROOT, "Indonesia", "", [ROOT])
    for code, place in places.items():
        if len(code) == 2 and code != ABROAD:
            _add(found, Ballot.DPD, code, place.name, _SENATORS, [code])


def _add(
    found: Districts, ballot: Ballot, code: str, name: str, seats: object, areas: list[str]
) -> None:
    found.keys.add((ballot.value, code))
    found.rows.append((ballot.value, code, name, seats))
    found.areas.extend((ballot.value, code, area) for area in areas)


def _members(tables: Tables, places: Mapping[str, Place]) -> dict[tuple[Ballot, str], set[str]]:
    """Codes of the areas of each district as the list of wilayah numbers them.

    Parts of a split kecamatan ("TORGAMBA A") are left out: their kelurahan are listed too.
    """
    by_name = _by_name(places)
    members: dict[tuple[Ballot, str], set[str]] = defaultdict(set)
    for row in tables.rows(_AREAS):
        if row["pecahan"] == "0":
            key = _BALLOTS[row["jenis"]], row["kode_dapil"]
            members[key].add(_code(row["kode_wilayah"], row["nama_wilayah"], places, by_name))
    members[Ballot.DPR, _FOR_ABROAD].add(ABROAD)
    return members


def _by_name(places: Mapping[str, Place]) -> dict[tuple[str, str], str]:
    return {(place.parent, plain(place.raw_name)): code for code, place in places.items()}


def _code(
    code: str, name: str, places: Mapping[str, Place], by_name: Mapping[tuple[str, str], str]
) -> str:
    """The area's code; three kabupaten of Papua Barat Daya were renumbered between the lists,
    so the name within the same parent decides where code and name don't agree."""
    place = places.get(code)
    if place is not None and plain(place.raw_name) == plain(name):
        return code
    parent = place.parent if place else code[:4] if len(code) == 6 else code[:6]
    return by_name.get((parent, plain(name)), code)


def _unplaced(found: Districts, places: Mapping[str, Place]) -> list[str]:
    placed = {area for ballot, _, area in found.areas if ballot == Ballot.DPRD_KAB}
    return [
        code
        for code in places
        if len(code) == 10
        and not code.startswith((ABROAD, "31"))  # DKI Jakarta has no DPRD kabupaten/kota
        and not any(code[:n] in placed for n in (4, 6, 10))
    ]
