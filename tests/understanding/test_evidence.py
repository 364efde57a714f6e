"""Sums told in a message bear its figures, and nothing else does."""

from random import Random

import pytest

from tests.understanding.judge import Figures, changes
from tests.understanding.place import opened

_STRANGE = "jendela kucing sepeda gudang peluit kelereng kerbau layangan boneka gerobak".split()
_SHAPES = (
    "{w} anies {a} prabowo {p} ganjar {g} sah {v} tidak sah {i} total {t}",
    "anies {a} prabowo {p} ganjar {g} {w} sah {v} tidak sah {i} total {t}",
    "anies {a} prabowo {p} ganjar {g} sah {v} tidak sah {i} total {t} {w}",
    "01 = {a}, 02 = {p}, 03 = {g}, sah = {v}, {w} tidak sah = {i}, jumlah = {t}",
)


def _tally(chance: Random) -> dict[str, int]:
    a, p, g = (chance.randint(31, 80) for _ in range(3))
    i = chance.randint(1, 20)
    return {"a": a, "p": p, "g": g, "v": a + p + g, "i": i, "t": a + p + g + i}


def _taken(said: str) -> Figures:
    before = opened("ppwp")
    return changes(before.held, before.say(said).held)


@pytest.mark.parametrize("shape", _SHAPES)
def test_whole_sums_carry_a_word_that_nobody_knows(shape: str) -> None:
    for seed, word in enumerate(_STRANGE):
        n = _tally(Random(seed))
        figures = {"1": n["a"], "2": n["p"], "3": n["g"], "valid": n["v"]}
        meant = {**figures, "invalid": n["i"], "total": n["t"]}
        assert _taken(shape.format(w=word, **n)) == {"ppwp": meant}


@pytest.mark.parametrize("shape", _SHAPES[:3])
@pytest.mark.parametrize("wrong", ["v", "t"])
def test_a_sum_that_does_not_hold_carries_nothing(shape: str, wrong: str) -> None:
    for seed, word in enumerate(_STRANGE):
        n = _tally(Random(seed))
        n[wrong] += 1
        assert _taken(shape.format(w=word, **n)) == {}


@pytest.mark.parametrize(
    "word", ["di gudang", "kata boneka", "misal", "target", "semoga", "punya kelereng"]
)
def test_no_sum_carries_another_place_a_person_or_a_wish(word: str) -> None:
    for seed in range(10):
        n = _tally(Random(seed))
        assert _taken(_SHAPES[0].format(w=word, **n)) == {}


def test_sums_larger_than_the_ballots_of_the_station_carry_nothing() -> None:
    said = "gudang anies 120 prabowo 90 ganjar 80 sah 290 tidak sah 3 total 293"
    assert _taken(said) == {}
