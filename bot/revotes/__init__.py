"""Re-votes and recounts (PSU, PSL, hitung ulang)."""

from bot.base.capability import Capability
from bot.revotes import doers
from bot.revotes.talk import revote

CAPABILITY = Capability(
    "revotes",
    steps=(revote.SPEC,),
    doers=doers.DOERS,
)
