"""Weighing a page is exact, and no sum makes a number: laws over any page, not examples."""

import itertools
import math
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.agree import SEEN_BAR, weigh
from ocr.joint import Domains, Scale, Sum, Value, chances, groups, single_cause, weights
from ocr.signs import Candidate

SUMS: list[Sum] = [("sah", ("satu", "dua")), ("total", ("sah", "rusak")), ("semua", ("total",))]
NAMES = ("satu", "dua", "sah", "rusak", "total", "semua", "lain")
CLEAR = st.floats(0.98, 0.999)


def closed(rest: Value) -> float:
    return 0.01 if rest is None else 0.9 if rest == 0 else 0.002


def every_page(
    domains: Domains, sums: Sequence[Sum], scale: Scale
) -> dict[str, dict[Value, float]]:
    """The same by trying every page, one after the other."""
    out: dict[str, dict[Value, float]] = {name: {} for name in domains}
    for values in itertools.product(*domains.values()):
        page = dict(zip(domains, values, strict=True))
        weight = 1.0
        for name, value in page.items():
            weight = scale.both(weight, domains[name][value])
        for total, parts in sums:
            known = [page[name] for name in (total, *parts)]
            numbers = [value for value in known if value is not None]
            rest = sum(numbers[1:]) - numbers[0] if len(numbers) == len(known) else None
            weight = scale.both(weight, scale.closed(rest))
        for name, value in page.items():
            before = out[name].get(value)
            out[name][value] = weight if before is None else scale.either(before, weight)
    return out


def domain() -> st.SearchStrategy[dict[Value, float]]:
    values = st.one_of(st.none(), st.integers(0, 9))
    return st.dictionaries(values, st.floats(0.01, 1.0), min_size=1, max_size=3)


@given(st.fixed_dictionaries({name: domain() for name in NAMES}))
def test_a_pass_over_the_numbers_weighs_as_trying_every_page_does(domains: Domains) -> None:
    for scale in (chances(closed), single_cause()):
        alone = {name: {name: domains[name]} for name in ("lain",)}
        together = {name: domains[name] for name in NAMES if name != "lain"}
        expected = every_page(together, SUMS, scale) | every_page(alone["lain"], [], scale)
        found = weights(domains, SUMS, scale)
        for name, value in ((n, v) for n in NAMES for v in domains[n]):
            weight = found[name].get(value, 0.0)
            assert weight == pytest.approx(expected[name][value], rel=1e-6, abs=1e-9)


@given(st.fixed_dictionaries({name: domain() for name in NAMES}), st.permutations(NAMES))
def test_the_order_of_the_numbers_makes_no_difference(
    domains: Domains, order: Sequence[str]
) -> None:
    turned = {name: domains[name] for name in order}
    one, other = (weights(d, SUMS, chances(closed)) for d in (domains, turned))
    for name, value in ((n, v) for n in NAMES for v in domains[n]):
        assert one[name].get(value, 0.0) == pytest.approx(other[name].get(value, 0.0), abs=1e-9)


def test_numbers_of_no_common_sum_are_weighed_apart() -> None:
    assert groups(NAMES, SUMS) == [("satu", "dua", "sah", "rusak", "total", "semua"), ("lain",)]


@st.composite
def readings(draw: st.DrawFn) -> dict[str, tuple[Candidate, ...]]:
    """What boxes may show of a page, sums or no sums."""
    out = {}
    for name in NAMES[:5]:
        values = draw(st.lists(st.integers(0, 300), min_size=1, max_size=4, unique=True))
        shares = sorted((draw(st.floats(0.001, 1.0)) for _ in values), reverse=True)
        whole = math.fsum(shares) / draw(st.floats(0.9, 1.0))
        out[name] = tuple(
            Candidate(v, str(v).rjust(3, "X"), s / whole)
            for v, s in zip(values, shares, strict=True)
        )
    return out


@given(readings())
def test_what_is_certain_is_what_the_boxes_show_first(
    seen: Mapping[str, tuple[Candidate, ...]],
) -> None:
    """No sum repairs a number, and none makes one that the boxes hardly show."""
    for name, item in weigh(seen, SUMS[:2]).items():
        assert item.seen == seen[name]
        if item.certain:
            assert item.wanted is None
            assert item.seen[0].probability >= SEEN_BAR


def written(value: int, sure: float, other: int) -> tuple[Candidate, ...]:
    """A number as clear boxes show it, and another that they hardly do."""
    return tuple(
        Candidate(v, str(v).rjust(3, "X"), p) for v, p in ((value, sure), (other, 1 - sure))
    )


@st.composite
def true_pages(draw: st.DrawFn) -> dict[str, int]:
    one, two, spoilt = (draw(st.integers(20, most)) for most in (140, 120, 30))
    return dict(zip(NAMES[:5], (one, two, one + two, spoilt, one + two + spoilt), strict=True))


@given(true_pages(), st.data(), st.sampled_from(NAMES[:5]), st.floats(0.6, 0.9))
def test_only_the_odd_number_is_asked(
    page: dict[str, int], data: st.DataObject, odd: str, sure: float
) -> None:
    """One number is misread, its truth is what the boxes show second: the sums find which it is."""
    seen = {name: written(value, data.draw(CLEAR), value + 307) for name, value in page.items()}
    digit = data.draw(st.sampled_from((1, 2, 5, 7)))
    seen[odd] = written(page[odd] + digit, sure, page[odd])
    agreed = weigh(seen, SUMS[:2])
    assert [name for name in agreed if not agreed[name].certain] == [odd]
    assert agreed[odd].wanted == page[odd]


@given(true_pages(), st.sampled_from((1, 3, 10, 40)), st.floats(0.55, 0.9))
def test_one_hand_that_misleads_alike_in_three_numbers_is_never_certain(
    page: dict[str, int], by: int, sure: float
) -> None:
    """The wrong numbers hold every sum, as the right ones do: the sums vouch for neither."""
    seen = {name: written(value, 0.999, value + 307) for name, value in page.items()}
    for name in ("satu", "sah", "total"):
        seen[name] = written(page[name] + by, sure, page[name])
    agreed = weigh(seen, SUMS[:2])
    assert [name for name in agreed if agreed[name].certain] == ["dua", "rusak"]


@given(true_pages(), CLEAR)
def test_a_page_of_clear_boxes_and_sums_that_hold_needs_no_question(
    page: dict[str, int], sure: float
) -> None:
    seen = {name: written(value, sure, value + 307) for name, value in page.items()}
    assert all(item.certain for item in weigh(seen, SUMS[:2]).values())
