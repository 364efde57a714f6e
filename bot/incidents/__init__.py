"""Incidents (kejadian), objections, and the paper copies (salinan)."""

from bot.base.capability import Capability
from bot.incidents import doers
from bot.incidents.talk import handle, incident, paper_copy, undelivered

CAPABILITY = Capability(
    "incidents",
    steps=(
        undelivered.SPEC,
        incident.SPEC,
        handle.SPEC,
        paper_copy.SPEC,
    ),
    doers=doers.DOERS,
)
