"""How far a shared location lies from where it should be, and what is odd about it."""

from dataclasses import dataclass
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt

from bot.engine.facts import StationPlace
from bot.engine.turn import Turn
from models.values import Location

NEAR_STATION = 1_000
"""Metres: phones indoors and village coordinates are off by hundreds of metres, not by more."""
NEAR_AREA = 5_000
"""Metres from the middle of a kelurahan: most are smaller, and stations lie at their edges."""
FRESH = timedelta(minutes=30)
"""Older locations may come from a signal that was gone; they are flagged, not refused."""

_EARTH = 6_371_000  # mean radius, metres


def metres(one: Location, other: Location) -> int:
    """Great-circle distance by the haversine formula, in metres."""
    lat1, lat2 = radians(one.lat), radians(other.lat)
    south, west = (lat2 - lat1) / 2, radians(other.lon - one.lon) / 2
    inner = sin(south) ** 2 + cos(lat1) * cos(lat2) * sin(west) ** 2
    return round(2 * _EARTH * asin(sqrt(min(1.0, inner))))


@dataclass(frozen=True, slots=True)
class Measured:
    """A location against its station: metres (None: nothing to measure against), and flags."""

    distance_m: int | None
    flags: tuple[str, ...]

    @property
    def far(self) -> bool:
        """Whether somebody should look at it because of the distance."""
        return "far" in self.flags


def measure(turn: Turn, place: StationPlace, location: Location) -> Measured:
    """Flags: far, forwarded, old, by_area (measured against the kelurahan), no_reference."""
    flags: list[str] = []
    target, limit = place.location, NEAR_STATION
    if target is None:
        target, limit = place.area_location, NEAR_AREA
        flags.append("by_area" if target else "no_reference")
    distance = metres(location, target) if target else None
    slack = min(location.accuracy or 0, limit)
    if distance is not None and distance - slack > limit:
        flags.append("far")
    if turn.inbound.forwarded:
        flags.append("forwarded")
    if turn.now - turn.inbound.at > FRESH:
        flags.append("old")
    return Measured(distance, tuple(flags))
