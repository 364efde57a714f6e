"""People, photos and times that cannot be: twice at once, or before the counting; pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

from models.rules.anomalies import Flag
from models.values import Finding, Location, Severity


class SightingCode(StrEnum):
    """Permanent codes; docs/checks.md has a line for each."""

    PHOTO_TWICE = "P01"
    TWO_PLACES = "P02"
    TOO_EARLY = "P03"
    TOO_LATE = "P04"
    SENT_LATE = "P05"
    HELD_ANEW = "P06"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A person at a station (kehadiran): when, and where the phone said it was."""

    person: int
    station: str
    at: datetime
    location: Location | None = None


FASTEST = 120.0
"""Kilometres an hour that nobody does between two polling stations by road."""

AT_ONCE = timedelta(minutes=10)
"""Without locations: two stations within this time are two places at once."""


def photos_twice(photos: Iterable[tuple[str, str]]) -> Iterator[Flag]:
    """Stations whose photo (hash, station) was also sent for another one."""
    stations: dict[str, set[str]] = defaultdict(set)
    for digest, station in photos:
        stations[digest].add(station)
    for found in stations.values():
        if len(found) > 1:
            for station in sorted(found):
                numbers = {"stations": len(found)}
                finding = Finding(SightingCode.PHOTO_TWICE, Severity.REVIEW, ("photo",), numbers)
                yield Flag(station, finding)


def two_places(sightings: Iterable[Sighting]) -> Iterator[Flag]:
    """Stations where somebody checked in who was elsewhere a moment before.

    One kelurahan's stations may stand in one school yard: with locations only the speed counts.
    """
    people: dict[int, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        people[sighting.person].append(sighting)
    for seen in people.values():
        for before, after in pairwise(sorted(seen, key=lambda sighting: sighting.at)):
            if before.station != after.station and _impossible(before, after):
                minutes = round((after.at - before.at) / timedelta(minutes=1))
                numbers: dict[str, int | float] = {"minutes": minutes}
                if before.location and after.location:
                    numbers["km"] = round(distance(before.location, after.location), 1)
                finding = Finding(SightingCode.TWO_PLACES, Severity.REVIEW, ("check_in",), numbers)
                yield Flag(after.station, finding)


def _impossible(before: Sighting, after: Sighting) -> bool:
    time = after.at - before.at
    if before.location is None or after.location is None:
        return time < AT_ONCE
    doubt = ((before.location.accuracy or 0) + (after.location.accuracy or 0)) / 1000
    apart = max(distance(before.location, after.location) - doubt, 0)
    return apart > 0.5 and apart > FASTEST * (time / timedelta(hours=1))


def impossible_time(
    station: str, reported: datetime, closes: datetime, count_until: datetime
) -> Flag | None:
    """A finding for figures that came before voting closed or after counting had to end.

    Times with their zone. Counting may run until 12:00 of the next day (Constitutional Court
    20/PUU-XVII/2019); later figures are rather typed later than counted later, so only a note.
    """
    if reported < closes:
        minutes = {"minutes": round((closes - reported) / timedelta(minutes=1))}
        return Flag(station, Finding(SightingCode.TOO_EARLY, Severity.REVIEW, ("at",), minutes))
    if reported > count_until:
        minutes = {"minutes": round((reported - count_until) / timedelta(minutes=1))}
        return Flag(station, Finding(SightingCode.TOO_LATE, Severity.NOTE, ("at",), minutes))
    return None


def sent_late(station: str, given: int, waiting: int) -> Flag:
    """A finding for mandates that one leader gave after the polls opened; `waiting` of them are
    without a second leader's word, so that their reports count for nothing."""
    numbers = {"mandates": given, "waiting": waiting}
    severity = Severity.REVIEW if waiting else Severity.NOTE
    return Flag(station, Finding(SightingCode.SENT_LATE, severity, ("mandate",), numbers))


def held_anew(station: str, opened: int, waiting: int, undone: int) -> Flag:
    """A finding for re-votes and recounts that leaders asked for: `opened` by two of them,
    `waiting` for a second one's word, `undone` by two."""
    numbers = {"opened": opened, "waiting": waiting, "undone": undone}
    severity = Severity.REVIEW if waiting else Severity.NOTE
    return Flag(station, Finding(SightingCode.HELD_ANEW, severity, ("vote",), numbers))


def distance(one: Location, two: Location) -> float:
    """Kilometres between two places on a sphere of 6,371 km (haversine)."""
    lat, other = radians(one.lat), radians(two.lat)
    across, up = radians(two.lon - one.lon), other - lat
    chord = sin(up / 2) ** 2 + cos(lat) * cos(other) * sin(across / 2) ** 2
    return 2 * 6371 * asin(sqrt(min(chord, 1)))
