"""Updates of the register (pemutakhiran): reported changes, and the officers' lists (coklit)."""

from bot.base.capability import Capability
from bot.register_updates import doers, visits
from bot.register_updates.talk import visits as visits_talk
from bot.register_updates.talk import voter_update

CAPABILITY = Capability(
    "register_updates",
    steps=(
        voter_update.SPEC,
        visits_talk.SPEC,
    ),
    doers={**doers.DOERS, **visits.DOERS},
)
