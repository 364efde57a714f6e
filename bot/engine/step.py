"""One turn of the conversation: what we knew and what arrived give what we know, say and do.

Pure: no clock, no network, no database. The runner performs the effects and brings their
outcomes back as another Inbound. It knows no capability: each brings its steps (spec.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from bot.engine import below
from bot.engine.effects import EraseText
from bot.engine.marks import concerned, marks_of
from bot.engine.messages import Dialog, Inbound, Kind, Outcome, Reply, State, Step
from bot.engine.spec import OutcomeAnswer, Spec
from bot.engine.texts import error_key
from bot.engine.turn import Turn
from bot.engine.vocabulary import Said
from bot.engine.words import WORDS, names_code
from models.rules.access import admits

REST = "home"
"""The step in which the talk rests: whatever no other step answers, it does."""


class Engine:
    """The steps of all capabilities as one talk; `step` is the whole of it."""

    def __init__(self, specs: Iterable[Spec]) -> None:
        self.specs = tuple(specs)
        self._by_name = {spec.name: spec for spec in self.specs}
        self._of_word = {word: spec for spec in self.specs for word in spec.words}
        self._hears: dict[type[Outcome], OutcomeAnswer] = {
            kind: answer for spec in self.specs for kind, answer in spec.hears
        }
        self.events = {kind.event: kind for kind in self._hears}
        """Whatever may arrive beside messages of people, by its name in the database."""
        self._claims = [spec.claim for spec in self.specs if spec.claim is not None]
        self._codes = [spec.codes for spec in self.specs if spec.codes]
        self._fallbacks = [spec.fallback for spec in self.specs if spec.fallback is not None]
        own = chain.from_iterable(spec.forms.items() for spec in self.specs)
        self.words = WORDS.with_forms(dict(own))
        self.alone = frozenset(kind for spec in self.specs if spec.alone for kind, _ in spec.hears)
        """Events that need no more facts than the election and the person."""

    def step(self, state: State, inbound: Inbound, now: datetime) -> Step:
        """The next place in the talk, the replies, and the work to be done."""
        turn = Turn(state.facts, state.dialog, self.meant(inbound, state.dialog), now)
        done = _with_line(turn, _erased(turn, self._from(turn, 0)))
        language = done.language or _language(turn, done)
        return below.kept(replace(done, language=language), language, self.words)

    def meant(self, inbound: Inbound, dialog: Dialog) -> Inbound:
        """What arrived, as the press of the button whose words were typed."""
        if inbound.kind is not Kind.TEXT or below.KEY not in dialog.data:
            return inbound
        return below.pressed(inbound, dialog, self.words.said(inbound.text))

    def _from(self, turn: Turn, place: int) -> Step:
        """Whoever claims the message first, from a place in the row on; else the step at hand."""
        person = turn.facts.person
        marks = marks_of(turn.inbound, turn.dialog, person.roles if person else None)
        for number in range(place, len(self._claims)):
            if concerned(self._claims[number].when, marks):
                done = self._claims[number].answer(turn, _Chain(self, number + 1))
                if done is not None:
                    return done
        return self._message(turn)

    def _message(self, turn: Turn) -> Step:
        kind = turn.inbound.kind
        if kind is Kind.OUTCOME:
            return self._outcome(turn)
        if kind in (Kind.TEXT, Kind.PRESS):
            return self._text(turn)
        spec = self._spec(turn)
        takes = {Kind.CONTACT: spec.contact, Kind.PHOTO: spec.photo, Kind.LOCATION: spec.location}
        own = takes.get(kind)
        known = turn.facts.person is not None
        welcome = known or kind is Kind.CONTACT or (kind is Kind.PHOTO and spec.for_all)
        done = own(turn) if own is not None and welcome else None
        return done or self._fall_back(turn)

    def _outcome(self, turn: Turn) -> Step:
        outcome = turn.inbound.outcome
        answer = self._hears.get(type(outcome)) if outcome is not None else None
        return answer(turn, outcome) if answer else turn.stay()

    def _text(self, turn: Turn) -> Step:
        found, spec = self.words.said(turn.text), self._spec(turn)
        known = turn.facts.person is not None
        free = found is not None and found.word in self._of_word and found.word not in spec.keeps
        if found is not None and found.rest and _tells(turn, spec) and not names_code(found.rest):
            free = False
        if found is not None and free and (known or self._of_word[found.word].for_all):
            return self._word(turn, found)
        if not known and not spec.for_all:
            return self._fall_back(turn)
        answer = spec.answer or self._by_name[REST].answer
        return answer(turn) if answer else self._fall_back(turn)

    def _word(self, turn: Turn, found: Said) -> Step:
        """A word's answer, for whom it is; with a code behind it, of whom the code is."""
        spec = self._of_word[found.word]
        if not _may(turn, spec):
            return self._not_theirs(turn, spec, found.rest)
        told = turn.pressed if turn.pressed is not None else found.rest
        coded = (codes[found.word](turn, told) for codes in self._codes if found.word in codes)
        return next(filter(None, coded), None) or spec.words[found.word](turn, found.rest)

    def _not_theirs(self, turn: Turn, spec: Spec, rest: str) -> Step:
        """What a word is for somebody who may not say it; with a code of ours it is a plain no."""
        told = spec.otherwise(turn, rest) if spec.otherwise and not names_code(rest) else None
        if isinstance(told, str):
            return self._word(turn.saying(f"{told} {rest}"), Said(told, rest))
        return told or turn.stay(turn.reply(error_key("not_allowed")))

    def _fall_back(self, turn: Turn) -> Step:
        found = (fallback(turn) for fallback in self._fallbacks)
        return next(filter(None, found), None) or turn.stay()

    def _spec(self, turn: Turn) -> Spec:
        return self._by_name.get(turn.dialog.step) or self._by_name[REST]


