"""Where two counts of the same ballots differ, and which way votes moved; pure arithmetic."""

from collections.abc import Mapping
from dataclasses import dataclass

SUMS = ("valid", "invalid", "total")


@dataclass(frozen=True, slots=True)
class Figures:
    """One side's numbers: votes by choice code, sums where it gives them."""

    votes: Mapping[str, int]
    valid: int | None = None
    invalid: int | None = None
    total: int | None = None

    def named(self) -> dict[str, int]:
        """All numbers that were given, by choice code and by name of the sum."""
        sums = {"valid": self.valid, "invalid": self.invalid, "total": self.total}
        given = {name: value for name, value in sums.items() if value is not None}
        return {**self.votes, **given}


@dataclass(frozen=True, slots=True)
class Shift:
    """What moved from one count to the other (selisih); all numbers are votes.

    `differences`: later minus earlier, of fields that both give. `within`: moved between the
    candidates of one party, by party; `between`: from some parties or pairs to others; `invalid`:
    into the invalid ones (negative: out of them); `added`: came from nowhere (negative: vanished).
    """

    differences: Mapping[str, int]
    within: Mapping[str, int]
    between: int
    invalid: int
    added: int

    @property
    def weight(self) -> int:
        """Votes concerned, the largest kind: what lists are sorted by."""
        inside = sum(self.within.values())
        return max(inside, self.between, abs(self.invalid), abs(self.added))


def shift(earlier: Figures, later: Figures) -> Shift:
    """Compare two counts; what only one of them gives is left out."""
    mine, theirs = earlier.named(), later.named()
    differences = {
        name: theirs[name] - value
        for name, value in mine.items()
        if name in theirs and theirs[name] != value
    }
    mains = [d for name, d in differences.items() if name not in SUMS and "." not in name]
    won, lost = sum(d for d in mains if d > 0), -sum(d for d in mains if d < 0)
    invalid = differences.get("invalid", 0)
    return Shift(differences, _within(differences), min(won, lost), invalid, won - lost + invalid)


def _within(differences: Mapping[str, int]) -> dict[str, int]:
    moved: dict[str, list[int]] = {}
    for name, difference in differences.items():
        party, dot, _ = name.partition(".")
        if dot:
            moved.setdefault(party, []).append(difference)
    found = {
        party: min(sum(d for d in parts if d > 0), -sum(d for d in parts if d < 0))
        for party, parts in moved.items()
    }
    return {party: votes for party, votes in found.items() if votes}
