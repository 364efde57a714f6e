"""Enrolment (pendaftaran): who somebody unknown is, and which language is spoken."""

from bot.base.capability import Capability
from bot.enrolment import doers
from bot.enrolment.talk import enrol, language

CAPABILITY = Capability(
    "enrolment",
    steps=(
        enrol.SPEC,
        language.SPEC,
    ),
    doers=doers.DOERS,
)
