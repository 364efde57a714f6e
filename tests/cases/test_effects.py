"""Whatever the conversation can ask for is done; events that people hear are known to it."""

from bot.capabilities import CONVERSATION
from bot.engine.effects import Confirmed, Effect

EVENTS = {
    "absence_new",
    "phase_remind",
    "presence_vouched",
    "applicants_new",
    "application_answered",
    "mandate_given",
    "mandate_ended",
    "reserve_noted",
    "swap_waiting",
    "swap_answered",
    "begin_anew",
    "cells_differ",
    "correction_answered",
    "correction_made",
    "correction_waiting",
    "digest",
    "digest_candidate",
    "digest_event",
    "incident_new",
    "incident_told",
    "recap_differs",
}
"""What notices bring."""


def test_every_effect_has_a_doer() -> None:
    # By name: a dataclass with slots is made anew, and its first form stays a subclass, too.
    # What is Confirmed is done as what it holds.
    every = (one for one in Effect.__subclasses__() if one.__name__ != Confirmed.__name__)
    known = [one for one in every if one.__module__.startswith("bot.")]
    asked = {f"{one.__module__}.{one.__name__}" for one in known}
    assert {f"{one.__module__}.{one.__name__}" for one in CONVERSATION.doers} == asked


def test_every_event_has_words() -> None:
    assert CONVERSATION.engine.events.keys() >= EVENTS
