"""Findings at scale: each is raised by its case, and seldom by honest stations."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models.rules.anomalies import CrowdCode, StationNumbers, crowd, last_digits, same_numbers
from models.rules.sightings import (
    Sighting,
    SightingCode,
    distance,
    impossible_time,
    photos_twice,
    two_places,
)
from models.values import Location

from .stations2019 import load

NIGHT = datetime(2024, 2, 14, 12, 0, tzinfo=UTC)


def village(*stations: tuple[tuple[int, ...], int, int]) -> list[StationNumbers]:
    """Stations of one kelurahan: votes, invalid, voters."""
    return [
        StationNumbers(f"{n:03}", "9801012001", votes, invalid, voters)
        for n, (votes, invalid, voters) in enumerate(stations, 1)
    ]


USUAL = [((100 + n, 90 - n), 4 + n % 3, 240 + n) for n in range(8)]


def found(stations: list[StationNumbers]) -> set[tuple[str, str]]:
    return {(flag.place, flag.finding.code) for flag in crowd(stations)}


def test_ordinary_neighbours_raise_nothing() -> None:
    assert found(village(*USUAL)) == set()


@pytest.mark.parametrize(
    ("odd", "code"),
    [
        (((30, 29), 1, 240), CrowdCode.TURNOUT),
        (((190, 3), 4, 240), CrowdCode.SHARE),
        (((70, 60), 70, 250), CrowdCode.INVALID),
        (((100, 95), 5, 200), CrowdCode.FULL_TURNOUT),
        (((195, 0), 4, 245), CrowdCode.ONE_TAKES_ALL),
    ],
)
def test_the_odd_one_out_is_found(odd: tuple[tuple[int, int], int, int], code: CrowdCode) -> None:
    flags = found(village(*USUAL, odd))
    assert ("009", code) in flags
    assert {place for place, _ in flags} == {"009"}


def test_one_form_sent_for_two_stations() -> None:
    stations = village(*USUAL, USUAL[2])
    assert {flag.place for flag in same_numbers(stations)} == {"003", "009"}
    other_invalid = (*USUAL[2][:1], 77, 240)
    assert not list(same_numbers(village(*USUAL, other_invalid)))


def test_few_neighbours_say_nothing() -> None:
    assert found(village(*USUAL[:3], ((190, 3), 4, 240))) == set()


def test_invented_last_digits_are_found_and_honest_ones_are_not() -> None:
    honest = [20 + (n * 7919) % 180 for n in range(400)]
    loves_five = [number - number % 10 + 5 if n % 3 else number for n, number in enumerate(honest)]
    dealt_out = [20 + n for n in range(400)]
    assert [flag.place for flag in last_digits("saksi 7", loves_five)] == ["saksi 7"]
    assert [flag.finding.code for flag in last_digits("saksi 8", dealt_out)] == ["A04"]
    assert not list(last_digits("saksi 9", loves_five[:90])), "too few to say anything"


def test_a_photo_sent_for_two_stations() -> None:
    photos = [("aa", "001"), ("aa", "001"), ("bb", "001"), ("bb", "002")]
    flags = list(photos_twice(photos))
    assert [flag.place for flag in flags] == ["001", "002"]
    assert {flag.finding.code for flag in flags} == {SightingCode.PHOTO_TWICE}


YOGYA, SLEMAN = Location(-7.80, 110.37), Location(-7.70, 110.37)


def seen(station: str, minutes: int, location: Location | None = None) -> Sighting:
    return Sighting(1, station, NIGHT + timedelta(minutes=minutes), location)


def test_distance_of_a_tenth_of_a_degree() -> None:
    assert distance(YOGYA, SLEMAN) == pytest.approx(11.12, abs=0.01)


@pytest.mark.parametrize(
    ("one", "two", "flagged"),
    [
        (seen("001", 0, YOGYA), seen("002", 3, SLEMAN), True),
        (seen("001", 0, YOGYA), seen("002", 30, SLEMAN), False),
        (seen("001", 0, YOGYA), seen("002", 0, YOGYA), False),
        (seen("001", 0), seen("002", 5), True),
        (seen("001", 0), seen("002", 15), False),
        (seen("001", 0, YOGYA), seen("001", 1, SLEMAN), False),
    ],
)
def test_a_witness_in_two_places(one: Sighting, two: Sighting, flagged: bool) -> None:
    assert [flag.place for flag in two_places([two, one])] == (["002"] if flagged else [])


def test_times_that_cannot_be() -> None:
    closes, until = NIGHT, NIGHT + timedelta(hours=23)

    def code(minutes: int) -> str | None:
        flag = impossible_time("001", NIGHT + timedelta(minutes=minutes), closes, until)
        return flag.finding.code if flag else None

    assert code(-1) == SightingCode.TOO_EARLY
    assert code(90) is None
    assert code(60 * 23 + 1) == SightingCode.TOO_LATE


def test_every_code_has_a_line_in_the_documentation() -> None:
    lines = (Path(__file__).parents[2] / "docs" / "checks.md").read_text().splitlines()
    documented = {line.split("|")[1].strip() for line in lines if line.startswith("| ")}
    assert {*CrowdCode, *SightingCode} <= documented


@pytest.mark.shared
def test_few_honest_stations_of_2019_are_flagged(election: Path) -> None:
    """The shares stand in docs/checks.md; every fourth kelurahan holds them there."""
    real = load(election)
    numbers = [
        StationNumbers(str(place), str(village), tuple(votes), invalid, voters)
        for place, (village, votes, invalid, voters) in enumerate(
            zip(
                real.kelurahan.tolist(),
                real.votes.tolist(),
                real.invalid.tolist(),
                real.voters.tolist(),
                strict=True,
            )
        )
        if invalid >= 0 and village % 4 == 0
    ]
    flags = Counter(str(flag.finding.code) for flag in crowd(numbers))
    share = {code: 100 * count / len(numbers) for code, count in flags.items()}
    measured = {"A01": 0.30, "A02": 0.21, "A03": 0.32, "A05": 1.62, "A06": 1.33, "A07": 0.38}
    assert share == pytest.approx(measured, abs=0.09)
