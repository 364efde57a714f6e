"""The projection: neighbours stand in, doubt shows as width, and its intervals hold on 2019."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from models.rules.projection import (
    Stations,
    interval,
    project,
    seat_counts,
    seat_probabilities,
)
from models.rules.seats import Method, allocate

from .stations2019 import Ints, Stations2019, arrivals, load

# Two kabupaten with two kecamatan of two kelurahan each; votes differ by place.
KECAMATAN = np.array([0, 0, 1, 1, 2, 2, 3, 3])
KABUPATEN = np.array([0, 0, 1, 1])


def country(reported: list[int], missing: list[int], votes: list[tuple[int, int]]) -> Stations:
    return Stations(
        np.array(votes),
        np.full(len(reported), 200),
        np.array(reported),
        np.arange(len(reported)),
        np.full(len(missing), 200),
        np.array(missing, dtype=np.intp),
        KECAMATAN,
        KABUPATEN,
    )


def test_with_everything_reported_nothing_is_guessed() -> None:
    draws = project(country([0, 1], [], [(100, 50), (80, 20)]), draws=5)
    assert draws is not None
    assert (draws == [180, 70]).all()


def test_without_any_report_there_is_no_projection() -> None:
    nothing = country([], [0, 1], [])
    assert project(replace(nothing, votes=np.empty((0, 2)))) is None


def test_a_missing_station_resembles_its_own_kelurahan() -> None:
    reported = [0] * 10 + [6] * 10
    votes = [(150, 30)] * 10 + [(10, 120)] * 10
    draws = project(country(reported, [0] * 10, votes), draws=200)
    assert draws is not None
    first = np.median(draws[:, 0]) - 1600
    assert first > 1300, "ten of 150, and hardly any of the other kabupaten"


def test_a_missing_kelurahan_resembles_its_kecamatan_first() -> None:
    reported = [0] * 6 + [2] * 6 + [4] * 6 + [5] * 6
    votes = [(60, 60)] * 12 + [(150, 10)] * 12
    draws = project(country(reported, [6] * 10, votes), draws=300)
    assert draws is not None
    assert np.median(draws[:, 0] - 2520) > 1200, "kecamatan 3 is silent, kabupaten 1 is not"


def test_registered_voters_scale_what_is_missing() -> None:
    base = country([0] * 20, [0] * 10, [(100, 50)] * 20)
    small = replace(base, missing_voters=np.full(10, 100))
    one, other = project(base, 20), project(small, 20)
    assert one is not None
    assert other is not None
    assert np.allclose(one[:, 0] - 2000, 1000)
    assert np.allclose(other[:, 0] - 2000, 500)


def test_a_prison_with_few_registered_voters_does_not_multiply() -> None:
    base = country([0] * 20, [0] * 10, [(100, 50)] * 20)
    prison = replace(base, voters=np.array([1] + [200] * 19))
    draws = project(prison, 50)
    assert draws is not None
    assert draws[:, 0].max() <= 2000 + 10 * 200


def test_the_same_seed_gives_the_same_draws() -> None:
    stations = country([0, 2, 4, 6], [1, 3, 5, 7], [(10, 90), (50, 50), (70, 30), (20, 80)])
    one, same, other = (project(stations, 30, seed) for seed in (1, 1, 2))
    assert one is not None
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


@pytest.mark.parametrize("method", list(Method))
def test_seats_by_draw_are_those_of_the_exact_rule(method: Method) -> None:
    votes = np.random.default_rng(7).integers(1, 300_000, (60, 9))
    counts = seat_counts(votes, 8, method)
    for draw, numbers in zip(votes, counts, strict=True):
        exact = allocate({str(p): int(n) for p, n in enumerate(draw)}, 8, method)
        assert [exact.seats.get(str(p), 0) for p in range(9)] == numbers.tolist()


def test_parties_below_the_threshold_win_nothing_in_that_draw() -> None:
    votes = np.array([[600, 300, 100], [600, 300, 100]])
    out = np.array([[False, False, True], [False, True, True]])
    counts = seat_counts(votes, 3, excluded=out)
    assert counts.tolist() == [[2, 1, 0], [3, 0, 0]]
    assert seat_probabilities(counts) == [{2: 0.5, 3: 0.5}, {0: 0.5, 1: 0.5}, {0: 1.0}]


def split(
    stations: Stations2019, ids: Ints, came: NDArray[np.bool_], late: NDArray[np.float64]
) -> Stations:
    """The stations of one contest, areas numbered anew, those that came and the others."""
    _, first, kelurahan = np.unique(stations.kelurahan[ids], return_index=True, return_inverse=True)
    _, above, kecamatan = np.unique(
        stations.kecamatan[ids][first], return_index=True, return_inverse=True
    )
    _, kabupaten = np.unique(stations.kabkota[ids][first][above], return_inverse=True)
    here, there = came[ids], ~came[ids]
    return Stations(
        stations.votes[ids][here],
        stations.voters[ids][here],
        kelurahan[here],
        late[ids][here],
        stations.voters[ids][there],
        kelurahan[there],
        kecamatan,
        kabupaten,
    )


def held(
    stations: Stations2019, contest: Ints, share: float, seed: int, far: bool
) -> list[tuple[bool, float, float, float]]:
    """For each contest: did the 90 % interval hold, its half width, error, and the raw error."""
    chance = np.random.default_rng(seed)
    size = len(contest)
    late = arrivals(stations, chance) if far else chance.random(size)
    came = late <= np.quantile(late, share)
    order = np.argsort(contest, kind="stable")
    results = []
    for ids in np.split(order, np.flatnonzero(np.diff(contest[order])) + 1):
        if came[ids].sum() < 20 or (~came[ids]).sum() < 5:
            continue
        draws = project(split(stations, ids, came, late), 60, seed)
        assert draws is not None
        shares = draws[:, 0] / draws.sum(axis=1)
        low, high = interval(shares)
        true, raw = (
            v[:, 0].sum() / v.sum() for v in (stations.votes[ids], stations.votes[ids][came[ids]])
        )
        results.append(
            (
                bool(low <= true <= high),
                (high - low) / 2,
                abs(np.median(shares) - true),
                abs(raw - true),
            )
        )
    return results


@pytest.mark.shared
def test_intervals_hold_on_the_stations_of_2019_hidden_as_they_would_arrive(
    election: Path,
) -> None:
    """Half of the stations are in; all shares and levels stand in docs/projection.md."""
    stations = load(election)
    found = held(stations, stations.kabkota, 0.5, 100, far=True)
    found += held(stations, stations.provinsi, 0.5, 101, far=True)
    assert len(found) > 350
    assert np.mean([line[0] for line in found]) > 0.88, "of 90 %"
    assert np.median([line[2] for line in found]) < np.median([line[3] for line in found])
