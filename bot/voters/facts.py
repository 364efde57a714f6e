"""The register of voters, as the talk asks about it."""

from collections.abc import Mapping
from typing import Any

from bot.base.capability import Asked
from bot.engine.facts import VoterFacts
from bot.engine.words import Word
from models.rules.asking import Limits
from models.stores.voters.voter_register import recent_register


async def read(asked: Asked) -> Mapping[str, Any]:
    """For strangers, for a NIK, and where voters are spoken of; a witness's figures need none."""
    inbound = asked.inbound
    named = asked.step.startswith("voter") or asked.word == Word.CEK
    if asked.person_id is not None and not (named or inbound.niks or inbound.odd_digits):
        return {}
    register = await recent_register(asked.session, asked.election.id)
    if register is None:
        return {}
    hours = asked.election.config.station
    known = VoterFacts(register.fact, register.masked, Limits().family, hours.opens, hours.closes)
    return {"voters": known}
