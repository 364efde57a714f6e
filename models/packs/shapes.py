"""shapes/: the borders of a pack's areas for maps, TopoJSON, one file for the areas below another.

`shapes/kecamatan-3471.topojson` holds the kecamatan of kabkota 3471 in its object `areas`, with an
area's code as each feature's id. For maps, never as legal borders; a pack needs none.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from models.errors import BadPack
from models.packs.areas import FILE as AREAS
from models.packs.pack_faults import Faults
from models.values import Json, Level

FOLDER = "shapes"
OBJECT = "areas"
LARGEST = 4_000_000
"""Bytes of one file: the kelurahan of a large kabupaten have a tenth of it."""
_LEVELS = [one.value for one in Level if one not in (Level.NATION, Level.STATION)]
_NAME = re.compile(rf"({'|'.join(_LEVELS)})-([0-9A-Za-z]+)\.topojson")


class PackShape(NamedTuple):
    """The areas of a level inside the area with this code, as TopoJSON."""

    level: Level
    code: str
    topology: str


def files(folder: Path) -> list[Path]:
    """The pack's files of shapes, by name; none is well."""
    return sorted((folder / FOLDER).glob("*.topojson"))


def read_shapes(folder: Path, known: Collection[str], faults: Faults) -> Iterator[PackShape]:
    """Every shape file that is right; `known`: the codes of the pack's areas."""
    for file in files(folder):
        try:
            yield _shape(file, known, faults)
        except BadPack as fault:
            faults.add(fault)


def _shape(file: Path, known: Collection[str], faults: Faults) -> PackShape:
    name = f"{FOLDER}/{file.name}"
    found = _NAME.fullmatch(file.name)
    if found is None or (found[2] not in known and not faults.doubts(AREAS, found[2])):
        raise BadPack(name, None, "is called LEVEL-CODE.topojson, of an area in areas.csv")
    if file.stat().st_size > LARGEST:
        raise BadPack(name, None, f"is larger than {LARGEST:,} bytes: simplify its borders")
    try:
        topology = json.loads(file.read_text("utf-8"))
        shapes = topology["objects"][OBJECT]["geometries"]
        ids = {str(one["id"]) for one in shapes}
        arcs = topology["arcs"]
    except (ValueError, KeyError, TypeError):
        raise BadPack(name, None, f"is no TopoJSON with an object '{OBJECT}'") from None
    if topology.get("type") != "Topology" or not isinstance(arcs, list):
        raise BadPack(name, None, "is no TopoJSON (type Topology)")
    strange = [code for code in sorted(ids - set(known)) if not faults.doubts(AREAS, code)]
    if strange:
        raise BadPack(name, None, f"area '{strange[0]}' is not in areas.csv")
    return PackShape(Level(found[1]), found[2], json.dumps(topology, separators=(",", ":")))


def subset(topology: Mapping[str, Json], codes: Collection[str]) -> dict[str, Json] | None:
    """The shapes of these areas alone, with the arcs that they need; None where there are none."""
    shapes = topology["objects"][OBJECT]["geometries"]
    kept = [one for one in shapes if str(one["id"]) in codes]
    if not kept:
        return None
    places: dict[int, int] = {}
    drawn = [
        {"type": one["type"], "id": str(one["id"]), "arcs": _again(one["arcs"], places)}
        for one in kept
    ]
    arcs = [topology["arcs"][number] for number in places]
    return {
        "type": "Topology",
        "transform": topology["transform"],
        "objects": {OBJECT: {"type": "GeometryCollection", "geometries": drawn}},
        "arcs": arcs,
    }


def _again(arcs: Json, places: dict[int, int]) -> Json:
    """Numbers of arcs as they are in the subset; ~n is arc n the other way round."""
    if isinstance(arcs, list):
        return [_again(one, places) for one in arcs]
    assert isinstance(arcs, int)
    number = arcs if arcs >= 0 else ~arcs
    place = places.setdefault(number, len(places))
    return place if arcs >= 0 else ~place
