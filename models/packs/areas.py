"""areas.csv: the tree of areas (wilayah) from the nation down to the kelurahan."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from models.errors import BadPack
from models.packs import csv_values
from models.packs.config import zone
from models.packs.csv_rows import rows
from models.packs.pack_faults import AT_ONCE, Faults
from models.values import Level

FILE = "areas.csv"
ROOT = "0"
KELURAHAN = 4
_REQUIRED = ("code", "parent", "level", "name")
_OPTIONAL = ("timezone", "local_word", "lat", "lon", "noken")
_LEVELS = {level.value: n for n, level in enumerate(Level) if level is not Level.STATION}
_LEVELS |= {str(n): n for n in range(KELURAHAN + 1)}


class PackArea(NamedTuple):
    """An area; `level` 0 nation to 4 kelurahan, `timezone` its own or its ancestors'."""

    code: str
    parent: str
    level: int
    name: str
    path: str
    timezone: str
    local_word: str
    lat: float | None
    lon: float | None
    noken: bool
    line: int


Areas = dict[str, PackArea]
"""All areas by code, each after its parent."""


def read_areas(folder: Path, timezone: str, faults: Faults = AT_ONCE) -> Areas:
    """The tree, checked: one root "0", every parent known and one level up; raises BadPack.

    Where faults are collected the tree holds what is right.
    """
    levels: list[list[PackArea]] = [[] for _ in range(KELURAHAN + 1)]
    codes: set[str] = set()
    for area in _read(folder, faults):
        if area.code in codes:
            faults.add(BadPack(FILE, area.line, f"area {area.code} stands twice"))
            faults.unread(FILE)  # one of the two was meant to be another
            continue
        codes.add(area.code)
        levels[area.level].append(area)
    if len(levels[0]) != 1 or levels[0][0].code != ROOT:
        return _rootless(levels[0], faults)
    root = levels[0][0]
    areas: Areas = {ROOT: root._replace(path=ROOT, timezone=root.timezone or timezone)}
    for level in levels[1:]:
        for area in level:
            try:
                areas[area.code] = _below(area, areas.get(area.parent), codes)
            except BadPack as fault:
                _lost(area, fault, faults)
        level.clear()
    return areas


def _rootless(roots: list[PackArea], faults: Faults) -> Areas:
    if roots or not faults.doubts(FILE, ROOT):
        line = roots[-1].line if roots else None
        reason = f"needs exactly one nation (level nasional), with code {ROOT}"
        faults.add(BadPack(FILE, line, reason))
    faults.unread(FILE)
    return {}


def _lost(area: PackArea, fault: BadPack, faults: Faults) -> None:
    """An area without its parent: its own fault, or that of the parent's broken line."""
    if faults.doubts(FILE, area.parent):
        faults.doubt(FILE, area.code)
    else:
        faults.add(fault, area.code)


def _below(area: PackArea, parent: PackArea | None, codes: set[str]) -> PackArea:
    """The area with its path, and what it inherits."""
    if parent is None or parent.level != area.level - 1:
        reason = "is not one level above it" if area.parent in codes else "is not in areas.csv"
        raise BadPack(FILE, area.line, f"parent '{area.parent}' of area {area.code} {reason}")
    return area._replace(
        path=f"{parent.path}.{area.code}",
        parent=parent.code,
        timezone=area.timezone or parent.timezone,
        noken=area.noken or parent.noken,
    )


def _read(folder: Path, faults: Faults) -> Iterator[PackArea]:
    for line, row in rows(folder, FILE, _REQUIRED, _OPTIONAL, faults):
        try:
            area = _area(line, row)
        except BadPack as fault:
            faults.add(fault, *row)
            continue
        yield area


def _area(line: int, row: list[str]) -> PackArea:
    code, parent, level, name, timezone, word, lat, lon, noken = row
    if level not in _LEVELS:
        words = ", ".join(list(_LEVELS)[: KELURAHAN + 1])
        raise BadPack(FILE, line, f"level '{level}' is none of {words}")
    if timezone:
        _check_zone(line, timezone)
    north, east = csv_values.place(FILE, line, lat, lon)
    return PackArea(
        csv_values.code(FILE, line, "code", code),
        parent,
        _LEVELS[level],
        csv_values.filled(FILE, line, "name", name),
        "",
        timezone,
        word,
        north,
        east,
        csv_values.yes(FILE, line, "noken", noken),
        line,
    )


def _check_zone(line: int, name: str) -> None:
    try:
        zone(name)
    except ValueError as error:
        raise BadPack(FILE, line, str(error)) from error


def ancestor(areas: Areas, code: str, level: int) -> str:
    """Code of the area's ancestor (or itself) at a level, empty when it lies above that level."""
    parts = areas[code].path.split(".")
    return parts[level] if level < len(parts) else ""
