"""How a step of the dialog is described: one file and one line in steps/__init__.py each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.engine.messages import Step
from bot.engine.turn import Turn
from bot.engine.words import Word

Answer = Callable[[Turn], Step]
WordAnswer = Callable[[Turn, str], Step]
OutcomeAnswer = Callable[[Turn, Mapping[str, Any]], Step]


@dataclass(frozen=True, slots=True)
class Spec:
    """A step (state of the dialog): what it answers, and the words and outcomes it brings.

    `answer` takes what arrives while the dialog stands here. `words` work at any place, except
    where the step at hand `keeps` them for itself. `photo` takes pictures sent here; without it
    they are kept as form photos. `for_all`: its words work for people who are not enrolled.
    """

    name: str
    answer: Answer | None = None
    words: Mapping[Word, WordAnswer] = field(default_factory=dict)
    outcomes: Mapping[str, OutcomeAnswer] = field(default_factory=dict)
    keeps: frozenset[Word] = frozenset()
    photo: Answer | None = None
    location: Answer | None = None
    for_all: bool = False
