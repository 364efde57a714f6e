"""Mandates (mandat): who stands where, reserves, swaps, letters, coverage."""

from bot.base.capability import Capability
from bot.mandates import covering, doers, late_mandates, letters
from bot.mandates.talk import assign, coverage, swap
from bot.mandates.talk import late_mandates as late_talk

CAPABILITY = Capability(
    "mandates",
    steps=(
        assign.SPEC,
        assign.RESERVES,
        assign.LETTERS,
        swap.SPEC,
        late_talk.SPEC,
        coverage.SPEC,
    ),
    doers={**doers.DOERS, **letters.DOERS, **covering.DOERS, **late_mandates.DOERS},
)
