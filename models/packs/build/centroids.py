"""The middle of each area (wilayah_boundaries, MIT): check-ins are measured against it."""

from collections import defaultdict
from collections.abc import Mapping, Set

from models.packs.build.areas import Place
from models.packs.build.tables import Tables
from models.packs.build.written_names import plain

FILE = "shapes/centroids.csv.gz"
Degrees = tuple[str, str]
"""Latitude and longitude, WGS 84, as the table writes them."""


def centroids(tables: Tables, places: Mapping[str, Place]) -> dict[str, Degrees]:
    """Degrees by KPU's code of 2024; without the table there are none.

    The table has the ministry's codes of 2025. A village that was renumbered goes by its name
    within the kecamatan; a code that is now a sibling's is not taken.
    """
    if not tables.has(FILE):
        return {}
    rows = {row["code"]: row for row in tables.rows(FILE)}
    named: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, row in rows.items():
        named[code[:6], plain(row["name"])].append(code)
    siblings = {(place.parent, plain(place.name)) for place in places.values()}
    found = {}
    for code, place in places.items():
        by_name = named.get((place.parent, plain(place.name)), [])
        theirs = by_name[0] if len(by_name) == 1 else code
        row = rows.get(theirs, {})
        if row and not _of_sibling(place, plain(row["name"]), siblings):
            found[code] = row["lat"], row["lon"]
    return found


def _of_sibling(place: Place, name: str, siblings: Set[tuple[str, str]]) -> bool:
    return name != plain(place.name) and (place.parent, name) in siblings
