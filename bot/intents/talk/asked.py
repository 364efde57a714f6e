"""Everyday questions at any place of the talk: answered, offered as buttons, or left to the step.

Sees every typed message last of all who may claim one. Figures meant as a tally are never taken: a
message with numbers that may be votes goes to the step at hand, unless it plainly asks something.
"""

from dataclasses import dataclass, replace

from bot.engine import below
from bot.engine.marks import when
from bot.engine.messages import Kind, Phrase, Step
from bot.engine.spec import Chain, Claim, Spec
from bot.engine.turn import Turn, phrase
from bot.engine.words import Word, said
from bot.filling import home
from bot.filling.assent import says_no, takes_back
from bot.filling.grammar.short_answers import story
from bot.intents.talk import answer, unsure
from bot.intents.talk.at_place import (
    WAITING,
    answers,
    counts_people,
    names_ballot,
    names_station,
    tells_instead,
    wrong_place,
)
from bot.intents.talk.match import EXACT, SURE, Heard, heard, intents
from bot.intents.talk.outcomes import CoordinatorTold, PersonCalled
from bot.intents.talk.told import FILLING
from bot.intents.talk.told_numbers import (
    asks,
    changes,
    noughts,
    numbers,
    questions,
    tally,
    told,
    written,
)

_OWN = frozenset(("questions.answer", "questions.which"))
"""Answers of the organisation's own list, which go before ours about voting (`late`)."""
_CLEAR = 0.07
"""How far the likeliest must lie before the next one where neither is sure."""
_PLAIN = 0.85
"""From here on a question holds although a number stands in it as a word."""
_STORY = 0.6
"""A story is long, so that its words explain less of it."""
_BESIDE = 0.1
_SENTENCE = 3
_TELLING = 5
"""Words from which on something told may be a story."""
_QUOTED = 4
"""Numbers that a question may quote: "102 tambah 87 kok 189?"."""
_TOLD = 2
"""Numbers that may stand in a story: "katanya 243, tapi turusnya 234"."""
_NAMED = 24
"""Numbers that one sentence names."""
_KEPT = 2
_ASKED = 7
"""Words of a question where words of one's own are the answer: a longer one belongs to those."""
_TELLS = frozenset({Word.KEJADIAN, Word.BERES, Word.TANGANI, Word.SIARAN, Word.PEMILIH, Word.PSU})
"""Words that take anything behind them."""


@dataclass(frozen=True, slots=True)
class _Typed:
    """What a typed message is, as far as its words tell: `votes` and `left` are numbers that may
    be votes, read as a question and as a story."""

    found: list[Heard]
    votes: int
    left: int
    numbers: int
    asks: bool
    words: int
    figures: bool

    @property
    def likeliest(self) -> Heard | None:
        """The first; but what tells of trouble and asks nothing is a story before anything else."""
        if not self.found:
            return None
        told = next((one for one in self.found if one.intent.kind == "story"), None)
        near = told is not None and told.score >= max(_STORY, self.found[0].score - _BESIDE)
        return told if near and not self.asks and self.words >= _TELLING else self.found[0]


