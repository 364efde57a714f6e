"""What stands on the forms of a rehearsal: published figures where there are any, else drawn."""

import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from models.packs.official_results import read_official_results
from models.values import Contest

_TURNOUT = (0.44, 0.78, 1.0)
"""1st, 50th and 99th percentile of 2019 (domain.md of the project: all 803,012 stations)."""
_INVALID = (0.014, 0.064)
"""Median and 95th percentile of the invalid share, 2019."""
_USUAL_VOTERS = 250


@dataclass(frozen=True, slots=True)
class FormFigures:
    """The numbers on one form: votes by choice code, valid, invalid and total as written."""

    votes: Mapping[str, int]
    valid: int
    invalid: int
    total: int
    published: bool = False

    def fits(self, boxes: int) -> bool:
        """Whether each number has room in the form's boxes."""
        numbers = (*self.votes.values(), self.valid, self.invalid, self.total)
        return all(0 <= number < 10**boxes for number in numbers)

    @property
    def sums_hold(self) -> bool:
        """Whether the choices make the valid votes, and these with the invalid ones the total."""
        whole = sum(number for code, number in self.votes.items() if "." not in code)
        return whole == self.valid and self.valid + self.invalid == self.total

    def cells(self) -> dict[str, int]:
        """Every number by its name."""
        sums = {"valid": self.valid, "invalid": self.invalid, "total": self.total}
        return {**self.votes, **sums}

    def with_cell(self, name: str, number: int) -> "FormFigures":
        """The form with another number in one place."""
        if name in self.votes:
            return replace(self, votes={**self.votes, name: number})
        sums = {**self.cells(), name: number}
        return replace(self, valid=sums["valid"], invalid=sums["invalid"], total=sums["total"])


def published(folder: Path) -> dict[tuple[str, str], FormFigures]:
    """Figures per (ballot, station code) of a pack's official_results.csv, where complete."""
    found: dict[tuple[str, str], FormFigures] = {}
    for row in read_official_results(folder):
        if row.level != "tps" or row.valid is None or row.invalid is None or row.total is None:
            continue
        figures = FormFigures(row.votes, row.valid, row.invalid, row.total, published=True)
        found[row.ballot, row.area] = figures
    return found


def pack_of(election_code: str, places: Iterator[Path]) -> Path | None:
    """The folder of the pack with this election code."""
    for folder in places:
        settings = folder / "election.toml"
        if settings.exists() and f'code = "{election_code}"' in settings.read_text("utf-8"):
            return folder
    return None


def drawn(contest: Contest, voters: int | None, boxes: int, chance: random.Random) -> FormFigures:
    """Figures from the real ranges: turnout, invalid share, a few strong choices and many weak."""
    registered = voters or _USUAL_VOTERS
    total = min(round(registered * _turnout(chance)), 10**boxes - 1)
    invalid = min(round(total * _invalid_share(chance)), total)
    valid = total - invalid
    choices = [choice.code for choice in contest.parties()]
    weights = [chance.expovariate(1.0) ** 2 for _ in choices]
    votes = _shared(valid, weights)
    return FormFigures(dict(zip(choices, votes, strict=True)), valid, invalid, total)


def detailed(contest: Contest, form: FormFigures, chance: random.Random) -> FormFigures:
    """The form with each party's sum shared among the party itself and its candidates."""
    votes = dict(form.votes)
    for party in contest.parties():
        inside = [choice.code for choice in contest.within(party.code)]
        if inside:
            weights = [chance.expovariate(1.0) for _ in inside]
            shares = _shared(form.votes[party.code], weights)
            votes |= dict(zip(inside, shares, strict=True))
    return replace(form, votes=votes)


def _turnout(chance: random.Random) -> float:
    low, usual, high = _TURNOUT
    return min(max(chance.gauss(usual, (usual - low) / 2.33), low), high)


def _invalid_share(chance: random.Random) -> float:
    median, high = _INVALID
    spread = math.log(high / median) / 1.645
    return min(median * math.exp(chance.gauss(0, spread)), 0.5)


def _shared(votes: int, weights: list[float]) -> list[int]:
    """Whole votes in proportion to the weights; the first choice takes what rounding leaves."""
    whole = sum(weights)
    shares = [int(votes * weight / whole) for weight in weights]
    shares[0] += votes - sum(shares)
    return shares
