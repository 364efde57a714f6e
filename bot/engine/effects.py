"""Work that a turn asks for, as data; the runner does it in the same transaction.

An effect is asked for by a step and done by a doer of the capability that it belongs to; each
capability keeps its own in talk/effects.py. Its outcome returns to the talk as an Inbound of kind
OUTCOME, in the order of the effects; names are in the docstrings. What the runner has to know:

- An outcome's Inbound carries `at`, `album`, `group` and `language` of the message that asked.
- Facts are read again before an outcome: after Activated the person and the mandates, after
  ReportSaved the report. A turn's replies come before those of its outcomes.
- Replies are told in `Step.language` (texts.render -> Rendered -> ports.Outgoing).
- A photo that is no picture asks for nothing: its file and message stay as the record.
- Nothing is asked for in groups.
"""

from dataclasses import dataclass
from typing import ClassVar


class Effect:
    """What one turn asks for. Subclasses are frozen dataclasses.

    `shows`: which list of people's names its outcome tells (Applicants); that somebody was told is
    noted in the audit log. Empty where it tells none. `weight`: the kind of act of weight
    ("revote") that a chat which is new for its person does only with a one-time code.
    """

    __slots__ = ()
    shows: ClassVar[str] = ""
    weight: ClassVar[str] = ""

    def weighs(self) -> bool:
        """Whether this one weighs, of a kind that may."""
        return True


@dataclass(frozen=True, slots=True)
class Confirmed(Effect):
    """An act of weight whose code was given: done without asking again; the act's outcome."""

    act: Effect


@dataclass(frozen=True, slots=True)
class EraseText(Effect):
    """Delete what this message said from the stored event. No outcome."""


@dataclass(frozen=True, slots=True)
class DropFile(Effect):
    """Delete this message's file, which nobody wanted. No outcome."""


@dataclass(frozen=True, slots=True)
class KeepPhoto(Effect):
    """Keep the photo of this message as evidence.

    -> PhotoKept. A file that could not be fetched yet keeps this purpose and is fetched again; its
    outcome comes then. `page` is the number of the party whose page it is, where the caption names
    it.
    """

    purpose: str
    station_id: int | None = None
    contest_id: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class NoteSeen(Effect):
    """That this person was shown what others gave: a dispute with its figures and photos.

    `what` and `subject` as the audit log names them ("dispute", "station:7"). No outcome.
    """

    what: str
    subject: str
