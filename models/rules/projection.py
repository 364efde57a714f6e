"""Where the count may end: missing stations drawn from reported neighbours. A guess, said so.

The only rule that uses numpy. A projection is never added to a count and never called a result;
what is certain is in models.rules.bounds. How often its intervals held on the stations of 2019
is measured in docs/projection.md.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.rules.seats import Method

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]
Counts = NDArray[np.int32]
Numbers = NDArray[Any]
"""Of any numeric type: what is computed with them is the same."""

MOVE = 0.35
"""Standard deviation of the share of that move away from the plain count that is wrong."""

BATCH = 50_000
"""Missing stations times draws that are handled at once: small enough for the processor's cache."""


THREADS = 2
"""More wait for each other: most of the work is numpy's, which lets go of the interpreter."""


PRIOR = 2.0
"""Weight of the wider neighbourhood, in reports: m reports draw among themselves in m of m + 2."""

BELOW_ONE = np.float32(1 - 1e-6)
"""Keeps a float32 random number times a count below the count, whatever the rounding."""

DRIFT = 4.0
"""How much rather late areas are drawn than early ones, at most; 0 is not at all."""


@dataclass(frozen=True, slots=True)
class Stations:
    """The stations of one contest, as arrays; areas are numbered from 0 within the contest.

    `votes` (reported x choices), `voters` (registered) and `arrival` (any number that grows with
    time) of the reported stations, `missing_voters` of the others; the kelurahan of each; the
    kecamatan of each kelurahan and the kabupaten of each kecamatan. Whole areas may be missing.
    """

    votes: Numbers
    voters: Numbers
    kelurahan: Ints
    arrival: Numbers
    missing_voters: Numbers
    missing_kelurahan: Ints
    kecamatan_of: Ints
    kabupaten_of: Ints


def project(stations: Stations, draws: int = 1000, seed: int = 0) -> Floats | None:
    """Possible final votes of a contest (draws x choices); None when no station has reported.

    Each draw gives every missing station the votes of a reported one of its kelurahan, scaled by
    registered voters. A kelurahan with m reports draws from itself in m of m + 2 cases, else, as
    one without reports always does, from another kelurahan of its kecamatan, of its kabupaten,
    or of the contest, in that order. The neighbours are themselves resampled in each draw (a
    bootstrap), so few reports make wide intervals; late ones stand in rather than early ones.
    """
    if not len(stations.votes):
        return None
    donors = _Donors(stations)
    counted = stations.votes.sum(axis=0, dtype=np.float64)
    missing = len(stations.missing_voters)
    result = np.tile(counted, (draws, 1))
    if not missing:
        return result.astype(np.float32)
    batch = max(1, min(draws, BATCH // max(missing, len(stations.votes))))

    def draw(first: int) -> None:
        # Each batch has chances of its own, so that threads change nothing in what is drawn.
        size = min(batch, draws - first)
        result[first : first + size] += donors.draw(size, _chance(seed, first))

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(draw, range(0, draws, batch)))
    chance = _chance(seed, draws)
    # Neighbours and late arrivals have moved the middle away from a plain "the rest is like what
    # came": how much of that move is right is not known either, and differs from draw to draw.
    middle = result.mean(axis=0)
    plain = counted * (1 + donors.weights.sum() / donors.voters)
    result += chance.normal(0, MOVE, (draws, 1)) * (middle - plain)
    wide = np.maximum(middle + (result - middle) * donors.widen, counted)
    return np.asarray(wide, dtype=np.float32)


def _chance(seed: int, place: int) -> np.random.Generator:
    """The random numbers of the draws that begin at `place`."""
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence([seed, place])))


