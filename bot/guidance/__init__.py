"""Guidance (bantuan): where the talk rests, help, what is missing, late and odd messages."""

from bot.base.capability import Capability
from bot.guidance.talk import choosing, help, late, missing, odd, resting

CAPABILITY = Capability(
    "guidance",
    steps=(
        odd.GROUPS,
        odd.THUMB,
        late.SPEC,
        odd.SPEC,
        resting.SPEC,
        choosing.SPEC,
        missing.SPEC,
        help.SPEC,
    ),
)
