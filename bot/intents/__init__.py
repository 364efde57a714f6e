"""Intents: what people ask in everyday words, at any place of the talk."""

from bot.base.capability import Capability
from bot.intents import doers
from bot.intents.talk import ask_person, asked

CAPABILITY = Capability("intents", steps=(ask_person.SPEC, asked.SPEC), doers=doers.DOERS)