class _Donors:
    """The reported stations by kelurahan, first arrivals first, and which areas have any."""

    def __init__(self, stations: Stations) -> None:
        order = np.lexsort((stations.arrival, stations.kelurahan))
        kelurahan = stations.kelurahan[order]
        # Where more voted than are registered (prisons, hospitals) the votes are the size.
        voters = np.maximum(stations.voters, np.maximum(stations.votes.sum(axis=1), 1))
        self.voters = float(voters.sum())
        per_voter = stations.votes / voters[:, None]
        self.per_voter = per_voter[order].astype(np.float32)
        self.home = np.sort(stations.missing_kelurahan)
        by_home = np.argsort(stations.missing_kelurahan, kind="stable")
        self.weights = stations.missing_voters[by_home].astype(np.float64)
        count = len(stations.kecamatan_of)
        self.count = np.bincount(kelurahan, minlength=count).astype(np.int32)
        self.start = (np.cumsum(self.count) - self.count).astype(np.int32)
        first = np.full(count, np.inf)
        first[kelurahan[::-1]] = stations.arrival[order][::-1]
        self.own_start = self.start[self.home]
        self.own_reach = (self.count[self.home] + PRIOR).astype(np.float32) * BELOW_ONE
        self.donor_start = self.start[kelurahan]
        self.donor_count = self.count[kelurahan].astype(np.float32) * BELOW_ONE
        self.kecamatan_of, self.kabupaten_of = stations.kecamatan_of, stations.kabupaten_of
        self.kelurahan = _Children(self.kecamatan_of, first, self.count, len(self.kabupaten_of))
        kabupaten, below = int(self.kabupaten_of.max()) + 1, self.kelurahan
        self.kecamatan = _Children(self.kabupaten_of, below.first, below.reports, kabupaten)
        contest, below = np.zeros(kabupaten, dtype=np.intp), self.kecamatan
        self.kabupaten = _Children(contest, below.first, below.reports, 1)
        # Few kecamatan say little about the others: n / (n - 1) and a bit, as with Student's t.
        living = max(int(np.count_nonzero(self.kelurahan.count)), 2)
        self.widen = np.sqrt((living + 1) / (living - 1))

    def draw(self, size: int, chance: np.random.Generator) -> Floats:
        """Votes of all missing stations together, in `size` draws."""
        pool, home, places = self._pool(size, chance), self.home, len(self.per_voter)
        start = np.take(self.start[pool], home, axis=1)
        count = np.take(self.count[pool].astype(np.float32) * (BELOW_ONE / PRIOR), home, axis=1)
        # From -PRIOR to the number of own reports: below 0 the station draws from the pool.
        place = chance.random(start.shape, dtype=np.float32)
        place *= self.own_reach
        place -= PRIOR
        foreign = place < 0
        count *= place + PRIOR
        slot = np.where(foreign, count, place).astype(np.int32)
        slot += np.where(foreign, start, self.own_start)
        row = np.arange(size, dtype=np.int32)[:, None] * np.int32(places)
        slot += row
        again = chance.random((size, places), dtype=np.float32)
        again *= self.donor_count
        drawn = again.astype(np.int32)
        drawn += self.donor_start
        drawn += row
        weights = np.tile(self.weights, size)
        used = np.bincount(drawn.ravel().take(slot.ravel()), weights, size * places)
        # Not by @: on a busy machine the threads of BLAS wait for each other, 30 times as long.
        times = used.reshape(size, -1).astype(np.float32)
        return np.asarray(np.einsum("dp,pc->dc", times, self.per_voter))

    def _pool(self, size: int, chance: np.random.Generator) -> Ints:
        """For each draw and kelurahan another one that stands in where its own reports end.

        The same rule at every level: r reporting areas below draw among themselves in r of
        r + PRIOR cases. How much rather late areas are drawn is itself drawn: nobody knows it.
        """
        drift = DRIFT * chance.random((size, 1), dtype=np.float32)
        power = np.float32(1) / (1 + drift)
        contest = np.zeros((size, len(self.kecamatan.count)), dtype=np.intp)
        kabupaten = self.kecamatan.stay(self.kabupaten.pick(contest, power, chance), chance)
        kecamatan = self.kecamatan.pick(kabupaten[:, self.kabupaten_of], power, chance)
        kecamatan = self.kelurahan.stay(kecamatan[:, self.kecamatan_of], chance, self.kecamatan_of)
        return self.kelurahan.pick(kecamatan, power, chance)


