"""Adding up stations to areas and contests to parties; pure arithmetic, knows no tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from models.values import Contest


@dataclass(frozen=True, slots=True)
class Sums:
    """What is folded for an area and contest: votes by position and counts of stations.

    `voters` are the registered voters (DPT) of all stations, `voters_reported` those of the
    stations that reported. A vote is None where no station gave that choice.
    """

    votes: tuple[int | None, ...] = ()
    valid: int = 0
    invalid: int = 0
    total: int = 0
    stations: int = 0
    reported: int = 0
    confirmed: int = 0
    disputed: int = 0
    voters: int = 0
    voters_reported: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        """Both together, of the same contest."""
        return Sums(add(self.votes, other.votes), *_added(self, other, 1))

    def __sub__(self, other: "Sums") -> "Sums":
        """The change from `other` to this, which the folder passes upward."""
        votes = tuple(-vote if vote is not None else None for vote in other.votes)
        return Sums(add(self.votes, votes), *_added(self, other, -1))


_COUNTS = (
    *("valid", "invalid", "total", "stations", "reported", "confirmed", "disputed"),
    *("voters", "voters_reported"),
)


def _added(mine: Sums, other: Sums, sign: int) -> list[int]:
    return [getattr(mine, name) + sign * getattr(other, name) for name in _COUNTS]


def add(mine: Sequence[int | None], other: Sequence[int | None]) -> tuple[int | None, ...]:
    """Two votes arrays position by position; not given (None) adds nothing.

    An empty array is no report and adds nothing; positions are append-only, so a shorter array
    is an older one. The sum is None only where neither side gave a number.
    """
    longer, shorter = (mine, other) if len(mine) >= len(other) else (other, mine)
    padded = (*shorter, *(None for _ in range(len(longer) - len(shorter))))
    return tuple(_plus(one, two) for one, two in zip(longer, padded, strict=True))


def _plus(one: int | None, two: int | None) -> int | None:
    if one is None or two is None:
        return two if one is None else one
    return one + two


_MOST_TURNOUT = 1.1
"""Above this a register is missing for stations that are in, and the share says nothing."""


@dataclass(frozen=True, slots=True)
class RecapRow:
    """One line of the recap (rekap): an area, or a district, and what its stations say.

    `votes` by choice code. Keys of the JSON are the names of these fields (design, section 6).
    """

    code: str
    name: str
    stations: int
    reported: int
    confirmed: int
    disputed: int
    votes: Mapping[str, int] = field(default_factory=dict)
    valid: int = 0
    invalid: int = 0
    total: int = 0
    voters: int = 0
    voters_reported: int = 0
    confirmed_by: Mapping[str, int] = field(default_factory=dict)
    """What the confirmed stations rest on: reviewer, reader, witnesses, operators; each once."""

    @property
    def coverage(self) -> float | None:
        """Share of stations that reported, 0 to 1; None where there are none."""
        return share(self.reported, self.stations)

    @property
    def voter_coverage(self) -> float | None:
        """Share of registered voters whose station reported, 0 to 1."""
        return share(self.voters_reported, self.voters)

    @property
    def turnout(self) -> float | None:
        """Votes per registered voter of the stations that reported; above 1 where DPTb came.

        None where it cannot be true: then registers of stations that reported are missing.
        """
        found = share(self.total, self.voters_reported)
        return found if found is not None and found <= _MOST_TURNOUT else None

    @property
    def invalid_share(self) -> float | None:
        """Share of invalid among all votes, 0 to 1."""
        return share(self.invalid, self.total)

    def as_json(self) -> dict[str, object]:
        """The row as the command line and the API give it."""
        return {name: getattr(self, name) for name in self.__slots__} | {
            "votes": dict(self.votes),
            "confirmed_by": dict(self.confirmed_by),
        }


def share(part: int, whole: int) -> float | None:
    """Part of a whole, None of nothing."""
    return part / whole if whole else None


def row(code: str, name: str, contest: Contest, sums: Sums, details: bool = True) -> RecapRow:
    """A recap row from folded sums of one contest.

    Pairs and party totals are always there; votes inside parties only with `details` and where
    at least one station gave them.
    """
    votes = {
        choice.code: vote or 0
        for choice, vote in zip(contest.choices, _padded(contest, sums.votes), strict=True)
        if not choice.is_detail or (details and vote is not None)
    }
    counts = {count: getattr(sums, count) for count in _COUNTS}
    return RecapRow(code, name, votes=votes, **counts)


def party_votes(contest: Contest, votes: Sequence[int | None]) -> dict[str, int]:
    """Pairs and party totals ("3") of a contest's votes, without the votes inside parties."""
    pairs = zip(contest.choices, _padded(contest, votes), strict=True)
    return {choice.code: vote or 0 for choice, vote in pairs if not choice.is_detail}


def _padded(contest: Contest, votes: Sequence[int | None]) -> list[int | None]:
    return [*votes, *(None for _ in range(len(contest.choices) - len(votes)))]


def merge(code: str, name: str, rows: Iterable[RecapRow]) -> RecapRow:
    """Rows of several contests in one, at party level: candidates are other people elsewhere.

    For the DPD, where "3" is somebody else in every province, there is nothing to merge.
    """
    votes: dict[str, int] = {}
    counts = dict.fromkeys(_COUNTS, 0)
    rests: dict[str, int] = {}
    for line in rows:
        for what, number in line.confirmed_by.items():
            rests[what] = rests.get(what, 0) + number
        for choice, number in line.votes.items():
            if "." not in choice:
                votes[choice] = votes.get(choice, 0) + number
        for count in _COUNTS:
            counts[count] += getattr(line, count)
    return RecapRow(code, name, votes=votes, confirmed_by=rests, **counts)
