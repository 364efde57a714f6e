"""Moments as they are typed into options: ISO 8601, never without a zone."""

from datetime import datetime

from models.errors import BadInput


def moment(said: str, how: str) -> datetime:
    """The moment that was typed. Raises BadInput, whose sentence is `how` it should be written."""
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        raise BadInput(how) from None
    if found.tzinfo is None:
        raise BadInput(f"{how}; the zone is missing")
    return found
