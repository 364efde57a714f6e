"""Receipt codes: short enough to read out over the phone, never given twice, never used up.

A code that is taken is drawn anew, one letter longer: a nation's worth of short ones may be gone.
"""

import re
import secrets
from collections.abc import Awaitable, Callable
from typing import TypeVar

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


Kept = TypeVar("Kept")


def code(prefix: str, length: int, letters: str = LETTERS) -> str:
    """A random code to read out: "H-4K7M"."""
    return f"{prefix}-{''.join(secrets.choice(letters) for _ in range(length))}"


async def given(
    put: Callable[[str], Awaitable[Kept | None]],
    prefix: str,
    length: int = 4,
    letters: str = LETTERS,
) -> tuple[str, Kept]:
    """A code that nobody has, and what `put` returned when it kept it; None: it is taken."""
    while True:
        drawn = code(prefix, length, letters)
        kept = await put(drawn)
        if kept is not None:
            return drawn, kept
        length += 1


def draw(ballot: Ballot, label: str = "", tries: int = 0) -> str:
    """A random code: "D3-8QF" for party 3 of a DPR ballot (`label` D3), "P-8QFK" for a whole one.

    One letter longer after each try that found it taken.
    """
    party = _PARTY.fullmatch(label)
    head = f"{_BALLOTS[ballot]}{party[1] if party else ''}"
    length = (3 if party else 4) + tries
    return code(head, length)
