"""What administrators hear of the audit log."""

from dataclasses import dataclass
from datetime import datetime

from bot.engine.messages import Outcome


@dataclass(frozen=True, slots=True)
class AuditHead(Outcome):
    """A notice to administrators: the newest block's number and hash, and when it was sealed."""

    number: int
    hash: str
    at: datetime
