"""The arrival curve: how many stations were in by when, as the points of a drawing; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor, log10
from zoneinfo import ZoneInfo

from models.rules.batches import Arrived

WIDTH, HEIGHT = 640, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 68, 30, 16, 28
_MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: where it stands, and what is written at it."""

    at: float
    hour: datetime | None = None
    stations: int | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """The line through (time, stations in), the space below it, and the marks of both axes."""

    line: str
    space: str
    hours: tuple[Tick, ...]
    counts: tuple[Tick, ...]
    whole: Tick
    last: Tick
    until: datetime


def curve(arrived: Sequence[Arrived], stations: int, zone: str) -> Curve | None:
    """The curve up to the last arrival, of `stations` that are expected; None before the first."""
    if not arrived:
        return None
    step = timedelta(minutes=10)
    begins, ends = arrived[0].at, arrived[-1].at + step
    top = max(stations, sum(one.stations for one in arrived), 1)

    def x(at: datetime) -> float:
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * ((at - begins) / (ends - begins)), 1)

    def y(count: float) -> float:
        return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * count / top, 1)

    count, points = 0, [(x(begins), y(0))]
    for one in arrived:
        points.append((max(x(one.at), points[-1][0]), y(count)))
        count += one.stations
        points.append((x(one.at + step), y(count)))
    line = " ".join(f"{left},{up}" for left, up in points)
    floor = y(0)
    return Curve(
        line=line,
        space=f"{points[0][0]},{floor} {line} {points[-1][0]},{floor}",
        hours=tuple(Tick(x(at), hour=at) for at in _hours(begins, ends, ZoneInfo(zone))),
        counts=tuple(Tick(y(one), stations=one) for one in _steps(top)),
        whole=Tick(y(top), stations=top),
        last=Tick(points[-1][1], stations=count),
        until=ends,
    )


def _steps(top: int) -> list[int]:
    """Round numbers on the axis, five at most, none so near to the top that they would touch."""
    rough = top / 5
    size = 10 ** floor(log10(rough)) if rough >= 1 else 1
    step = next(one * size for one in (1, 2, 5, 10) if one * size >= rough)
    return [n for n in range(0, top + 1, step) if n <= top * 0.88]


def _hours(begins: datetime, ends: datetime, zone: ZoneInfo) -> list[datetime]:
    """Whole hours on the axis, few enough to be read; the beginning where there is none."""
    local = begins.astimezone(zone)
    first = local.replace(minute=0, second=0, microsecond=0)
    hours = ceil((ends - first) / timedelta(hours=1))
    every = max(1, ceil(hours / _MOST_TICKS))
    found = [first + timedelta(hours=n) for n in range(0, hours + 1, every)]
    shown = [one for one in found if begins <= one <= ends]
    return shown or [local]