def claimed(turn: Turn, chain: Chain) -> Step | None:
    """Answers what is surely asked; else hears what the step says, and helps where it cannot."""
    if turn.inbound.kind is not Kind.TEXT or turn.inbound.group or not turn.text.strip():
        return _other(turn, chain)
    if _declines(turn):
        return unsure.understood(answer.said(turn, chain, phrase("intents.left")))
    if turn.dialog.step in FILLING and wrong_place(turn.text) and not takes_back(turn.text):
        return unsure.understood(answer.given(turn, chain, intents()["wrong_station"]))
    plain = said(turn.text)
    if plain is not None and not plain.rest:
        kind = unsure.SMALL_TALK.get(plain.word)
        if kind is not None and chain.again(turn) is not None:
            return unsure.understood(answer.given(turn, chain, intents()[kind]))
        done = _gone_on(turn, chain)
        asked_again = any(reply.key in unsure.UNHEARD for reply in done.replies)
        if not asked_again or turn.dialog.step in WAITING:
            return done
    elif _is_word(turn, chain) and not _is_phrase(turn):
        return _gone_on(turn, chain)
    if answers(turn):
        return _gone_on(turn, chain)
    typed = _typed(turn)
    sure = _sure(turn, chain, typed)
    if sure is not None:
        own = _gone_on(turn, chain) if sure.intent.late else None
        if own is not None and any(reply.key in _OWN for reply in own.replies):
            return own
        return unsure.understood(answer.given(turn, chain, sure.intent))
    if tells_instead(turn) and not typed.votes:
        return unsure.understood(home.told_story(turn))
    if _is_told(turn, chain, typed):
        return _unsure(turn, chain, typed)
    done = _gone_on(turn, chain)
    if not any(reply.key in unsure.UNHEARD for reply in done.replies):
        return done
    if (typed.votes and not typed.asks) or _is_word(turn, chain):
        shown = typed.numbers > 0 and turn.dialog.step in FILLING
        return unsure.understood(answer.said(turn, chain, _sorry(turn)) if shown else done)
    return _unsure(turn, chain, typed, done)


def _declines(turn: Turn) -> bool:
    """Whether what was offered is left: "ga usah"; "bukan" only where no figures wait for it."""
    word = said(turn.text)
    if not below.offers(turn.dialog) or (word is not None and word.word is Word.BATAL):
        return False
    return takes_back(turn.text) or (says_no(turn.text) and turn.dialog.step not in WAITING)


def _gone_on(turn: Turn, chain: Chain) -> Step:
    """What the step at hand says; into a story and out of it the place is kept."""
    done = chain.rest(turn)
    if "incident" in (turn.dialog.step, done.dialog.step):
        done = answer.with_return(turn, answer.returned(turn, chain, done))
    return unsure.understood(done)


def _other(turn: Turn, chain: Chain) -> Step | None:
    """Buttons, photos and outcomes: only a way back from a story, and what we asked for."""
    meant = topic(turn, chain)
    if meant is not None:
        return meant
    if turn.inbound.kind is Kind.PRESS and turn.text == Word.KEJADIAN:
        return _gone_on(turn, chain)
    helped = turn.happened(CoordinatorTold) or turn.happened(PersonCalled)
    if turn.dialog.step != "incident" and helped is None:
        return None
    done = chain.rest(turn)
    if helped is not None and done.replies:
        asked = chain.again(turn)
        if asked is None:
            return done
        first = done.replies[0]
        told = phrase(first.key, **first.values)
        return replace(done, replies=(answer.joined(turn, told, first.buttons, asked),))
    return answer.returned(turn, chain, done)


def _typed(turn: Turn) -> _Typed:
    found, text = heard(turn.text), turn.text
    if turn.facts.person is None:
        found = [one for one in found if one.intent.anyone]
    votes, left = tally(text), told(text)
    figures = left > _TOLD or (left > 0 and changes(text))
    return _Typed(found, votes, left, numbers(text), asks(text), len(text.split()), figures)


def _sure(turn: Turn, chain: Chain, typed: _Typed) -> Heard | None:
    """The intent that is answered before the step at hand is heard."""
    best = typed.likeliest
    if best is None or (best.intent.kind == "chat" and not _smuggles(typed)):
        return None
    if "?" in turn.text and tally(turn.text.rpartition("?")[2]):
        return None  # "bisa diganti? ganjar 43 bukan 45": the figures behind it are meant
    if _is_word(turn, chain) and not _is_phrase(turn):
        return None
    if chain.free(turn):
        plain = typed.numbers == 0 and best.intent.kind != "story"
        asked = questions(turn.text) and best.score >= SURE and typed.words <= _ASKED
        waits = best.intent.code == "wait" and best.score >= EXACT
        return best if plain and (best.exact or asked or waits) else None
    saving = turn.dialog.step in WAITING and best.score < EXACT
    if saving and not (typed.asks or best.intent.kind == "story"):
        return best if _smuggles(typed) and best.score >= SURE else None
    if best.intent.kind == "story":
        telling = typed.words >= _TELLING or best.score >= EXACT
        enough = SURE if typed.left > 1 else _STORY
        return best if telling and best.score >= enough and not typed.figures else None
    plain = typed.numbers == 0 and best.score >= _PLAIN  # "centang satu" counts nothing
    if typed.votes and not plain and not (typed.asks and typed.numbers <= _QUOTED):
        return None
    return best if best.score >= SURE else None


