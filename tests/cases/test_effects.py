"""Whatever the conversation can ask for is done; events that people hear are known to it."""

from typing import get_args

from bot.engine.effects import Effect
from bot.engine.steps import STEPS
from bot.perform import DOERS

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
    assert set(DOERS) == set(get_args(Effect))


def test_every_event_has_words() -> None:
    assert {name for spec in STEPS for name in spec.outcomes} >= EVENTS
