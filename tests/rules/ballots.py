"""Small contests that tests of the rules use."""

from models.values import Ballot, Choice, Contest, StationFacts, Tally

PAIRS = Contest(
    Ballot.PPWP, "ppwp", "Presiden", 1, tuple(Choice(str(n), f"Pasangan {n}") for n in (1, 2, 3))
)

PARTIES = Contest(
    Ballot.DPR,
    "3401",
    "Dapil Contoh",
    8,
    tuple(
        Choice(code, f"Pilihan {code}")
        for code in ("1", "1.0", "1.1", "1.2", "2", "2.0", "2.1", "3", "3.0")
    ),
)

STATION = StationFacts("3471011001007", 7, voters=300)


def pairs(*votes: int | None, **closing: int | None) -> Tally:
    """A tally of PAIRS; valid, invalid and total fit unless given."""
    given = [vote for vote in votes if vote is not None]
    full = {"valid": sum(given), "invalid": 4, "total": sum(given) + 4} | closing
    return Tally(votes, full["valid"], full["invalid"], full["total"])
