"""What becomes of a word about a mandate given after the polls opened."""

from dataclasses import dataclass

from bot.engine.messages import Outcome


@dataclass(frozen=True, slots=True)
class MandateDecided(Outcome):
    """Its reports count now, or it ended; to who decided, and as a notice to author and above."""

    receipt: str
    counts: bool
    by: str
    name: str
    number: int
    kelurahan: str


@dataclass(frozen=True, slots=True)
class MandateUndoAsked(Outcome):
    """It shall end: how many others were asked for their word."""

    receipt: str
    approvers: int = 0


@dataclass(frozen=True, slots=True)
class MandateCounts(Outcome):
    """A notice to the witness: the figures count now."""

    number: int
    kelurahan: str
