"""Every check finds what it is for, stays silent on a good form, and is documented."""

from dataclasses import replace
from pathlib import Path

import pytest

from models.rules.checks import Code, Refusal, ballots_printed, check, impossible, refused
from models.values import Finding, Severity, StationFacts, Tally

from .ballots import PAIRS, PARTIES, STATION, pairs

GOOD_FIGURES = {
    **{"dpt_l": 148, "dpt_p": 152, "dpt_j": 300},
    **{"pengguna_dpt_l": 100, "pengguna_dpt_p": 110, "pengguna_dpt_j": 210},
    **{"pengguna_dptb_l": 2, "pengguna_dptb_p": 1, "pengguna_dptb_j": 3},
    **{"pengguna_dpk_l": 0, "pengguna_dpk_p": 1, "pengguna_dpk_j": 1},
    **{"pengguna_total_l": 102, "pengguna_total_p": 112, "pengguna_total_j": 214},
    **{"diterima": 306, "digunakan": 214, "rusak": 1, "sisa": 91},
    **{"disabilitas_l": 1, "disabilitas_p": 0, "disabilitas_j": 1},
}
GOOD = replace(pairs(100, 90, 20), figures=GOOD_FIGURES)


def with_figures(**changed: int) -> Tally:
    return replace(GOOD, figures={**GOOD_FIGURES, **changed})


# One broken form for each code: what is given, and the finding it must raise.
CASES: dict[Code, tuple[Tally, Finding]] = {
    Code.CHOICES: (
        pairs(100, 90, 20, valid=219, total=223),
        Finding(
            Code.CHOICES,
            Severity.ASK,
            ("1", "2", "3", "valid"),
            {"counted": 210, "written": 219, "difference": 9},
        ),
    ),
    Code.TOTAL: (
        pairs(100, 90, 20, total=213),
        Finding(
            Code.TOTAL,
            Severity.ASK,
            ("valid", "invalid", "total"),
            {"counted": 214, "written": 213, "difference": -1},
        ),
    ),
    Code.PARTY: (
        Tally((76, 12, 40, 15, 3, 1, 2, 0, 0), 79, 1, 80),
        Finding(
            Code.PARTY,
            Severity.ASK,
            ("1.0", "1.1", "1.2", "1"),
            {"counted": 67, "written": 76, "difference": 9},
        ),
    ),
    Code.VOTED: (
        replace(pairs(100, 90, 20), figures={"pengguna_total_j": 215}),
        Finding(
            Code.VOTED,
            Severity.ASK,
            ("pengguna_total_j", "total"),
            {"counted": 215, "written": 214, "difference": -1},
        ),
    ),
    Code.MEN_WOMEN: (
        with_figures(disabilitas_l=0),
        Finding(
            Code.MEN_WOMEN,
            Severity.ASK,
            ("disabilitas_l", "disabilitas_p", "disabilitas_j"),
            {"counted": 0, "written": 1, "difference": 1},
        ),
    ),
    Code.VOTED_ROWS: (
        with_figures(pengguna_dpk_p=0, pengguna_dpk_l=1),
        Finding(
            Code.VOTED_ROWS,
            Severity.ASK,
            ("pengguna_dpt_l", "pengguna_dptb_l", "pengguna_dpk_l", "pengguna_total_l"),
            {"counted": 103, "written": 102, "difference": -1},
        ),
    ),
    Code.BALLOTS: (
        with_figures(sisa=90),
        Finding(
            Code.BALLOTS,
            Severity.ASK,
            ("digunakan", "rusak", "sisa", "diterima"),
            {"counted": 305, "written": 306, "difference": 1},
        ),
    ),
    Code.USED: (
        with_figures(digunakan=213, sisa=92),
        Finding(
            Code.USED,
            Severity.ASK,
            ("digunakan", "total"),
            {"counted": 213, "written": 214, "difference": 1},
        ),
    ),
    Code.PRINTED: (
        pairs(200, 90, 13),
        Finding(Code.PRINTED, Severity.REVIEW, ("total",), {"written": 307, "limit": 306}),
    ),
    Code.USED_RECEIVED: (
        with_figures(diterima=213),
        Finding(
            Code.USED_RECEIVED,
            Severity.ASK,
            ("digunakan", "diterima"),
            {"digunakan": 214, "limit": 213},
        ),
    ),
    Code.TURNOUT: (
        replace(pairs(200, 90, 11), figures={"pengguna_dptb_j": 3, "pengguna_dpk_j": 1}),
        Finding(Code.TURNOUT, Severity.ASK, ("total",), {"written": 305, "limit": 304}),
    ),
    Code.BEYOND_REGISTER: (
        pairs(200, 90, 7),
        Finding(Code.BEYOND_REGISTER, Severity.NOTE, ("total",), {"written": 301, "limit": 300}),
    ),
    Code.REGISTERED_VOTED: (
        with_figures(pengguna_dpt_j=301),
        Finding(
            Code.REGISTERED_VOTED,
            Severity.ASK,
            ("pengguna_dpt_j",),
            {"written": 301, "limit": 300},
        ),
    ),
    Code.REGISTER_DIFFERS: (
        with_figures(dpt_j=232120),
        Finding(
            Code.REGISTER_DIFFERS,
            Severity.NOTE,
            ("dpt_j",),
            {"written": 232120, "register": 300},
        ),
    ),
    Code.DISABILITIES: (
        with_figures(disabilitas_l=215, disabilitas_j=215),
        Finding(
            Code.DISABILITIES,
            Severity.ASK,
            ("disabilitas_j", "pengguna_total_j"),
            {"disabilitas_j": 215, "limit": 214},
        ),
    ),
    Code.ALL_ZERO: (
        pairs(0, 0, 0, invalid=0, total=0),
        Finding(Code.ALL_ZERO, Severity.ASK, ("valid", "total"), {}),
    ),
}


