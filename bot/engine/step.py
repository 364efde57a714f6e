"""One turn of the conversation: what we knew and what arrived give what we know, say and do.

Pure: no socket, no file, no clock, no database. The runner performs the effects and brings their
outcomes back as another Inbound.
"""

from dataclasses import replace
from datetime import datetime

from bot.engine.effects import EraseText
from bot.engine.messages import Inbound, Kind, State, Step
from bot.engine.spec import OutcomeAnswer, Spec, WordAnswer
from bot.engine.steps import (
    STEPS,
    check_in,
    d_hasil,
    enrol,
    home,
    late,
    odd,
    photo,
    practice,
    questions,
    recruit,
    voter,
    voter_update,
)
from bot.engine.texts import error_key
from bot.engine.turn import Turn
from bot.engine.words import Said, Word, said
from models.rules.access import admits

_BY_NAME = {spec.name: spec for spec in STEPS}
_WORDS: dict[Word, WordAnswer] = {w: f for spec in STEPS for w, f in spec.words.items()}
_SPEC_OF = {word: spec for spec in STEPS for word in spec.words}
ALONE = frozenset(name for spec in STEPS if spec.alone for name in spec.outcomes)
"""Events that need no more facts than the election and the person."""
_OUTCOMES: dict[str, OutcomeAnswer] = {n: f for spec in STEPS for n, f in spec.outcomes.items()}


def step(state: State, inbound: Inbound, now: datetime) -> Step:
    """The next place in the talk, the replies, and the work to be done."""
    turn = Turn(state.facts, state.dialog, inbound, now)
    done = _with_line(turn, _erased(turn, _practised(turn)))
    return replace(done, language=done.language or _language(turn, done))


def _practised(turn: Turn) -> Step:
    """The turn, within the practice report that is going on, if one is."""
    if not practice.active(turn) or practice.beside(turn):
        return _step(turn)
    if practice.goes_on(turn):
        turn = practice.seen(turn)
        return practice.marked(turn, _step(turn))
    turn = practice.leave(turn)
    return practice.left(turn, _step(turn))


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


def _step(turn: Turn) -> Step:
    inbound = turn.inbound
    if recruit.takes(turn) and not inbound.group:
        return recruit.no_nik(turn)
    if inbound.group:
        return voter.group(turn) if inbound.niks or inbound.odd_digits else odd.group(turn)
    if inbound.niks and inbound.kind is Kind.TEXT:
        updating = turn.dialog.step == "voter_update" or _says(turn, Word.PEMILIH)
        return voter_update.given(turn) if updating else voter.given(turn)
    if inbound.odd_digits and inbound.kind is Kind.TEXT and voter.expected(turn):
        return voter.almost(turn)
    if inbound.kind is Kind.OUTCOME:
        return _outcome(turn)
    if turn.dialog.step == "late":
        return _after_late(turn)
    if late.asks(turn) and turn.facts.person is not None:
        return late.ask(turn)
    return _message(turn)


def _says(turn: Turn, word: Word) -> bool:
    found = said(turn.text)
    return found is not None and found.word is word


def _outcome(turn: Turn) -> Step:
    outcome = turn.inbound.outcome
    answer = _OUTCOMES.get(outcome.name) if outcome else None
    return answer(turn, outcome.data) if answer and outcome else turn.stay()


def _after_late(turn: Turn) -> Step:
    """The answer to a late message, or something new, which leaves it aside."""
    before, text = late.resume(turn), str(turn.data.get("late", ""))
    decided = late.decided(turn) if turn.inbound.kind in (Kind.TEXT, Kind.PRESS) else None
    if decided is True:
        return _message(before.saying(text))
    if decided is False:
        return late.dropped(before)
    return _step(before)


def _message(turn: Turn) -> Step:
    kind = turn.inbound.kind
    if kind in (Kind.TEXT, Kind.PRESS):
        return _text(turn)
    if kind is Kind.OTHER and turn.text in odd.FILES:
        return turn.stay(turn.reply(odd.FILES[turn.text]))
    spec = _spec(turn)
    if kind is Kind.CONTACT and spec.contact is not None:
        return spec.contact(turn)
    if turn.facts.person is None and kind is Kind.PHOTO and not spec.photo:
        return voter.unwanted(turn)
    if turn.facts.person is None and not (spec.for_all and kind is Kind.PHOTO):
        return enrol.answer(turn) if kind is Kind.CONTACT else odd.answer(turn, "odd.other")
    if kind is Kind.PHOTO and practice.active(turn):
        return practice.photo(turn)
    if kind is Kind.PHOTO:
        elsewhere = d_hasil.pictured if d_hasil.takes(turn) else photo.answer
        return (spec.photo or elsewhere)(turn)
    if kind is Kind.LOCATION:
        return (spec.location or check_in.located)(turn)
    if kind is Kind.CONTACT:
        return turn.stay(turn.reply("enrol.known_already", *home.menu(turn)))
    return odd.answer(turn, "odd.other")


def _text(turn: Turn) -> Step:
    if not turn.text.strip():
        return odd.answer(turn, "odd.empty")
    if len(turn.text) > odd.LONGEST:
        return odd.answer(turn, "odd.long")
    found, spec = said(turn.text), _spec(turn)
    known = turn.facts.person is not None
    free = found is not None and found.word in _WORDS and found.word not in spec.keeps
    if found is not None and free and (known or _SPEC_OF[found.word].for_all):
        return _WORDS[found.word](turn, found.rest) if _may(turn, found) else _refused(turn, found)
    if not known and not spec.for_all:
        if voter.asks(turn.text) and not questions.matches(turn, turn.text):
            return voter.greeted(turn)
        return questions.reply_to(turn) if questions.takes(turn) else enrol.answer(turn)
    return (spec.answer or home.answer)(turn)


def _may(turn: Turn, found: Said) -> bool:
    """Whether this word is for whoever speaks; a word without a declaration is for nobody."""
    who, person = _SPEC_OF[found.word].who, turn.facts.person
    roles, mandate = person.roles if person else (), bool(turn.facts.mandates)
    return who is not None and admits(who, roles, known=person is not None, mandate=mandate)


def _refused(turn: Turn, found: Said) -> Step:
    otherwise = _SPEC_OF[found.word].otherwise
    if otherwise is not None:
        return otherwise(turn, found.rest)
    return turn.stay(turn.reply(error_key("not_allowed")))


def _spec(turn: Turn) -> Spec:
    return _BY_NAME.get(turn.dialog.step, home.SPEC)
