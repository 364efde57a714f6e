"""Intents: what people ask in everyday words, at any place of the talk."""

from bot.base.capability import Capability
from bot.intents import doers
from bot.intents.talk import asked, person

CAPABILITY = Capability("intents", steps=(person.SPEC, asked.SPEC), doers=doers.DOERS)
