"""Moments: typed into options (ISO 8601, never without a zone), told in local time."""

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from models.errors import BadInput

if TYPE_CHECKING:
    from models.stores.base.database import Transaction


def moment(said: str, how: str) -> datetime:
    """The moment that was typed. Raises BadInput, whose sentence is `how` it should be written."""
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        raise BadInput(how) from None
    if found.tzinfo is None:
        raise BadInput(f"{how}; the zone is missing")
    return found


JAKARTA = "Asia/Jakarta"
"""Whose hour is told where no election is loaded."""


def local(at: datetime, zone: str = JAKARTA, *, seconds: bool = False) -> str:
    """A moment as a person at the terminal reads it, in local time with its zone."""
    hour = "%H:%M:%S" if seconds else "%H:%M"
    return at.astimezone(ZoneInfo(zone)).strftime(f"%Y-%m-%d {hour} %Z")


async def zone_here(tx: "Transaction") -> str:
    """The time zone of the election that is meant; Jakarta's where none is loaded."""
    from models.stores.base.elections import current_election

    found = await current_election(tx)
    return found.config.timezone if found else JAKARTA
