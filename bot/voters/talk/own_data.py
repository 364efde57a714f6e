"""DATA SAYA and HAPUS DATA SAYA: what is kept about somebody who asked, and its deletion."""

from bot.engine.messages import Reply, Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word, said
from bot.voters.talk.effects import DeleteOwnData, TellOwnData
from bot.voters.talk.outcomes import OwnData, OwnDataDeleted, OwnDataHeld
from models.rules.access import Who


def show(turn: Turn, rest: str) -> Step:
    """DATA SAYA."""
    return turn.stay(effects=(TellOwnData(),))


def told(turn: Turn, outcome: OwnData) -> Step:
    """What is kept, why, how long."""
    person = turn.facts.person
    enrolled = phrase("own_data.enrolled", name=turn.name) if person else ""
    counted = (
        ("own_data.incidents", outcome.incidents),
        ("own_data.open_questions", outcome.open_questions),
        ("own_data.changes", outcome.changes),
        ("own_data.applications", outcome.applications),
    )
    reply = turn.reply(
        "own_data.told",
        enrolled=enrolled,
        more=tuple(phrase(key, count=count, days=outcome.days) for key, count in counted if count),
        questions=outcome.questions,
        answered=outcome.answered,
        days=outcome.days,
    )
    return turn.stay(reply)


def ask(turn: Turn, rest: str) -> Step:
    """HAPUS DATA SAYA: asks once."""
    return turn.to("own_data", sure(turn))


def sure(turn: Turn) -> Reply:
    """Whether it is meant."""
    return turn.reply(
        "own_data.sure", button("hapus", "own_data.yes"), button("batal", "own_data.no")
    )


def answer(turn: Turn) -> Step:
    """Only a clear yes deletes."""
    found = said(turn.text)
    word = found.word if found else None
    if word is Word.BENAR or turn.text.strip().lower() in ("hapus", "delete"):
        return turn.to("home", effects=(DeleteOwnData(),))
    if word in (Word.TIDAK, Word.BATAL):
        return turn.to("home", turn.reply("own_data.kept"))
    return ask(turn, "")


def deleted(turn: Turn, outcome: OwnDataDeleted) -> Step:
    """It is done, in this very transaction."""
    enrolled = phrase("own_data.enrolled_stays") if turn.facts.person else ""
    reply = turn.reply("own_data.deleted", enrolled=enrolled, questions=outcome.questions)
    return turn.stay(reply)


def held(turn: Turn, outcome: OwnDataHeld) -> Step:
    """A legal hold stands above it."""
    return turn.stay(turn.reply("own_data.held", hold=outcome.hold))


SPEC = Spec(
    "own_data",
    answer,
    again=sure,
    words={Word.DATA_SAYA: show, Word.HAPUS_DATA: ask},
    hears=(
        on(OwnData, told),
        on(OwnDataDeleted, deleted),
        on(OwnDataHeld, held),
    ),
    keeps=frozenset({Word.BENAR, Word.TIDAK, Word.BATAL}),
    who=Who.ANYONE,
)
