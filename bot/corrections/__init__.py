"""Corrections (koreksi): figures changed after they were saved."""

from bot.base.capability import Capability
from bot.corrections import doers
from bot.corrections.talk import approve, correct

CAPABILITY = Capability(
    "corrections",
    steps=(
        correct.SPEC,
        approve.SPEC,
    ),
    doers=doers.DOERS,
)
