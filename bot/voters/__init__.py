"""Voters (pemilih): where somebody votes, what is kept of who asks, and its deletion."""

from bot.base.capability import Capability, Job
from bot.voters import doers, facts, timed
from bot.voters.talk import own_data, voter, voter_fact

CAPABILITY = Capability(
    "voters",
    steps=(
        voter.SPEC,
        voter_fact.SPEC,
        own_data.SPEC,
    ),
    doers=doers.DOERS,
    timed=(Job("clear_voters", 3600, timed.clear, rest=60),),
    facts=facts.FACTS,
)
