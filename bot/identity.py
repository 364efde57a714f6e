"""Takes identity numbers out of a message before the conversation sees it; keyed hashes stay."""

from dataclasses import replace
from functools import lru_cache

from bot.engine.messages import Inbound
from models.rules.nik_text import find, hide, plain_digits
from models.sealing import Keys
from models.voter_keys import VoterKeys

_SHORTEST = 12


@lru_cache(maxsize=8)
def voter_keys(keys: Keys) -> VoterKeys:
    """The voters' keys of this process's keys, made once."""
    return VoterKeys(keys)


def hidden(inbound: Inbound, keys: Keys, *, asked: bool) -> Inbound:
    """The message with a mark in place of each NIK, and its hashes beside it.

    `asked`: a NIK is expected from this sender here.
    """
    if sum(letter.isdigit() for letter in inbound.text) < _SHORTEST - 2:
        return inbound
    text = plain_digits(inbound.text)
    found = find(text, asked=asked)
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
