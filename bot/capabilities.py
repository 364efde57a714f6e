"""The capabilities of Saksi, one line each; what they bring is said in their own folders.

In their order they see a message that anybody may claim (numbers like a NIK first), and whatever no
step takes falls back on them; guidance, where the talk rests, is the last of those. Everyday
questions (intents) are heard after everybody who may claim a message, before the step at hand.
"""

from bot import (
    alarms,
    attendance,
    audit,
    broadcast,
    candidates,
    corrections,
    digests,
    disputes,
    enrolment,
    guidance,
    incidents,
    intents,
    mandates,
    questions,
    reading,
    recap,
    recap_meeting,
    recruiting,
    register_updates,
    reports,
    revotes,
    screen,
    seats,
    typing_desk,
    voters,
)
from bot.base.capability import Capability, Conversation

CAPABILITIES: tuple[Capability, ...] = (
    recruiting.CAPABILITY,
    register_updates.CAPABILITY,
    voters.CAPABILITY,
    questions.CAPABILITY,
    recap_meeting.CAPABILITY,
    enrolment.CAPABILITY,
    attendance.CAPABILITY,
    reports.CAPABILITY,
    corrections.CAPABILITY,
    reading.CAPABILITY,
    disputes.CAPABILITY,
    incidents.CAPABILITY,
    typing_desk.CAPABILITY,
    revotes.CAPABILITY,
    candidates.CAPABILITY,
    broadcast.CAPABILITY,
    recap.CAPABILITY,
    seats.CAPABILITY,
    screen.CAPABILITY,
    mandates.CAPABILITY,
    digests.CAPABILITY,
    audit.CAPABILITY,
    alarms.CAPABILITY,
    guidance.CAPABILITY,
    intents.CAPABILITY,
)

CONVERSATION = Conversation(CAPABILITIES)
"""The talk of this installation."""
