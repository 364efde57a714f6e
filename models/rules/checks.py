"""Checks of one station's numbers for one ballot; knows no user texts, no database, no history."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from math import ceil

from models.values import Contest, Finding, Severity, StationFacts, Tally


class Code(StrEnum):
    """Permanent codes of the checks of one report; docs/checks.md has a line for each."""

    CHOICES = "S01"
    TOTAL = "S02"
    PARTY = "S03"
    VOTED = "S04"
    MEN_WOMEN = "S05"
    VOTED_ROWS = "S06"
    BALLOTS = "S07"
    USED = "S08"
    PRINTED = "B01"
    USED_RECEIVED = "B02"
    TURNOUT = "V01"
    BEYOND_REGISTER = "V02"
    REGISTERED_VOTED = "V03"
    REGISTER_DIFFERS = "V04"
    DISABILITIES = "V05"
    ALL_ZERO = "Z01"


class Refusal(StrEnum):
    """Why a number cannot stand on the form at all: the only numbers that are refused."""

    NEGATIVE = "I01"
    NOT_A_NUMBER = "I02"
    TOO_MANY_DIGITS = "I03"


_NUMBER = re.compile("[+-]?[0-9]+")

ROWS = ("dpt", "pengguna_dpt", "pengguna_dptb", "pengguna_dpk", "pengguna_total", "disabilitas")
"""Rows of the form's first page that have columns L (men), P (women) and J (both)."""


def check(tally: Tally, contest: Contest, station: StationFacts) -> tuple[Finding, ...]:
    """What does not fit in a station's numbers, in the order of the form's pages.

    A check whose numbers are not all given is skipped. Fields are choice codes, "valid",
    "invalid", "total" and names of VOTER_FIGURES; numbers say `counted` (what the parts make),
    `written` (what stands on the form) and `difference` (written - counted), or the limit that
    was passed. Check what was given, before `complete` fills in sums.
    """
    return (
        *_voter_rows(tally.figures),
        *_ballots(tally),
        *_parties(tally, contest),
        *_closing(tally, contest),
        *_limits(tally, station),
        *_all_zero(tally, station),
    )


def impossible(value: object, boxes: int) -> Refusal | None:
    """Why a value cannot stand in `boxes` digit boxes of the form, or None when it can."""
    if isinstance(value, str):
        number = _NUMBER.fullmatch(value.strip())
        if number is None:
            return Refusal.NOT_A_NUMBER
        # Longer digits than any form has boxes for are cut before they become a number.
        value = int(number[0][:40])
    if not isinstance(value, int) or isinstance(value, bool):
        return Refusal.NOT_A_NUMBER
    if value < 0:
        return Refusal.NEGATIVE
    return Refusal.TOO_MANY_DIGITS if len(str(value)) > boxes else None


def refused(tally: Tally, contest: Contest, boxes: int) -> dict[str, Refusal]:
    """The fields of a tally that hold an impossible number, each with the reason."""
    found = ((name, impossible(value, boxes)) for name, value in cells(tally, contest).items())
    return {name: reason for name, reason in found if reason is not None}


def cells(tally: Tally, contest: Contest) -> dict[str, int]:
    """Every number that was given, by field name: choice codes, closing sums, voter figures.

    Raises ValueError when the tally has another number of votes than the contest has choices.
    """
    pairs = zip((c.code for c in contest.choices), tally.votes, strict=True)
    closing = (("valid", tally.valid), ("invalid", tally.invalid), ("total", tally.total))
    given = {name: value for name, value in (*pairs, *closing) if value is not None}
    return given | dict(tally.figures)


def ballots_printed(station: StationFacts) -> int | None:
    """Ballots at the station: registered voters plus the reserve, rounded up (300 -> 306)."""
    if station.voters is None:
        return None
    return ceil(station.voters * (1 + Fraction(str(station.reserve))))


def _sum(
    code: Code, given: Mapping[str, int | None], parts: tuple[str, ...], whole: str
) -> Iterator[Finding]:
    """A finding when all numbers are there and the parts do not make the whole."""
    values = [given.get(part) for part in parts]
    written = given.get(whole)
    if written is None or None in values:
        return
    counted = sum(value for value in values if value is not None)
    if counted != written:
        numbers = {"counted": counted, "written": written, "difference": written - counted}
        yield Finding(code, Severity.ASK, (*parts, whole), numbers)


def _voter_rows(figures: Mapping[str, int]) -> Iterator[Finding]:
    # C.HASIL page 1, I.A, I.B and III: "Jumlah (L+P)" of each row.
    for row in ROWS:
        yield from _sum(Code.MEN_WOMEN, figures, (f"{row}_l", f"{row}_p"), f"{row}_j")
    # C.HASIL page 1, I.B.4: "Jumlah pengguna hak pilih (I.B.1 + I.B.2 + I.B.3)".
    for column in "lpj":
        kinds = tuple(f"pengguna_{kind}_{column}" for kind in ("dpt", "dptb", "dpk"))
        yield from _sum(Code.VOTED_ROWS, figures, kinds, f"pengguna_total_{column}")


