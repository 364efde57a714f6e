"""What the talk of questions asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass
from typing import ClassVar

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class NoteQuestion(Effect):
    """Keep a question that nobody has an answer to, for the coordinator. No outcome."""

    text: str


@dataclass(frozen=True, slots=True)
class AnswerQuestion(Effect):
    """Answer everybody who asked a question that waits; `question` as it is listed.

    For who leads the whole election: strangers ask, too. -> QuestionsClosed | DecisionRefused.
    Event for those who asked: QuestionAnswered.
    """

    question: str
    answer: str

    weight: ClassVar[str] = "broadcast"


@dataclass(frozen=True, slots=True)
class TellPastResults(Effect):
    """What was published of the ballots that a question of the pack names, for an area.

    `place` as typed, or `code` once it was chosen. -> PastResults | PastResultsWhich |
    PastResultsNone.
    """

    question: str
    place: str = ""
    code: str = ""