class _Children:
    """The areas below each parent that have reports, first arrivals first, for drawing one."""

    def __init__(self, parent_of: Ints, first: Numbers, reports: Counts, parents: int) -> None:
        alive = np.flatnonzero(np.isfinite(first))
        order = alive[np.lexsort((first[alive], parent_of[alive]))]
        parent = parent_of[order]
        self.count = np.bincount(parent, minlength=parents)
        self.start = np.cumsum(self.count) - self.count
        self.first = np.full(parents, np.inf)
        self.first[parent[::-1]] = first[order[::-1]]
        # An area has places by the root of those below it: by their number towns would stand in
        # for villages, evenly one report for a whole town (both measured: they bias).
        places = np.rint(np.sqrt(reports[order])).astype(np.int32)
        self.places = np.repeat(order, places)
        self.reports = np.bincount(parent, places, parents).astype(np.int32)
        before = np.cumsum(self.reports) - self.reports
        self.own_before, self.own_places = before[parent], self.reports[parent]

    def pick(self, parents: Ints, power: Floats, chance: np.random.Generator) -> Ints:
        """A living child of each parent (draws x any), from a resample of each draw.

        Areas that first reported late come rather than early ones, for what is missing resembles
        what came last. `power` (draws x 1): 1 makes no difference, smaller ones more.
        """
        late = chance.random((len(parents), len(self.own_before)), dtype=np.float32)
        late = np.exp(np.log(np.maximum(late, 1e-9)) * power)
        place = (late * self.own_places).astype(np.intp)
        drawn = self.places[np.minimum(place, self.own_places - 1) + self.own_before]
        count = self.count[parents]
        slot = (chance.random(parents.shape, dtype=np.float32) * count).astype(np.intp)
        slot = np.minimum(slot, count - 1) + self.start[parents]
        return np.take_along_axis(drawn, slot, axis=1)

    def stay(self, pool: Ints, chance: np.random.Generator, home: Ints | None = None) -> Ints:
        """The own area in r of r + PRIOR cases, r being its living children, else the pool's."""
        own = np.arange(len(self.count)) if home is None else home
        living = self.count[own]
        return np.where(chance.random(pool.shape) * (living + PRIOR) < living, own, pool)


def seat_counts(
    votes: Numbers,
    seats: int,
    method: Method = Method.SAINTE_LAGUE,
    excluded: NDArray[np.bool_] | None = None,
) -> NDArray[np.int32]:
    """Seats by draw and choice (draws x choices), in floats: for projections only, never a count.

    `excluded` (draws x choices) are the parties below the threshold in each draw.
    """
    part = np.array(votes, dtype=np.float64)
    if excluded is not None:
        part[excluded] = 0
    if method is Method.HARE:
        return _hare(part, seats)
    step = 2 if method is Method.SAINTE_LAGUE else 1
    quotients = part[:, :, None] / (1 + step * np.arange(seats))
    flat = quotients.reshape(len(part), -1)
    last = np.partition(flat, flat.shape[1] - seats, axis=1)[:, flat.shape[1] - seats]
    won = (quotients >= last[:, None, None]) & (quotients > 0)
    return np.asarray(won.sum(axis=2), dtype=np.int32)


def _hare(part: NDArray[np.float64], seats: int) -> NDArray[np.int32]:
    quotas = part * seats / np.maximum(part.sum(axis=1, keepdims=True), 1)
    won = np.floor(quotas).astype(np.int32)
    left = seats - won.sum(axis=1, keepdims=True)
    rank = np.argsort(np.argsort(won - quotas, axis=1), axis=1)
    return np.asarray(won + (rank < left), dtype=np.int32)


def seat_probabilities(counts: NDArray[np.int32]) -> list[dict[int, float]]:
    """For each choice how likely each number of seats is, from seats by draw."""
    shares = []
    for column in counts.T:
        values, times = np.unique(column, return_counts=True)
        shares.append({int(v): float(t) / len(column) for v, t in zip(values, times, strict=True)})
    return shares


def interval(values: Numbers, level: float = 0.9) -> tuple[Numbers, Numbers]:
    """Lower and upper end, by column, between which a share `level` of the draws lies."""
    tail = (1 - level) / 2
    low, high = np.quantile(values, [tail, 1 - tail], axis=0)
    return low, high
