"""Every word of the chat says for whom it is, and the engine refuses everybody else."""

from dataclasses import replace

import pytest

from bot.capabilities import CONVERSATION
from bot.engine.facts import Facts, PersonFacts
from bot.engine.messages import Dialog, Inbound, Kind, State, Step
from bot.engine.spec import Spec
from bot.engine.step import Engine
from bot.engine.turn import Turn
from bot.engine.words import FORMS, Word, said
from models.rules.access import Who
from models.values import Role
from tests.worlds import ELECTION, NIGHT, siti

STRANGER, IDLE, WITNESS = "stranger", "enrolled", "witness"
LEADS = {"coordinator", "administrator"}
EVERYBODY = {STRANGER, IDLE, WITNESS, *Role}
MAY: dict[Who, set[str]] = {
    Who.ANYONE: EVERYBODY,
    Who.KNOWN: EVERYBODY - {STRANGER},
    Who.WITNESS: {WITNESS},
    Who.REPORTER: {WITNESS, "operator"},
    Who.LEADER: LEADS,
    Who.REVIEWER: {"reviewer"},
    Who.OPERATOR: {"operator"},
    Who.FIELD_OFFICER: {"field_officer"},
    Who.READER: {*LEADS, "reviewer", "auditor"},
    Who.INFORMED: {*LEADS, "reviewer", "auditor", "candidate"},
    Who.AUDITOR: {"auditor", "administrator"},
    Who.CANDIDATE: {"candidate"},
    Who.RECAP_WITNESS: {"recap_witness"},
    Who.INSTALLATION: set(),
}
"""Who is let in by each declaration, written down a second time."""

STEPS = CONVERSATION.engine.specs
WORDS = {word: spec for spec in STEPS for word in spec.words}
ANYWHERE = [word for word in Word if word in WORDS]
"""The others mean something only where a step waits for them: BENAR, TIDAK, SESUAI."""


def with_spec(spec: Spec) -> Engine:
    """The talk with another step in the place of one."""
    return Engine(spec if one.name == spec.name else one for one in STEPS)


def speaker(name: str) -> Facts:
    """The world of one speaker."""
    if name == STRANGER:
        return Facts(ELECTION)
    if name == WITNESS:
        return siti()
    roles = () if name == IDLE else (name,)
    return Facts(ELECTION, PersonFacts(2, "Pak Dedi", roles=roles))


@pytest.mark.parametrize("spec", [s for s in STEPS if s.words], ids=lambda spec: spec.name)
def test_a_step_with_words_says_for_whom_they_are(spec: object) -> None:
    assert getattr(spec, "who", None) in set(Who), "name `who=` in its SPEC (models/rules/access)"


@pytest.mark.parametrize("word", ANYWHERE, ids=lambda word: word.value)
def test_the_engine_lets_in_whom_the_word_is_for_and_nobody_else(
    word: Word,
) -> None:
    called = []

    def answered(turn: Turn, rest: str) -> Step:
        called.append(word)
        return turn.stay()

    engine = with_spec(replace(WORDS[word], words={**WORDS[word].words, word: answered}))
    let_in = set()
    text = next(form for form in FORMS[word] if (found := said(form)) and found.word is word)
    for name in EVERYBODY:
        called.clear()
        done = engine.step(
            State(Dialog("home"), speaker(name)), Inbound(Kind.TEXT, NIGHT, text), NIGHT
        )
        if called:
            let_in.add(name)
        elif name != STRANGER:
            assert done.replies, "a refusal is said"
            assert done.effects == (), "nothing is done for whom it is not"
    who = WORDS[word].who
    assert who is not None
    assert let_in == MAY[who]


def test_a_word_without_a_declaration_is_for_nobody() -> None:
    engine = with_spec(replace(WORDS[Word.ISI], who=None))
    done = engine.step(State(Dialog("home"), siti()), Inbound(Kind.TEXT, NIGHT, "isi"), NIGHT)
    assert [reply.key for reply in done.replies] == ["error.not_allowed"]
