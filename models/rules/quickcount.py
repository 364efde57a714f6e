"""Quick count: which stations to ask, and what they say about all; pure, repeatable by anyone.

Error comes from the spread between stations, never from the number of voters. On the stations of
2019 the margins were checked: docs/quick-count.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from math import sqrt
from random import Random
from statistics import NormalDist
from typing import TypeVar

from models.errors import BadInput, PublicationLocked

Item = TypeVar("Item")


class Design(StrEnum):
    """How the sample was drawn; the margin of error depends on it."""

    SYSTEMATIC = "systematic"  # every k-th station of a list ordered by region
    STRATIFIED = "stratified"  # by chance within each stratum, in proportion to its stations


@dataclass(frozen=True, slots=True)
class Sampled:
    """A sampled station: its code, its stratum (region), and its votes once it has answered."""

    code: str
    stratum: str
    votes: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A participant's share of the valid votes, 0 to 1, and how far off it may be.

    `margin` holds at the level asked for; `design_effect` is the variance over that of as many
    voters drawn one by one: how much is lost because they come by stations.
    """

    share: float
    margin: float
    design_effect: float


@dataclass(frozen=True, slots=True)
class Response:
    """Answers of one stratum: a stratum that is silent makes the estimate doubtful."""

    selected: int
    answered: int


@dataclass(frozen=True, slots=True)
class QuickCount:
    """What the sample says about everybody, with what has to be stated beside it."""

    estimates: Mapping[str, Estimate]
    responses: Mapping[str, Response]
    selected: int
    answered: int
    level: float


def systematic(codes: Sequence[Item], size: int, seed: str) -> list[Item]:
    """Every k-th station of a list ordered by region, from a start that the public seed gives.

    The start is `random.Random(seed).random()` times the interval, so anybody can repeat it.
    Raises BadInput for a size that is not between 1 and the number of stations.
    """
    _checked(len(codes), size)
    start = Random(seed).random()  # noqa: S311
    return [codes[int((start + number) * len(codes) / size)] for number in range(size)]


def stratified(strata: Mapping[str, Sequence[str]], size: int, seed: str) -> list[str]:
    """A chance sample in each stratum, in proportion to its stations, two at least.

    Two because the spread inside a stratum cannot be seen from one. Seats of the sample go to
    strata by largest remainder, so the size is met unless the twos exceed it.
    """
    total = sum(len(codes) for codes in strata.values())
    _checked(total, size)
    chance = Random(seed)  # noqa: S311
    exact = {name: len(codes) * size / total for name, codes in strata.items()}
    number = {name: min(len(strata[name]), max(2, int(share))) for name, share in exact.items()}
    by_rest = sorted(exact, key=lambda name: (int(exact[name]) - exact[name], name))
    for name in by_rest:
        if sum(number.values()) < size and number[name] < len(strata[name]) and exact[name] > 2:
            number[name] += 1
    return [code for name in strata for code in sorted(chance.sample(strata[name], number[name]))]


def estimate(
    sample: Iterable[Sampled],
    stations: Mapping[str, int],
    design: Design = Design.SYSTEMATIC,
    level: float = 0.95,
) -> QuickCount:
    """Shares of all participants with their margins, from the stations that answered.

    `sample` in the order in which it was drawn, `stations` the number of all stations by stratum.
    Each stratum weighs what it is, however many of its stations answered (non-response is made
    up for within the stratum only). Raises BadInput when fewer than two stations have answered.
    """
    drawn = list(sample)
    answered = [station for station in drawn if station.votes is not None]
    if len(answered) < 2:
        raise BadInput("a quick count needs answers of two stations at least")
    weights = _weights(answered, stations)
    codes = list(dict.fromkeys(code for station in answered for code in station.votes or {}))
    sizes = [sum((station.votes or {}).values()) for station in answered]
    whole = sum(w * size for w, size in zip(weights, sizes, strict=True))
    z = NormalDist().inv_cdf((1 + level) / 2)
    estimates = {}
    for code in codes:
        votes = [(station.votes or {}).get(code, 0) for station in answered]
        share = sum(w * v for w, v in zip(weights, votes, strict=True)) / whole if whole else 0.0
        # What a station adds to the error of the ratio (Taylor): its votes beyond the share.
        rests = [v - share * size for v, size in zip(votes, sizes, strict=True)]
        variance = _variance(answered, rests, weights, stations, design) / whole**2 if whole else 0
        alone = share * (1 - share) / sum(sizes) if sum(sizes) else 0
        effect = variance / alone if alone else 0.0
        estimates[code] = Estimate(share, z * sqrt(variance), effect)
    return QuickCount(estimates, _responses(drawn), len(drawn), len(answered), level)


def require_publication(now: datetime, opens: datetime | None) -> None:
    """Raises PublicationLocked before the hour from which counts may be told.

    UU 7/2017 art. 449 (5): not before two hours after voting ended in the west (15:00 WIB); the
    hour stands in the election's pack. Holds for quick counts, projections and digests.
    """
    if opens is not None and now < opens:
        hour = opens.strftime("%Y-%m-%d %H:%M %z")
        raise PublicationLocked(
            f"nothing may be told before {hour}, the hour of the law", opens=opens
        )


def _checked(stations: int, size: int) -> None:
    if not 1 <= size <= stations:
        raise BadInput(
            f"size: {size} is not between 1 and the {stations} stations", why="sample_large"
        )


def _weights(answered: Sequence[Sampled], stations: Mapping[str, int]) -> list[float]:
    """Stations that each answering one stands for; silent strata are left out of the whole."""
    count: dict[str, int] = defaultdict(int)
    for station in answered:
        count[station.stratum] += 1
    missing = next((name for name in count if name not in stations), None)
    if missing is not None:
        raise BadInput(f"stratum '{missing}' has no number of stations", stratum=missing)
    return [stations[station.stratum] / count[station.stratum] for station in answered]


def _variance(
    answered: Sequence[Sampled],
    rests: Sequence[float],
    weights: Sequence[float],
    stations: Mapping[str, int],
    design: Design,
) -> float:
    """Variance of the weighted sum of `rests`, from the spread between stations."""
    if design is Design.SYSTEMATIC:
        # Neighbours on the list differ as stations differ within a region (successive differences,
        # Wolter 2007, estimator v2): the order by region is what makes the sample good.
        weighted = [w * rest for w, rest in zip(weights, rests, strict=True)]
        steps = sum((one - two) ** 2 for one, two in pairwise(weighted))
        size = len(weighted)
        unseen = 1 - size / max(sum(stations.values()), size)
        return unseen * size * steps / (2 * (size - 1))
    inside: dict[str, list[float]] = defaultdict(list)
    for station, rest in zip(answered, rests, strict=True):
        inside[station.stratum].append(rest)
    # A stratum with a single answer takes the spread of the whole sample.
    overall = _spread(list(rests))
    return sum(
        stations[name] ** 2
        * (1 - len(found) / max(stations[name], len(found)))
        * (_spread(found) if len(found) > 1 else overall)
        / len(found)
        for name, found in inside.items()
    )


def _spread(values: Sequence[float]) -> float:
    middle = sum(values) / len(values)
    return sum((value - middle) ** 2 for value in values) / (len(values) - 1)


def _responses(drawn: Iterable[Sampled]) -> dict[str, Response]:
    counts: dict[str, list[int]] = {}
    for station in drawn:
        count = counts.setdefault(station.stratum, [0, 0])
        count[0] += 1
        count[1] += station.votes is not None
    return {name: Response(*count) for name, count in counts.items()}
