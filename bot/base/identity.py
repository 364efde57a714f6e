"""Takes identity numbers out of a message before the conversation sees it; keyed hashes stay."""

from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from bot.engine.messages import Inbound
from models.rules.nik_text import find, hide, plain_digits
from models.sealing import Keys
from models.voter_keys import VoterKeys

_SHORTEST = 12
CODE_DIGITS = 13
"""Digits of a station's code in Indonesia."""


@lru_cache(maxsize=8)
def voter_keys(keys: Keys) -> VoterKeys:
    """The voters' keys of this process's keys, made once."""
    return VoterKeys(keys)


def nearly(inbound: Inbound) -> tuple[str, ...]:
    """The numbers of thirteen digits in a message: NIKs cut short, or the codes of stations."""
    if sum(letter.isdigit() for letter in inbound.text) < CODE_DIGITS:
        return ()
    found = find(plain_digits(inbound.text))
    return tuple(one.digits for one in found if not one.whole and len(one.digits) == CODE_DIGITS)


def hidden(inbound: Inbound, keys: Keys, *, asked: bool, codes: Collection[str] = ()) -> Inbound:
    """The message with a mark in place of each NIK, and its hashes beside it.

    `asked`: a NIK is expected from this sender here. `codes`: numbers that are nearly NIKs and
    are known to be the codes of stations; these stay.
    """
    if sum(letter.isdigit() for letter in inbound.text) < _SHORTEST - 2:
        return inbound
    text = plain_digits(inbound.text)
    found = [one for one in find(text, asked=asked) if one.whole or one.digits not in codes]
    if not found:
        return inbound
    voters = voter_keys(keys)
    niks = [voters.hidden(one.digits) for one in found if one.whole]
    return replace(
        inbound,
        text=hide(text, found),
        niks=tuple((nik.full, nik.visible) for nik in dict.fromkeys(niks)),
        odd_digits=next((len(one.digits) for one in found if not one.whole), 0),
    )