@dataclass(frozen=True, slots=True)
class _Chain:
    """The way on behind a claim."""

    engine: Engine
    place: int

    def rest(self, turn: Turn) -> Step:
        return self.engine._from(turn, self.place)

    def whole(self, turn: Turn) -> Step:
        return self.engine._from(turn, 0)

    def word(self, turn: Turn) -> Step:
        found = self.said(turn)
        return self.engine._word(turn, found) if found is not None else self.rest(turn)

    def again(self, turn: Turn) -> Reply | None:
        spec = self.engine._spec(turn)
        return spec.again(turn) if spec.again is not None else None

    def free(self, turn: Turn) -> bool:
        return self.engine._spec(turn).free

    def said(self, turn: Turn) -> Said | None:
        found = self.engine.words.said(turn.text)
        return found if found is not None and found.word in self.engine._of_word else None


def _tells(turn: Turn, spec: Spec) -> bool:
    """Whether a typed sentence is what the step at hand asks for now."""
    typed = turn.inbound.kind is Kind.TEXT
    return typed and spec.telling is not None and spec.telling(turn)


def _may(turn: Turn, spec: Spec) -> bool:
    """Whether a step's words are for whoever speaks; without a declaration they are nobody's."""
    person = turn.facts.person
    roles, mandate = person.roles if person else (), bool(turn.facts.mandates)
    known = person is not None
    return spec.who is not None and admits(spec.who, roles, known=known, mandate=mandate)


def _with_line(turn: Turn, done: Step) -> Step:
    """Whoever another line is meant for hears so once, and is served here all the same."""
    line = turn.facts.line
    if not line or not done.replies or turn.data.get("line") == line or turn.inbound.group:
        return done
    kept = replace(done.dialog, data={**done.dialog.data, "line": line})
    return replace(done, dialog=kept, replies=(*done.replies, turn.reply("home.line", line=line)))


def _erased(turn: Turn, done: Step) -> Step:
    """Whatever became of a message with a NIK in it, its text does not stay."""
    if not turn.inbound.niks or EraseText() in done.effects:
        return done
    return replace(done, effects=(EraseText(), *done.effects))


def _language(turn: Turn, done: Step) -> str:
    """The person's language; of somebody unknown the one asked for, else the phone's."""
    person = turn.facts.person
    asked = done.dialog.data.get("language") or turn.inbound.language[:2].lower()
    known = person.language if person else asked
    return "en" if known == "en" else "id"
