"""stations.csv: the polling stations (TPS), streamed: a nation has 820,161 of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from models.errors import BadPack
from models.packs import csv_values
from models.packs.areas import FILE as AREAS
from models.packs.areas import KELURAHAN, Areas
from models.packs.csv_rows import rows
from models.packs.pack_faults import AT_ONCE, Faults

FILE = "stations.csv"
_REQUIRED = ("code", "kelurahan", "number")
_OPTIONAL = ("voters", "special", "place", "lat", "lon")
_MOST_NUMBER = 9_999


class PackStation(NamedTuple):
    """A station; `voters` of the register (DPT), None when it is not known."""

    code: str
    kelurahan: str
    number: int
    voters: int | None
    special: bool
    place: str | None
    lat: float | None
    lon: float | None


def read_stations(folder: Path, areas: Areas, faults: Faults = AT_ONCE) -> Iterator[PackStation]:
    """The stations in the file's order; raises BadPack at the first that is wrong.

    Where faults are collected the wrong ones are left out.

    A code is the kelurahan's with the number behind it (at least three digits), or free where it
    doesn't begin with a kelurahan's code. So equal codes mean equal numbers, and one bit for each
    number of a kelurahan finds every double without keeping 820,161 codes.
    """
    seen: dict[str, int] = {}
    free: set[str] = set()
    for line, row in rows(folder, FILE, _REQUIRED, _OPTIONAL, faults):
        try:
            station = _station(line, row)
            area = areas.get(station.kelurahan)
            if area is None and faults.doubts(AREAS, station.kelurahan):
                faults.doubt(FILE, station.code)
                continue
            if area is None or area.level != KELURAHAN:
                reason = "is not a kelurahan" if area else "is not in areas.csv"
                raise BadPack(FILE, line, f"kelurahan '{station.kelurahan}' {reason}")
            if station.code != f"{station.kelurahan}{station.number:03}":
                _check_free(line, station, areas, free)
            taken, bit = seen.get(station.kelurahan, 0), 1 << station.number
            if taken & bit:
                said = f"station {station.number} of {station.kelurahan}"
                raise BadPack(FILE, line, f"{said} stands twice")
        except BadPack as fault:
            faults.add(fault, row[0])
            continue
        seen[station.kelurahan] = taken | bit
        yield station


def _station(line: int, row: list[str]) -> PackStation:
    code, kelurahan, number, voters, special, place, lat, lon = row
    at = csv_values.number(FILE, line, "number", number, least=1)
    if at > _MOST_NUMBER:
        raise BadPack(FILE, line, f"number {at} is beyond {_MOST_NUMBER}")
    north, east = csv_values.place(FILE, line, lat, lon) if lat or lon else (None, None)
    return PackStation(
        csv_values.code(FILE, line, "code", code),
        kelurahan,
        at,
        csv_values.number(FILE, line, "voters", voters) if voters else None,
        csv_values.yes(FILE, line, "special", special) if special else False,
        place or None,
        north,
        east,
    )


def _check_free(line: int, station: PackStation, areas: Areas, free: set[str]) -> None:
    """A code that isn't kelurahan and number must not look like one, nor stand twice."""
    for end in range(3, 5):
        owner = areas.get(station.code[:-end])
        if owner is not None and owner.level == KELURAHAN:
            said = f"{station.kelurahan} number {station.number}"
            raise BadPack(FILE, line, f"code {station.code} does not fit kelurahan {said}")
    if station.code in free:
        raise BadPack(FILE, line, f"station {station.code} stands twice")
    free.add(station.code)
