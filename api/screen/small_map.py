"""Check-ins around a station on a small map: metres on a square, drawn by a template; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import cos, pi, radians

SIDE = 240
"""Units of the picture's side."""
_METRES = 6_371_000 * pi / 180
"""Metres of a degree of latitude."""
_LEAST = 60.0
"""Metres from the middle to the edge at least: a phone's place is not surer than that."""
_STEPS = (25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the picture; `number` of the check-in in its list, from 1."""

    x: float
    y: float
    number: int


class Middle(StrEnum):
    """What lies in the middle of the picture."""

    STATION = "station"
    AREA = "area"  # of the kelurahan: nobody knows where the station is
    OWN = "own"  # the check-ins' own: nobody knows where either of them is


@dataclass(frozen=True, slots=True)
class SmallMap:
    """What the distances are measured from in the middle, check-ins as spots, a ring of `metres`
    with its radius in units."""

    spots: tuple[Spot, ...]
    middle: Middle
    metres: int
    ring: float


def small_map(
    station: tuple[float, float] | None,
    area: tuple[float, float] | None,
    places: Sequence[tuple[float, float] | None],
) -> SmallMap | None:
    """Places are (latitude, longitude) in degrees; None where a check-in said none."""
    known = [one for one in places if one is not None]
    if not known:
        return None
    middle = (
        station
        or area
        or (
            sum(lat for lat, _ in known) / len(known),
            sum(lon for _, lon in known) / len(known),
        )
    )
    away = [None if one is None else _metres(middle, one) for one in places]
    reach = max(_LEAST, *(max(abs(x), abs(y)) for x, y in filter(None, away))) * 1.15
    scale = SIDE / 2 / reach
    spots = tuple(
        Spot(round(SIDE / 2 + x * scale, 1), round(SIDE / 2 - y * scale, 1), number)
        for number, place in enumerate(away, 1)
        if place is not None
        for x, y in (place,)
    )
    metres = max((step for step in _STEPS if step <= reach), default=_STEPS[0])
    named = Middle.STATION if station else Middle.AREA if area else Middle.OWN
    return SmallMap(spots, named, metres, round(metres * scale, 1))


def _metres(middle: tuple[float, float], place: tuple[float, float]) -> tuple[float, float]:
    """Metres east and north of the middle."""
    north = (place[0] - middle[0]) * _METRES
    east = (place[1] - middle[1]) * _METRES * cos(radians(middle[0]))
    return east, north
