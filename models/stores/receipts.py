"""Receipt codes: short enough to read out over the phone, never given twice."""

import secrets

from models.values import Ballot

LETTERS = "23456789CDFGHJKMNPQRTVWXY"
"""Nothing that is taken for another when read out or written by hand; no vowels, so no words."""

_BALLOTS = {
    Ballot.PPWP: "P",
    Ballot.DPR: "D",
    Ballot.DPD: "S",
    Ballot.DPRD_PROV: "V",
    Ballot.DPRD_KAB: "K",
    Ballot.GUBERNUR: "G",
    Ballot.BUPATI: "B",
}


def draw(ballot: Ballot, tries: int = 0) -> str:
    """A random code such as "D3-8QF"; longer after each three tries that found it taken."""
    longer = tries // 3
    tail = "".join(secrets.choice(LETTERS) for _ in range(3 + longer))
    return f"{_BALLOTS[ballot]}{secrets.choice(LETTERS)}-{tail}"
