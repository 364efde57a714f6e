"""How a step of the dialog is described: one file and one line in steps/__init__.py each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.engine.messages import Step
from bot.engine.turn import Turn
from bot.engine.words import Word
from models.rules.access import Who

Answer = Callable[[Turn], Step]
WordAnswer = Callable[[Turn, str], Step]
OutcomeAnswer = Callable[[Turn, Mapping[str, Any]], Step]


@dataclass(frozen=True, slots=True)
class Spec:
    """A step (state of the dialog): what it answers, and the words and outcomes it brings.

    `answer` takes what arrives while the dialog stands here. `words` work at any place, except
    where the step at hand `keeps` them for itself. `who` may say them: the engine asks before it
    calls one, and answers everybody else with `otherwise`, or that it is not theirs to do; a step
    with words has to name it. Words for ANYONE work for people who are not enrolled.
    `alone`: its events say all themselves, so that of the facts election and person are enough.
    `photo` takes pictures sent here; without it they are kept as form photos. `contact` takes a
    contact card sent here; without it one proves who somebody is.
    """

    name: str
    answer: Answer | None = None
    who: Who | None = None
    otherwise: WordAnswer | None = None
    words: Mapping[Word, WordAnswer] = field(default_factory=dict)
    outcomes: Mapping[str, OutcomeAnswer] = field(default_factory=dict)
    keeps: frozenset[Word] = frozenset()
    photo: Answer | None = None
    location: Answer | None = None
    alone: bool = False
    contact: Answer | None = None

    @property
    def for_all(self) -> bool:
        """Whether somebody who is not enrolled may speak here."""
        return self.who is Who.ANYONE