def _ballots(tally: Tally) -> Iterator[Finding]:
    figures = tally.figures
    # C.HASIL page 1, II.1: "Jumlah surat suara yang diterima ... (II.2 + II.3 + II.4)".
    yield from _sum(Code.BALLOTS, figures, ("digunakan", "rusak", "sisa"), "diterima")
    # C.HASIL page 1, II.2 "digunakan" beside II.1 "diterima".
    yield from _beyond(Code.USED_RECEIVED, figures, "digunakan", "diterima")
    # C.HASIL page 1, II.2 used = page 3, C all votes; without C, I.B.4 voters who voted.
    whole = "total" if tally.total is not None else "pengguna_total_j"
    yield from _sum(Code.USED, _with_closing(tally), ("digunakan",), whole)
    # C.HASIL page 1, III, counts voters with disabilities among those of I.B.4.
    yield from _beyond(Code.DISABILITIES, figures, "disabilitas_j", "pengguna_total_j")


def _parties(tally: Tally, contest: Contest) -> Iterator[Finding]:
    # Party page: "B. Jumlah suara sah partai politik dan calon (A.1 + A.2)".
    votes = dict(zip((c.code for c in contest.choices), tally.votes, strict=True))
    parts: dict[str, list[str]] = {}
    for choice in contest.choices:
        if choice.is_detail:
            parts.setdefault(choice.party, []).append(choice.code)
    for party, details in parts.items():
        yield from _sum(Code.PARTY, votes, tuple(details), party)


def _closing(tally: Tally, contest: Contest) -> Iterator[Finding]:
    # C.HASIL page 3, A: "Jumlah seluruh suara sah" is the sum of all choices.
    codes = [choice.code for choice in contest.choices]
    given = _with_closing(tally) | dict(zip(codes, tally.votes, strict=True))
    yield from _sum(Code.CHOICES, given, tuple(c for c in codes if "." not in c), "valid")
    # C.HASIL page 3, C: "Jumlah seluruh suara sah dan suara tidak sah (A + B)".
    yield from _sum(Code.TOTAL, given, ("valid", "invalid"), "total")
    # C.HASIL page 3, C = page 1, I.B.4: everyone who voted put one ballot into the box.
    yield from _sum(Code.VOTED, given, ("pengguna_total_j",), "total")


def _limits(tally: Tally, station: StationFacts) -> Iterator[Finding]:
    printed, voters, figures = ballots_printed(station), station.voters, tally.figures
    if voters is None or printed is None:
        return
    # C.HASIL page 1, I.A as written beside the register: read from photos it is unreliable.
    if figures.get("dpt_j", voters) != voters:
        numbers = {"written": figures["dpt_j"], "register": voters}
        yield Finding(Code.REGISTER_DIFFERS, Severity.NOTE, ("dpt_j",), numbers)
    # C.HASIL page 1, I.B.1 counts voters of the register only.
    yield from _above(
        Code.REGISTERED_VOTED, Severity.ASK, "pengguna_dpt_j", figures.get("pengguna_dpt_j"), voters
    )
    # DPTb (moved in) and DPK (unregistered) explain most turnouts beyond the register.
    added = [figures.get(name) for name in ("pengguna_dptb_j", "pengguna_dpk_j")]
    total = tally.total
    if None in added:
        yield from _above(Code.BEYOND_REGISTER, Severity.NOTE, "total", total, voters)
    else:
        limit = voters + sum(value for value in added if value is not None)
        yield from _above(Code.TURNOUT, Severity.ASK, "total", total, limit)
    # Ballots printed: register plus reserve (2 % by UU 7/2017 art. 344), rounded up per station;
    # stations in prisons and hospitals (TPS lokasi khusus) really exceed it.
    severity = Severity.NOTE if station.special else Severity.REVIEW
    yield from _above(Code.PRINTED, severity, "total", total, printed)


def _all_zero(tally: Tally, station: StationFacts) -> Iterator[Finding]:
    """A station with voters where nobody voted: rare enough to ask, true in noken areas."""
    votes = [value for value in tally.votes if value is not None]
    nothing = bool(votes) and not any(votes) and not tally.valid and not tally.total
    if nothing and not tally.invalid and station.voters != 0:
        yield Finding(Code.ALL_ZERO, Severity.ASK, ("valid", "total"))


def _with_closing(tally: Tally) -> dict[str, int | None]:
    closing = {"valid": tally.valid, "invalid": tally.invalid, "total": tally.total}
    return {**tally.figures, **closing}


def _beyond(code: Code, given: Mapping[str, int], part: str, whole: str) -> Iterator[Finding]:
    """A finding when a part is larger than the whole that it belongs to."""
    if part in given and whole in given and given[part] > given[whole]:
        numbers = {part: given[part], "limit": given[whole]}
        yield Finding(code, Severity.ASK, (part, whole), numbers)


def _above(
    code: Code, severity: Severity, name: str, value: int | None, limit: int
) -> Iterator[Finding]:
    if value is not None and value > limit:
        yield Finding(code, severity, (name,), {"written": value, "limit": limit})
