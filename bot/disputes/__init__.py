"""Disputes (selisih): reports that differ, looked at again, decided by a reviewer."""

from bot.base.capability import Capability
from bot.disputes import doers, facts
from bot.disputes.talk import decide, recheck

CAPABILITY = Capability(
    "disputes",
    steps=(
        recheck.SPEC,
        decide.SPEC,
    ),
    doers=doers.DOERS,
    facts=facts.FACTS,
)
