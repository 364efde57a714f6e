"""Receipt codes: short enough to read out over the phone, never given twice."""

import re
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


_PARTY = re.compile(r"[A-Z]([1-9][0-9]?)")


def draw(ballot: Ballot, label: str = "", tries: int = 0) -> str:
    """A random code: "D3-8QF" for party 3 of a DPR ballot (`label` D3), "P-8QFK" for a whole one.

    One letter longer after each try that found it taken.
    """
    party = _PARTY.fullmatch(label)
    head = f"{_BALLOTS[ballot]}{party[1] if party else ''}"
    length = (3 if party else 4) + tries
    return f"{head}-{''.join(secrets.choice(LETTERS) for _ in range(length))}"
