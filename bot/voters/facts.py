"""The register of voters, as the talk asks about it."""

from collections.abc import Mapping

from bot.base.capability import Asked, FactReader
from bot.engine.facts import VoterFacts
from bot.engine.marks import when
from models.rules.voter_limits import Limits
from models.stores.voters.voter_register import recent_register


async def read(asked: Asked) -> Mapping[str, object]:
    """What is asked beside a NIK, and the hours of the stations."""
    register = await recent_register(asked.tx, asked.election.id)
    if register is None:
        return {}
    hours = asked.election.config.station
    family = Limits().family
    return {"voters": VoterFacts(register.fact, register.masked, family, hours.opens, hours.closes)}


FACTS = FactReader(
    read, when("stranger", "nik", "word:cek_tps", "at:voter", "at:voter_fact", "at:voter_update")
)
"""For strangers, and where voters are spoken of; a witness's figures need none of it."""
