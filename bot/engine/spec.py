"""How a step of the dialog is described: what it answers, and what it brings to the whole talk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from bot.engine.marks import When
from bot.engine.messages import Outcome, Reply, Step
from bot.engine.turn import Turn
from bot.engine.vocabulary import Said
from models.rules.access import Who

Answer = Callable[[Turn], Step]
Maybe = Callable[[Turn], Step | None]
"""An answer, or None where the message is none of its business."""
WordAnswer = Callable[[Turn, str], Step]
Otherwise = Callable[[Turn, str], Step | str | None]
"""An answer to those whose word it is not: or the word that it is for them, or None: a plain no."""
CodeAnswer = Callable[[Turn, str], Step | None]
Again = Callable[[Turn], Reply | None]
"""The question that stands open at a step, to be asked once more; None where none does."""
OutcomeAnswer = Callable[[Turn, Any], Step]
"""Takes one kind of outcome, which Any cannot say; `on` sees to it that it is the right one."""
Hears = tuple[type[Outcome], OutcomeAnswer]
_Kind = TypeVar("_Kind", bound=Outcome)


def on(kind: type[_Kind], answer: Callable[[Turn, _Kind], Step]) -> Hears:
    """That `answer` is what the talk says when an outcome of this kind arrives."""
    return kind, answer


class Chain(Protocol):
    """How a claim lets the talk go on."""

    def rest(self, turn: Turn) -> Step:
        """What everybody behind this claim answers."""
        ...

    def whole(self, turn: Turn) -> Step:
        """What the talk answers from its beginning, for a turn that stands elsewhere now."""
        ...

    def word(self, turn: Turn) -> Step:
        """The answer of the word that the turn says, also where the step at hand keeps it."""
        ...

    def again(self, turn: Turn) -> Reply | None:
        """The question that stands open where the turn is, None where nothing is asked."""
        ...

    def free(self, turn: Turn) -> bool:
        """Whether words of one's own are the answer here: a story, a name, a reason."""
        ...

    def said(self, turn: Turn) -> Said | None:
        """The word that the message is or begins with, of those that work at any place."""
        ...


@dataclass(frozen=True, slots=True)
class Claim:
    """Sees a message before the step at hand: `answer` it, or None to let it go on.

    It is asked only about messages with the marks named in `when` (bot/engine/marks.py).
    """

    answer: Callable[[Turn, Chain], Step | None]
    when: When


@dataclass(frozen=True, slots=True)
class Spec:
    """A step (state of the dialog): what it answers, and the words it brings.

    `answer` takes what arrives while the dialog stands here. `words` work at any place, except
    where the step at hand `keeps` them for itself; `forms` says how words of its own are typed that
    bot/engine/words.py does not know. `who` may say them: the engine asks before it calls one, and
    answers everybody else with `otherwise`, or that it is not theirs to do; a step with words has
    to name it. Words for ANYONE work for people who are not enrolled.

    `hears`: the outcomes and events that it answers wherever the dialog stands, each with `on`.

    `alone`: its events say all themselves, so that of the facts election and person are enough.
    `photo`, `location`, `contact` take such messages sent here; where they are None or answer
    None, whoever falls back on them does.

    What it may bring beside: `claim` sees the messages that may concern it first, in the order of
    the capabilities, and lets them go on by `Chain`. `codes`: a word of somebody else's with a code
    of ours behind it (TOLAK R-7QKD). `fallback` takes what no step at hand takes. `again`
    asks the step's open question once more, behind an answer to something else; `free`: words of
    one's own are the answer here, so that a question in them is not for others. `telling`: whether
    a sentence is asked for now: then no word that it begins with takes the place over.
    """

    name: str
    answer: Answer | None = None
    who: Who | None = None
    otherwise: Otherwise | None = None
    words: Mapping[str, WordAnswer] = field(default_factory=dict)
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hears: tuple[Hears, ...] = ()
    keeps: frozenset[str] = frozenset()
    photo: Maybe | None = None
    location: Maybe | None = None
    alone: bool = False
    contact: Maybe | None = None
    claim: Claim | None = None
    codes: Mapping[str, CodeAnswer] = field(default_factory=dict)
    fallback: Maybe | None = None
    again: Again | None = None
    free: bool = False
    telling: Callable[[Turn], bool] | None = None

    @property
    def for_all(self) -> bool:
        """Whether somebody who is not enrolled may speak here."""
        return self.who is Who.ANYONE
