"""The table of batches: what came in hour by hour, who leads since then, what can still turn it.

Pure. The figures of a station are those that count now, put into the hour of its first report.
What is left is told by what is in: `rest` = stations without a report x mean of the votes of those
with one. What the second needs of the rest is worked out between the first two, who share of it
what they share now: with D the difference and R their votes in the rest, (R + D) / 2 of R.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Arrived:
    """Stations that first reported from a moment on, and what they count now."""

    at: datetime
    stations: int
    votes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Batch:
    """An hour with all that was in at its end.

    `split`: the first's and the second's share of this batch's votes (0 to 1), None without votes.
    `needs`: the second's share of what the first two get of the rest (0 to 1; above 1: more than
    there is), None where no two have votes or nothing is left.
    """

    begins: datetime
    ends: datetime
    stations: int
    reported: int
    first: str
    second: str
    difference: int
    rest_stations: int
    rest_votes: int
    split: tuple[float, float] | None
    needs: float | None


def batches(arrived: Iterable[Arrived], stations: int, hours: int = 1) -> list[Batch]:
    """The batches in their order; `stations` that are expected in all."""
    found: list[Batch] = []
    votes: dict[str, int] = {}
    reported = 0
    for begins, parts in _by_hour(arrived, hours):
        batch: dict[str, int] = {}
        came = sum(one.stations for one in parts)
        for one in parts:
            _add(batch, one.votes)
        _add(votes, batch)
        reported += came
        ends = begins + timedelta(hours=hours)
        found.append(_batch((begins, ends), came, batch, votes, reported, stations))
    return found


def _by_hour(arrived: Iterable[Arrived], hours: int) -> list[tuple[datetime, list[Arrived]]]:
    parts: dict[datetime, list[Arrived]] = {}
    for one in sorted(arrived, key=lambda one: one.at):
        hour = one.at.replace(minute=0, second=0, microsecond=0)
        begins = hour - timedelta(hours=hour.hour % hours)
        parts.setdefault(begins, []).append(one)
    return list(parts.items())


def _add(whole: dict[str, int], part: Mapping[str, int]) -> None:
    for code, number in part.items():
        whole[code] = whole.get(code, 0) + number


def _batch(
    hour: tuple[datetime, datetime],
    came: int,
    batch: Mapping[str, int],
    votes: Mapping[str, int],
    reported: int,
    stations: int,
) -> Batch:
    ranked = sorted(votes, key=lambda code: (-votes[code], len(code), code))
    first, second = (*ranked, "", "")[:2]
    difference = votes.get(first, 0) - votes.get(second, 0)
    whole, here = sum(votes.values()), sum(batch.values())
    left = max(0, stations - reported)
    rest = round(left * whole / reported) if reported else 0
    split = (batch.get(first, 0) / here, batch.get(second, 0) / here) if here and second else None
    pool = votes.get(first, 0) + votes.get(second, 0)
    needs = None
    if second and votes[second] and rest:
        theirs = rest * pool / whole
        needs = (theirs + difference) / 2 / theirs
    return Batch(*hour, came, reported, first, second, difference, left, rest, split, needs)
