"""The audit log: who was shown what."""

from bot.audit import doers
from bot.base.capability import Capability

CAPABILITY = Capability(
    "audit",
    doers=doers.DOERS,
)
