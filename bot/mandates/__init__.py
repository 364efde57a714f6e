"""Mandates (mandat): who stands where, reserves, swaps, letters, coverage."""

from bot.base.capability import Capability
from bot.mandates import covering, doers, letters
from bot.mandates.talk import assign, coverage, swap

CAPABILITY = Capability(
    "mandates",
    steps=(
        assign.SPEC,
        assign.RESERVES,
        assign.LETTERS,
        swap.SPEC,
        coverage.SPEC,
    ),
    doers={**doers.DOERS, **letters.DOERS, **covering.DOERS},
)
