"""The recap (rekap) in the talk, and what is missing or disputed in an area."""

from bot.base.capability import Capability
from bot.recap import area_lists, doers
from bot.recap.talk import area_lists as area_lists_talk
from bot.recap.talk import recap

CAPABILITY = Capability(
    "recap",
    steps=(
        recap.SPEC,
        area_lists_talk.SPEC,
    ),
    doers={**doers.DOERS, **area_lists.DOERS},
)
