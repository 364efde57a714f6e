"""What stands on every figure that leaves: whose count it is, the hour, who made it for whom."""

from datetime import UTC, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import Query

from api.http.streams import NOTE
from api.http.value_kinds import Word
from models.stores.base.elections import LoadedElection

MadeFor = Annotated[Word, Query(alias="for", description="For whom it is made.")]


def stamp(election: LoadedElection, made_for: str = "") -> dict[str, str]:
    """The keys `at` (the hour, in the election's zone), `by`, `for` and `note`."""
    hour = datetime.now(UTC).astimezone(ZoneInfo(election.config.timezone))
    by = election.config.installation.name or "Saksi"
    return {"at": hour.isoformat("T", "minutes"), "by": by, "for": made_for, "note": NOTE}


def signed(answer: dict[str, Any]) -> str:
    """The last line of what is told on a screen, from the keys of `stamp`."""
    made_for = f", untuk {answer['for']}" if answer["for"] else ""
    return f"{answer['note']}. {answer['at']}. {answer['by']}{made_for}."
