"""What becomes of corrections: for coordinators, and for the witness who asked."""

from dataclasses import dataclass
from datetime import datetime

from bot.engine.messages import Line, Outcome

Change = tuple[Line, int, int]
"""A figure's name, what it was, what it is to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changed(Outcome):
    """Who changes what, in words that wait for their reader's language."""

    witness: str
    ballot: Line
    number: int
    kelurahan: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionMade(_Changed):
    """A notice to the nearest coordinators: it is saved."""

    receipt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionWaiting(_Changed):
    """A notice to the coordinators: it waits for a word.

    `since` and `zone` where nobody gave one and the leaders above hear of it (escalations).
    """

    correction: int
    since: datetime | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class CorrectionDecided(Outcome):
    """The coordinator's word is taken."""

    approved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionAnswered(Outcome):
    """A notice to the witness: the coordinator's word."""

    approved: bool
    ballot: Line
    number: int
    kelurahan: str
    receipt: str = ""