@pytest.mark.parametrize("code", list(Code))
def test_each_code_is_raised_by_its_broken_form(code: Code) -> None:
    tally, expected = CASES[code]
    contest = PAIRS if len(tally.votes) == 3 else PARTIES
    assert expected in check(tally, contest, STATION)


def test_a_good_form_has_no_findings() -> None:
    assert check(GOOD, PAIRS, STATION) == ()
    party_page = Tally((67, 12, 40, 15, 3, 1, 2, 0, 0), 70, 1, 71)
    assert check(party_page, PARTIES, STATION) == ()


def test_every_code_has_a_line_in_the_documentation() -> None:
    lines = (Path(__file__).parents[2] / "docs" / "checks.md").read_text().splitlines()
    documented = {line.split("|")[1].strip() for line in lines if line.startswith("| ")}
    assert {*Code, *Refusal} <= documented


def test_codes_are_permanent() -> None:
    assert sorted(Code) == [
        *("B01", "B02", "S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08"),
        *("V01", "V02", "V03", "V04", "V05", "Z01"),
    ]


def test_checks_whose_numbers_are_missing_are_skipped() -> None:
    assert check(Tally((100, None, 20), valid=500, total=300), PAIRS, STATION) == ()
    assert check(Tally((None,) * 9), PARTIES, STATION) == ()
    totals_only = Tally((76, None, None, None, 3, None, None, 0, None), 79, 1, 80)
    assert check(totals_only, PARTIES, STATION) == ()


def test_used_ballots_are_held_against_the_voters_where_no_total_was_given() -> None:
    tally = replace(with_figures(digunakan=213, sisa=92), total=None)
    (finding,) = check(tally, PAIRS, STATION)
    assert (finding.code, finding.fields) == (Code.USED, ("digunakan", "pengguna_total_j"))


def test_special_stations_may_exceed_the_ballots_printed() -> None:
    prison = StationFacts("3471011001901", 901, voters=100, special=True)
    found = {f.code: f.severity for f in check(pairs(200, 30, 3), PAIRS, prison)}
    assert found[Code.PRINTED] is Severity.NOTE


def test_voters_moved_in_explain_a_turnout_beyond_the_register() -> None:
    tally = replace(pairs(200, 90, 7), figures={"pengguna_dptb_j": 0, "pengguna_dpk_j": 1})
    assert check(tally, PAIRS, STATION) == ()


def test_without_a_register_no_limit_is_checked() -> None:
    assert check(pairs(900, 0, 0), PAIRS, StationFacts("99AZ010001001", 1)) == ()


@pytest.mark.parametrize(
    ("voters", "ballots"), [(300, 306), (301, 308), (50, 51), (1, 2), (0, 0), (150, 153)]
)
def test_ballots_printed_are_exact(voters: int, ballots: int) -> None:
    assert ballots_printed(StationFacts("x", 1, voters=voters)) == ballots


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (0, None),
        (999, None),
        ("083", None),
        (" 12 ", None),
        (-1, Refusal.NEGATIVE),
        ("-12", Refusal.NEGATIVE),
        (1000, Refusal.TOO_MANY_DIGITS),
        ("9" * 5000, Refusal.TOO_MANY_DIGITS),
        ("--5", Refusal.NOT_A_NUMBER),
        ("", Refusal.NOT_A_NUMBER),
        ("1️⃣2", Refusal.NOT_A_NUMBER),
        ("abc", Refusal.NOT_A_NUMBER),
        (1.5, Refusal.NOT_A_NUMBER),
        (True, Refusal.NOT_A_NUMBER),
        (None, Refusal.NOT_A_NUMBER),
    ],
)
def test_only_impossible_numbers_are_refused(value: object, reason: Refusal | None) -> None:
    assert impossible(value, boxes=3) == reason


def test_refused_numbers_are_named_by_field() -> None:
    tally = replace(pairs(-5, 90, 1000), figures={"sisa": 5000})
    assert refused(tally, PAIRS, 3) == {
        "1": Refusal.NEGATIVE,
        "3": Refusal.TOO_MANY_DIGITS,
        "valid": Refusal.TOO_MANY_DIGITS,
        "total": Refusal.TOO_MANY_DIGITS,
        "sisa": Refusal.TOO_MANY_DIGITS,
    }
