"""What becomes of incidents and paper copies; for those who tell, and those who handle."""

from dataclasses import dataclass
from datetime import datetime

from bot.engine.messages import Outcome


@dataclass(frozen=True, slots=True)
class IncidentKept(Outcome):
    """It is on record, and the coordinators know."""

    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentNew(Outcome):
    """A notice to whoever leads nearest: without a reporter where it is `confidential`.

    `number` and `kelurahan` of the station, or `place` in words. `since` and `zone` where nobody
    took it and the leaders above hear of it (escalations).
    """

    receipt: str
    category: str = "other"
    text: str = ""
    place: str = ""
    number: int | None = None
    kelurahan: str = ""
    photos: int = 0
    reporter: str = ""
    confidential: bool = False
    since: datetime | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentHandled(Outcome):
    """For whoever handles it: `status` taken, closed, or already (`by` somebody else)."""

    receipt: str
    status: str
    by: str | None = None
    reporter: str = ""
    confidential: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentTold(Outcome):
    """A notice to whoever told it: it was taken or closed, with a note."""

    receipt: str
    status: str
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CopyNoted(Outcome):
    """The paper copy is on record."""
