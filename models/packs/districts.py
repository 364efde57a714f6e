"""districts.csv and district_areas.csv: the districts (dapil) and the areas they are made of."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from models.errors import BadPack
from models.packs import csv_values
from models.packs.areas import Areas
from models.packs.config import FILE as ELECTION
from models.packs.config import BallotConfig
from models.packs.csv_rows import rows
from models.packs.pack_faults import AT_ONCE, Faults
from models.packs.parties import DISTRICTS, Key

DISTRICT_AREAS = "district_areas.csv"


class PackDistrict(NamedTuple):
    """A district of one ballot; `seats` 0 where they are not known or there are none."""

    ballot: str
    code: str
    name: str
    seats: int
    line: int

    @property
    def key(self) -> Key:
        """Ballot and code."""
        return self.ballot, self.code


class Territory(NamedTuple):
    """Which district an area or station belongs to, by ballot, as district_areas.csv says it.

    A smaller area wins over the larger one around it: so a district may cut through a kecamatan.
    `unresolved`: codes that are no areas (stations, not yet seen) with their line.
    """

    areas: dict[str, dict[str, str]]
    stations: dict[str, dict[str, str]]
    unresolved: dict[str, int]


def read_districts(
    folder: Path, ballots: Sequence[BallotConfig], faults: Faults = AT_ONCE
) -> list[PackDistrict]:
    """The districts, in the ballots' counting order and then by code; raises BadPack."""
    order = {ballot.code.value: place for place, ballot in enumerate(ballots)}
    found: dict[Key, PackDistrict] = {}
    for line, row in rows(folder, DISTRICTS, ("ballot", "code", "name"), ("seats",), faults):
        if row[0] not in order and faults.doubts(ELECTION, row[0]):
            faults.doubt(DISTRICTS, row[1])
            continue
        try:
            district = _district(line, row, order)
            if district.key in found:
                faults.unread(DISTRICTS)  # one of the two was meant to be another
                raise BadPack(DISTRICTS, line, f"district {row[1]} of {row[0]} stands twice")
        except BadPack as fault:
            faults.add(fault, row[1])
            continue
        found[district.key] = district
    return sorted(found.values(), key=lambda one: (order[one.ballot], one.code))


def _district(line: int, row: list[str], order: Collection[str]) -> PackDistrict:
    ballot, code, name, seats = row
    if ballot not in order:
        raise BadPack(DISTRICTS, line, f"ballot '{ballot}' is none of {', '.join(order)}")
    return PackDistrict(
        ballot,
        csv_values.code(DISTRICTS, line, "code", code),
        csv_values.filled(DISTRICTS, line, "name", name),
        csv_values.optional_number(DISTRICTS, line, "seats", seats) or 0,
        line,
    )


def read_territory(
    folder: Path, areas: Areas, districts: list[PackDistrict], faults: Faults = AT_ONCE
) -> Territory:
    """Areas and stations of each district; raises BadPack, also for a district without any."""
    known = {district.key for district in districts}
    territory = Territory(defaultdict(dict), defaultdict(dict), {})
    used: set[Key] = set()
    columns = ("ballot", "district", "area")
    for line, row in rows(folder, DISTRICT_AREAS, columns, faults=faults):
        ballot, district, area = row
        if (ballot, district) not in known:
            if not faults.doubts(DISTRICTS, district):
                reason = f"district {district} of {ballot} is unknown"
                faults.add(BadPack(DISTRICT_AREAS, line, reason), ballot)
            continue
        where = territory.areas if area in areas else territory.stations
        if area not in areas:
            territory.unresolved.setdefault(area, line)
        other = where[area].setdefault(ballot, district)
        if other != district:
            reason = f"{area} is in district {other} of {ballot} too"
            faults.add(BadPack(DISTRICT_AREAS, line, reason))
        used.add((ballot, district))
    for one in districts:
        if one.key not in used and not faults.doubts(DISTRICT_AREAS, one.ballot):
            reason = f"district {one.code} of {one.ballot} has no area"
            faults.add(BadPack(DISTRICTS, one.line, reason))
    return territory


def inherited(areas: Areas, territory: Territory) -> dict[str, dict[str, str]]:
    """For each kelurahan its district by ballot; equal ones share one dict (memory)."""
    of: dict[str, dict[str, str]] = {"": {}}
    shared: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}
    for code, area in areas.items():
        above = of[area.parent] if area.level else of[""]
        own = territory.areas.get(code)
        if own:
            both = above | own
            above = shared.setdefault(tuple(sorted(both.items())), both)
        of[code] = above
    return of
