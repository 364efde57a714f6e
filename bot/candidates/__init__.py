"""Candidates (caleg): their own votes."""

from bot.base.capability import Capability
from bot.candidates import doers
from bot.candidates.talk import own_votes

CAPABILITY = Capability(
    "candidates",
    steps=(own_votes.SPEC,),
    doers=doers.DOERS,
)
