"""DATA SAYA and HAPUS DATA SAYA: what is kept about somebody who asked, and its deletion."""

from collections.abc import Mapping
from typing import Any

from bot.engine.messages import Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word, said
from bot.voters.talk.effects import DeleteOwnData, TellOwnData
from models.rules.access import Who

_KINDS = {
    "incidents": "own_data.incidents",
    "open_questions": "own_data.open_questions",
    "changes": "own_data.changes",
    "applications": "own_data.applications",
}
"""What else people tell us, each with its sentence where there is any."""


def show(turn: Turn, rest: str) -> Step:
    """DATA SAYA."""
    return turn.stay(effects=(TellOwnData(),))


def told(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """What is kept, why, how long."""
    person = turn.facts.person
    enrolled = phrase("own_data.enrolled", name=turn.name) if person else ""
    more = tuple(
        phrase(key, count=outcome[kind], days=outcome["days"])
        for kind, key in _KINDS.items()
        if outcome.get(kind)
    )
    told = {"enrolled": enrolled, "more": more, **outcome}
    return turn.stay(turn.reply_of("own_data.told", told))


def ask(turn: Turn, rest: str) -> Step:
    """HAPUS DATA SAYA: asks once."""
    reply = turn.reply(
        "own_data.sure", button("hapus", "own_data.yes"), button("batal", "own_data.no")
    )
    return turn.to("own_data", reply)


def answer(turn: Turn) -> Step:
    """Only a clear yes deletes."""
    found = said(turn.text)
    word = found.word if found else None
    if word is Word.BENAR or turn.text.strip().lower() in ("hapus", "delete"):
        return turn.to("home", effects=(DeleteOwnData(),))
    if word in (Word.TIDAK, Word.BATAL):
        return turn.to("home", turn.reply("own_data.kept"))
    return ask(turn, "")


def deleted(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """It is done, in this very transaction."""
    enrolled = phrase("own_data.enrolled_stays") if turn.facts.person else ""
    return turn.stay(turn.reply_of("own_data.deleted", {"enrolled": enrolled, **outcome}))


def held(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """A legal hold stands above it."""
    return turn.stay(turn.reply("own_data.held", hold=outcome.get("hold", "")))


SPEC = Spec(
    "own_data",
    answer,
    words={Word.DATA_SAYA: show, Word.HAPUS_DATA: ask},
    outcomes={"own_data": told, "own_data_deleted": deleted, "own_data_held": held},
    keeps=frozenset({Word.BENAR, Word.TIDAK, Word.BATAL}),
    who=Who.ANYONE,
)
