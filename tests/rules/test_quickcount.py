"""The quick count: samples anybody can repeat, margins that hold, an hour that is kept."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from models.errors import BadInput, PublicationLocked
from models.rules.quickcount import (
    Design,
    Response,
    Sampled,
    estimate,
    require_publication,
    stratified,
    systematic,
)

from .stations2019 import load

CODES = [f"{number:05}" for number in range(1000)]


def test_systematic_takes_every_kth_station_from_a_public_start() -> None:
    drawn = systematic(CODES, 40, "undian 14 Februari")
    assert drawn == systematic(CODES, 40, "undian 14 Februari")
    assert {int(two) - int(one) for one, two in pairwise(drawn)} == {25}
    assert drawn != systematic(CODES, 40, "undian lain")


def test_the_draw_of_a_seed_never_changes() -> None:
    assert systematic(CODES, 4, "saksi") == ["00078", "00328", "00578", "00828"]


@pytest.mark.parametrize("size", [1, 7, 999, 1000])
def test_every_size_gives_that_many_different_stations(size: int) -> None:
    assert len(set(systematic(CODES, size, "x"))) == size


@pytest.mark.parametrize("size", [0, -1, 1001])
def test_impossible_sizes_are_refused(size: int) -> None:
    with pytest.raises(BadInput):
        systematic(CODES, size, "x")
    with pytest.raises(BadInput):
        stratified({"a": CODES}, size, "x")


def test_every_station_has_the_same_chance() -> None:
    times = Counter(code for n in range(3000) for code in systematic(CODES[:7], 3, str(n)))
    assert len(times) == 7
    assert max(times.values()) - min(times.values()) < 200, "3000 x 3 / 7 = 1286 each"


def test_strata_come_in_proportion_and_never_alone() -> None:
    strata = {"besar": CODES[:800], "sedang": CODES[800:990], "kecil": CODES[990:]}
    drawn = stratified(strata, 100, "x")
    count = Counter(next(n for n, codes in strata.items() if code in codes) for code in drawn)
    assert count == {"besar": 80, "sedang": 19, "kecil": 2}, "two of the small one: 101"
    assert len(set(drawn)) == 101


def answers(*pairs: tuple[int, int], stratum: str = "a") -> list[Sampled]:
    return [Sampled(str(n), stratum, {"1": a, "2": b}) for n, (a, b) in enumerate(pairs)]


def test_stations_that_are_all_alike_leave_no_doubt() -> None:
    count = estimate(answers(*[(60, 40)] * 20), {"a": 1000})
    assert (count.estimates["1"].share, count.estimates["1"].margin) == (0.6, 0.0)


def test_the_margin_comes_from_the_spread_between_stations() -> None:
    alike = estimate(answers(*[(61, 39), (59, 41)] * 50), {"a": 10_000}).estimates["1"]
    apart = estimate(answers(*[(90, 10), (30, 70)] * 50), {"a": 10_000}).estimates["1"]
    assert alike.share == apart.share == 0.6
    assert apart.margin > 20 * alike.margin
    assert apart.design_effect > 10 > 1 > alike.design_effect


def test_a_silent_stratum_member_is_made_up_for_inside_its_stratum() -> None:
    town = answers(*[(80, 20)] * 10, stratum="kota")
    village = [*answers(*[(20, 80)] * 2, stratum="desa"), *[Sampled("x", "desa")] * 8]
    count = estimate([*town, *village], {"kota": 500, "desa": 500}, Design.STRATIFIED)
    assert count.estimates["1"].share == 0.5
    assert count.responses == {"kota": Response(10, 10), "desa": Response(10, 2)}
    assert (count.selected, count.answered) == (20, 12)


def test_one_answer_is_no_quick_count() -> None:
    with pytest.raises(BadInput):
        estimate([*answers((5, 5)), Sampled("x", "a")], {"a": 10})
    with pytest.raises(BadInput, match="desa"):
        estimate(answers((5, 5), (6, 6), stratum="desa"), {"kota": 10})


def test_nothing_goes_out_before_the_hour() -> None:
    hour = datetime(2024, 2, 14, 8, 0, tzinfo=UTC)  # 15:00 WIB
    with pytest.raises(PublicationLocked):
        require_publication(hour - timedelta(seconds=1), hour)
    require_publication(hour, hour)
    require_publication(hour - timedelta(days=1), None)


@pytest.mark.shared
@pytest.mark.parametrize(("design", "worst"), [(Design.SYSTEMATIC, 0.85), (Design.STRATIFIED, 1.0)])
def test_margins_hold_on_the_stations_of_2019(election: Path, design: Design, worst: float) -> None:
    stations = load(election)
    codes = [str(place) for place in range(len(stations.total))]
    region = [str(number) for number in stations.provinsi]
    votes = stations.votes.tolist()
    strata: dict[str, list[str]] = {}
    for code, name in zip(codes, region, strict=True):
        strata.setdefault(name, []).append(code)
    sizes = {name: len(members) for name, members in strata.items()}
    true = stations.votes[:, 0].sum() / stations.votes.sum()
    errors, held = [], []
    for number in range(40):
        drawn = (
            systematic(codes, 2000, f"uji {number}")
            if design is Design.SYSTEMATIC
            else stratified(strata, 2000, f"uji {number}")
        )
        sample = [
            Sampled(code, region[int(code)], dict(zip("12", votes[int(code)], strict=True)))
            for code in drawn
        ]
        found = estimate(sample, sizes, design).estimates["1"]
        errors.append(100 * abs(found.share - true))
        held.append(abs(found.share - true) <= found.margin)
    assert np.mean(held) >= 0.9, "of 95 %"
    assert np.quantile(errors, 0.95) < worst, "points; over 400 samples 0.69 and 0.84"
