"""The kecamatan's recap meeting (rapat pleno PPK), as our witness there sends it."""

from bot.base.capability import Capability
from bot.recap_meeting import doers, facts
from bot.recap_meeting.talk import d_hasil

CAPABILITY = Capability(
    "recap_meeting",
    steps=(d_hasil.SPEC,),
    doers=doers.DOERS,
    facts=facts.FACTS,
)
