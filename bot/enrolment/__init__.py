"""Enrolment (pendaftaran): who somebody unknown is, and which language is spoken."""

from bot.base.capability import Capability
from bot.enrolment import doers, holding
from bot.enrolment.talk import enrol, language, proof

CAPABILITY = Capability(
    "enrolment",
    steps=(
        enrol.SPEC,
        language.SPEC,
        proof.SPEC,
    ),
    doers=doers.DOERS,
    guard=holding.guard,
)
