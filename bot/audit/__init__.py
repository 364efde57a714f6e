"""The audit log: who was shown what, and its head for those outside."""

from bot.audit import doers, timed
from bot.audit.talk import head
from bot.base.capability import Capability, Job

CAPABILITY = Capability(
    "audit",
    steps=(head.SPEC,),
    doers=doers.DOERS,
    timed=(Job("audit_heads", timed.TICK, timed.publish, rest=60),),
)
