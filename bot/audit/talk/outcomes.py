"""What administrators hear of the audit log."""

from dataclasses import dataclass
from datetime import datetime

from bot.engine.messages import Outcome


@dataclass(frozen=True, slots=True)
class AuditHead(Outcome):
    """A notice to administrators: the newest block's number and hash, and when it was sealed.

    `backups`: how they are, "" where nothing is told of them; `backup`: when the last was made.
    """

    number: int
    hash: str
    at: datetime
    backups: str = ""
    backup: datetime | None = None
