"""Which candidates take a party's seats: by their own votes, equal votes are reported."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonTie:
    """Candidates with equal votes for a party's last seats; spread and sex may decide, not we."""

    candidates: tuple[str, ...]
    seats: int


@dataclass(frozen=True, slots=True)
class Elected:
    """Who takes a party's seats (calon terpilih), most votes first.

    `unfilled`: seats for which the party's list has no candidate; whom the law puts there is not
    for a count to say.
    """

    candidates: tuple[str, ...]
    unfilled: int = 0
    tie: PersonTie | None = None


def elect(votes: Mapping[str, int], seats: int, gone: Collection[str] = ()) -> Elected:
    """The candidates with most votes (UU 7/2017 art. 422) for the seats that the party won.

    `gone`: who died, was disqualified or withdrew; they keep their votes and take no seat.
    `votes` by the candidate's choice code, without the votes for the party itself. Equal votes
    among those who all get in are no tie; they stand in the order of the list.
    """
    standing = (code for code in votes if code not in gone)
    ranked = sorted(standing, key=lambda code: -votes[code])
    if seats >= len(ranked):
        return Elected(tuple(ranked), seats - len(ranked))
    if seats < 1:
        return Elected(())
    last = votes[ranked[seats - 1]]
    if votes[ranked[seats]] != last:
        return Elected(tuple(ranked[:seats]))
    certain = tuple(code for code in ranked if votes[code] > last)
    tied = tuple(code for code in ranked if votes[code] == last)
    return Elected(certain, 0, PersonTie(tied, seats - len(certain)))
