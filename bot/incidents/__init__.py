"""Incidents (kejadian), objections, and the paper copies (salinan)."""

from bot.base.capability import Capability
from bot.incidents import doers
from bot.incidents.talk import incident, paper_copy, take_case, undelivered

CAPABILITY = Capability(
    "incidents",
    steps=(
        undelivered.SPEC,
        incident.SPEC,
        take_case.SPEC,
        paper_copy.SPEC,
    ),
    doers=doers.DOERS,
)
