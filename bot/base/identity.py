"""Takes identity numbers out of a message before the conversation sees it; keyed hashes stay."""

from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from bot.engine.messages import Inbound
from models.rules.nik_text import find, hide, plain_digits
from models.rules.seemly import seemly
from models.rules.spelled_digits import PERHAPS
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


def readable(inbound: Inbound) -> Inbound:
    """The message and the sender's name without letters that command screens or pile up."""
    said = inbound.text + inbound.sender_name
    if said.isascii() and said.isprintable():
        return inbound
    text, name = seemly(inbound.text), seemly(inbound.sender_name)
    if (text, name) == (inbound.text, inbound.sender_name):
        return inbound
    return replace(inbound, text=text, sender_name=name)


def hidden(inbound: Inbound, keys: Keys, *, asked: bool, codes: Collection[str] = ()) -> Inbound:
    """The message with a mark in place of each NIK, and its hashes beside it.

    `asked`: a NIK is expected from this sender here. `codes`: numbers that are nearly NIKs and
    are known to be the codes of stations; these stay.
    """
    if len(inbound.text) < _SHORTEST - 2:
        return inbound
    text = inbound.text.lower() if inbound.text.isascii() else plain_digits(inbound.text)
    few = sum(letter.isdigit() for letter in inbound.text) < _SHORTEST - 2
    if few and PERHAPS.search(text) is None:
        return inbound
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
