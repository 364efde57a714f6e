"""A house as a half-circle: where each seat stands, rows behind each other; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, cos, pi, sin

WIDTH, HEIGHT = 640.0, 340.0
_OUTER, _INNER = 290.0, 110.0
_MOST = (27.0, 22.0)
"""Radius of a seat at most: in a single row, in one of several (the frame is near)."""
_PER_ROW = 14
"""Seats per row that look well: more seats, more rows."""


@dataclass(frozen=True, slots=True)
class SeatPlace:
    """One seat: its party, the middle and radius of its circle."""

    party: str
    x: float
    y: float
    r: float


def half_circle(seats: Mapping[str, int]) -> list[SeatPlace]:
    """A circle for each seat, parties from left to right in the order given."""
    total = sum(seats.values())
    if total < 1:
        return []
    radii = _radii(total)
    room = (_OUTER - _INNER) / len(radii) if len(radii) > 1 else 60.0
    size = min(room * 0.42, _spacing(total, radii) * 0.42, _MOST[len(radii) > 1])
    places: list[tuple[float, float]] = []
    for radius, count in zip(radii, _shares(total, radii), strict=True):
        step = pi / (count - 1) if count > 1 else 0.0
        angles = [pi - n * step for n in range(count)] if count > 1 else [pi / 2]
        places += [(angle, radius) for angle in angles]
    places.sort(key=lambda one: (-one[0], one[1]))
    parties = [party for party, count in seats.items() for _ in range(count)]
    return [
        SeatPlace(
            party,
            round(WIDTH / 2 + radius * cos(angle), 1),
            round(HEIGHT - 28 - radius * sin(angle), 1),
            round(size, 1),
        )
        for party, (angle, radius) in zip(parties, places, strict=True)
    ]


def _radii(total: int) -> list[float]:
    """The rows' radii, the inner first."""
    rows = max(1, min(12, ceil(total / _PER_ROW / 2 + 0.5)))
    if rows == 1:
        return [(_OUTER + _INNER) / 2]
    return [_INNER + (_OUTER - _INNER) * n / (rows - 1) for n in range(rows)]


def _shares(total: int, radii: list[float]) -> list[int]:
    """Seats of each row, in proportion to its length; what is left over goes outside."""
    whole = sum(radii)
    found = [int(total * radius / whole) for radius in radii]
    for n in range(total - sum(found)):
        found[-1 - n % len(found)] += 1
    return found


def _spacing(total: int, radii: list[float]) -> float:
    """The least distance of two neighbours in a row."""
    pairs = zip(radii, _shares(total, radii), strict=True)
    return min(pi * radius / max(1, count - 1) for radius, count in pairs)