def _smuggles(typed: _Typed) -> bool:
    """Whether numbers stand in a message, none of which can be votes."""
    chat = any(one.intent.kind == "chat" for one in typed.found)
    return typed.numbers > 0 and (typed.left if chat else typed.votes) == 0


def _is_told(turn: Turn, chain: Chain, typed: _Typed) -> bool:
    """Whether a sentence stands there whose numbers a step would take, and none can be votes.

    One that ends with a question mark asks about a number or two ("01 itu amin kan?").
    """
    asked = turn.text.rstrip().endswith("?") and 0 < typed.votes <= _TOLD and not changes(turn.text)
    told = (_smuggles(typed) or asked) and typed.words >= _SENTENCE and not noughts(turn.text)
    free = chain.free(turn) or chain.said(turn) is not None
    named = names_ballot(turn) or names_station(turn)
    return told and not free and not named and not counts_people(turn)


def _is_phrase(turn: Turn) -> bool:
    """Whether the message is a phrase of ours, though it begins like a word: "pemilih sepi"."""
    found = heard(turn.text) if numbers(turn.text) == 0 else []
    return bool(found) and found[0].exact


def _is_word(turn: Turn, chain: Chain) -> bool:
    """Whether the message is a word of the talk, which goes before an everyday question.

    With more behind it than the word holds it is one only where numbers or a story are meant.
    """
    said = chain.said(turn)
    if said is None:
        return False
    count = tally if said.word == Word.LAPOR else numbers
    return not said.rest or said.word in _TELLS or count(said.rest) > 0


def _unsure(turn: Turn, chain: Chain, typed: _Typed, done: Step | None = None) -> Step:
    """What tells of trouble is offered to be noted; the likeliest is answered where it is clear;
    else two or three to choose from; else a person."""
    if story(turn.text) and not typed.votes and not chain.free(turn):
        return unsure.understood(home.told_story(turn))
    found = typed.found
    clear = len(found) == 1 or (len(found) > 1 and found[0].score - found[1].score >= _CLEAR)
    likely = bool(found) and found[0].score >= _STORY
    chat = likely and found[0].intent.kind == "chat"
    if likely and (clear or found[0].score >= SURE or chat) and not (chat and typed.votes):
        return unsure.understood(answer.given(turn, chain, found[0].intent))
    if turn.facts.person is None:
        return done if done is not None else chain.rest(turn)
    texts = [*turn.data.get("unheard", ()), turn.text.strip()[:200]][-_KEPT:]
    if len(texts) >= _KEPT:
        return unsure.person(turn, chain, texts)
    if found and not typed.votes:
        return unsure.noting(unsure.offer(turn, found), texts)
    plain = done is None or bool(typed.votes)
    return unsure.noting(
        answer.said(turn, chain, _sorry(turn)) if plain or done is None else done, texts
    )


def _sorry(turn: Turn) -> Phrase:
    """The numbers of the message, as typed, are not taken: nobody is left to wonder."""
    told = " · ".join(written(turn.text)[:_NAMED])
    return phrase("intents.unsure", numbers=told)


def topic(turn: Turn, chain: Chain) -> Step | None:
    """A button that says what was meant."""
    word, _, code = turn.inbound.text.partition(":")
    if turn.inbound.kind is not Kind.PRESS or word != unsure.TOPIC or code not in intents():
        return None
    return unsure.understood(answer.given(turn, chain, intents()[code]))


SPEC = Spec(
    "intents",
    claim=Claim(
        claimed,
        when("text", "press", "at:incident", "outcome:coordinator_told", "outcome:person_called"),
    ),
)
