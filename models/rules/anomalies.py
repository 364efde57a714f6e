"""What only shows in the crowd: stations unlike their neighbours, numbers and people seen twice.

A finding is a reason to look, never a verdict; how many honest stations each check flags on the
real figures of 2019 and 2024 stands in docs/checks.md. Photos, people and times: sightings.py.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import NormalDist, median
from typing import NamedTuple

from models.values import Finding, Severity


class CrowdCode(StrEnum):
    """Permanent codes of findings at scale; docs/checks.md has a line for each."""

    TURNOUT = "A01"
    SHARE = "A02"
    SAME_NUMBERS = "A03"
    LAST_DIGITS = "A04"
    FULL_TURNOUT = "A05"
    ONE_TAKES_ALL = "A06"
    INVALID = "A07"


@dataclass(frozen=True, slots=True)
class StationNumbers:
    """The counted numbers of one ballot of one station, with the area it is compared within."""

    code: str
    kelurahan: str
    votes: tuple[int, ...]
    invalid: int | None = None
    voters: int | None = None

    @property
    def valid(self) -> int:
        """Sum of the choices: pairs, or party totals."""
        return sum(self.votes)


class Flag(NamedTuple):
    """A finding and the station, or the area, that it is about."""

    place: str
    finding: Finding


NEIGHBOURS = 5
"""Fewer stations than this in a kelurahan say nothing about what is usual there."""

FAR = 6.0
"""Robust standard deviations from the neighbours' median at which a station is looked at."""

FEW_VOTES = 30
"""Stations with fewer valid votes vary too much by chance."""


def crowd(stations: Iterable[StationNumbers]) -> Iterator[Flag]:
    """All findings of the stations of one contest, kelurahan by kelurahan."""
    places: dict[str, list[StationNumbers]] = defaultdict(list)
    for station in stations:
        places[station.kelurahan].append(station)
    for members in places.values():
        yield from _alone(members)
        yield from same_numbers(members)
        usual = [station for station in members if station.valid >= FEW_VOTES]
        if len(usual) >= NEIGHBOURS:
            yield from _turnout(usual)
            yield from _shares(usual)
            yield from _invalid(usual)


def _alone(stations: Iterable[StationNumbers]) -> Iterator[Flag]:
    """What is unusual without any neighbour: nobody missing, or nobody voting otherwise."""
    for station in stations:
        total = station.valid + (station.invalid or 0)
        if station.invalid is not None and station.voters == total and total >= FEW_VOTES:
            numbers = {"total": total, "voters": station.voters}
            yield _flag(station.code, CrowdCode.FULL_TURNOUT, ("total",), numbers)
        if len(station.votes) > 1 and max(station.votes) == station.valid >= FEW_VOTES:
            numbers = {"votes": station.valid}
            yield _flag(station.code, CrowdCode.ONE_TAKES_ALL, ("votes",), numbers)


def _turnout(stations: Sequence[StationNumbers]) -> Iterator[Flag]:
    known = [s for s in stations if s.voters and s.invalid is not None]
    shares = [min((s.valid + (s.invalid or 0)) / (s.voters or 1), 1.5) for s in known]
    sizes = [s.voters or 1 for s in known]
    yield from _far(CrowdCode.TURNOUT, known, shares, sizes, ("total",), 0.04)


def _shares(stations: Sequence[StationNumbers]) -> Iterator[Flag]:
    sizes = [station.valid for station in stations]
    seen: set[str] = set()
    for place in range(len(stations[0].votes)):
        shares = [station.votes[place] / station.valid for station in stations]
        # Of participants with a few percent everywhere, chance makes the outliers.
        if median(shares) < 0.1 and max(shares) < 0.3:
            continue
        for flag in _far(CrowdCode.SHARE, stations, shares, sizes, ("votes",), 0.03):
            if flag.place not in seen:
                seen.add(flag.place)
                numbers = {**flag.finding.numbers, "position": place}
                yield _flag(flag.place, CrowdCode.SHARE, ("votes",), numbers)


def _invalid(stations: Sequence[StationNumbers]) -> Iterator[Flag]:
    known = [s for s in stations if s.invalid is not None]
    sizes = [s.valid + (s.invalid or 0) for s in known]
    shares = [(s.invalid or 0) / size for s, size in zip(known, sizes, strict=True)]
    yield from _far(CrowdCode.INVALID, known, shares, sizes, ("invalid",), 0.02)


def _far(
    code: CrowdCode,
    stations: Sequence[StationNumbers],
    shares: Sequence[float],
    sizes: Sequence[int],
    fields: tuple[str, ...],
    floor: float,
) -> Iterator[Flag]:
    """Stations far from the others' median, by the median absolute deviation (MAD).

    The spread is at least what chance makes of so many voters, and `floor`: where all neighbours
    are alike a small difference is no news.
    """
    if len(shares) < NEIGHBOURS:
        return
    usual = median(shares)
    spread = 1.4826 * median(abs(share - usual) for share in shares)
    for station, share, size in zip(stations, shares, sizes, strict=True):
        chance = sqrt(max(usual * (1 - usual), 0.01) / size)
        scale = sqrt(spread**2 + chance**2 + floor**2)
        if abs(share - usual) > FAR * scale:
            numbers = {
                "share": round(share, 4),
                "usual": round(usual, 4),
                "deviations": round(abs(share - usual) / scale, 1),
            }
            yield _flag(station.code, code, fields, numbers)


def same_numbers(stations: Iterable[StationNumbers]) -> Iterator[Flag]:
    """Stations of one kelurahan with exactly the same numbers: one form sent for two stations.

    With two or three choices that happens by chance; so the invalid votes have to agree as well.
    """
    seen: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for station in stations:
        if station.valid >= FEW_VOTES and max(station.votes) < station.valid:
            seen[(station.votes, station.invalid)].append(station.code)
    for (votes, _), codes in seen.items():
        if len(codes) > 1:
            assert isinstance(votes, tuple)
            for code in codes:
                numbers = {"stations": len(codes), "valid": sum(votes)}
                yield _flag(code, CrowdCode.SAME_NUMBERS, ("votes", "invalid"), numbers)


def last_digits(place: str, numbers: Iterable[int], level: float = 0.0001) -> Iterator[Flag]:
    """A finding when last digits are too uneven (invented) or too even (made to look random).

    For the numbers of one witness, coordinator or area: counts of 20 and more, at least 100 of
    them. `level`: how often honest digits are flagged on each side.
    """
    counts = [0] * 10
    for number in numbers:
        if number >= 20:
            counts[number % 10] += 1
    size = sum(counts)
    if size < 100:
        return
    square = sum((count - size / 10) ** 2 for count in counts) / (size / 10)
    # Chi-square with 9 degrees of freedom as a normal deviate (Wilson and Hilferty 1931).
    deviate = ((square / 9) ** (1 / 3) - (1 - 2 / 81)) / sqrt(2 / 81)
    if abs(deviate) > -NormalDist().inv_cdf(level):
        found = {"digits": size, "chi_square": round(square, 1), "deviations": round(deviate, 1)}
        yield _flag(place, CrowdCode.LAST_DIGITS, ("votes",), found)


def _flag(
    place: str, code: CrowdCode, fields: tuple[str, ...], numbers: Mapping[str, int | float]
) -> Flag:
    return Flag(place, Finding(code, Severity.NOTE, fields, numbers))
