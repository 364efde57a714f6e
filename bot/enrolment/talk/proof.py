"""A chat that is new for its person asked for something of weight: it waits for a one-time code."""

import re

from bot.engine.messages import Ask, Kind, Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word, said
from bot.enrolment.talk import enrol
from bot.enrolment.talk.effects import ConfirmAct
from bot.enrolment.talk.outcomes import (
    ActCode,
    ActCodeOwn,
    ActCodeWrong,
    ActConfirmed,
    ActHeld,
    ActivationAlone,
    ActivationSecond,
    ActTold,
    ActUnheld,
)
from models.rules.access import Who

_CODE = re.compile(r"([a-z0-9]{3})[\s-]?([a-z0-9]{3})", re.IGNORECASE)


def start(turn: Turn, rest: str) -> Step:
    """KONFIRMASI 7QK-4MD, from any place."""
    return _given(turn, turn.pressed if turn.pressed is not None else rest)


def answer(turn: Turn) -> Step:
    """The code alone, or BATAL."""
    word = said(turn.text)
    if word is not None and word.word in (Word.BATAL, Word.TIDAK):
        return turn.to("home", turn.reply("home.cancelled"), effects=(ConfirmAct(None),))
    return _given(turn, turn.text if turn.inbound.kind is Kind.TEXT else "")


def _given(turn: Turn, text: str) -> Step:
    found = _CODE.fullmatch(text.strip())
    if found is None:
        return turn.stay(turn.reply("proof.again", button("batal", "button.cancel")))
    return turn.stay(effects=(ConfirmAct("".join(found.groups()).upper()),))


def held(turn: Turn, outcome: ActHeld) -> Step:
    """To whoever asked: where the code is."""
    key = "proof.held_own" if outcome.own else "proof.held"
    return turn.to("proof", turn.reply(key, button("batal", "button.cancel")))


def second(turn: Turn, outcome: ActivationSecond) -> Step:
    """To who typed the code of a role: a second factor is needed, too."""
    return turn.to("proof", turn.reply("proof.second", ask=Ask.CONTACT))


def alone(turn: Turn, outcome: ActivationAlone) -> Step:
    """The same, where nobody is there who could be asked."""
    return turn.to("enrol", turn.reply("proof.alone", ask=Ask.CONTACT))


def contact(turn: Turn) -> Step | None:
    """The own contact instead of the code."""
    return enrol.answer(turn) if turn.facts.person is None else None


def unheld(turn: Turn, outcome: ActUnheld) -> Step:
    """Nobody is there to whom the code could go, or too many codes were wrong."""
    return turn.to("home", turn.reply("proof.unheld"))


def wrong(turn: Turn, outcome: ActCodeWrong) -> Step:
    """Not this code, or too late for it."""
    if outcome.left == 0:
        return turn.to("home", turn.reply("proof.no_tries"))
    reply = turn.reply("proof.wrong", button("batal", "button.cancel"), left=outcome.left)
    return turn.stay(reply)


def confirmed(turn: Turn, outcome: ActConfirmed) -> Step:
    """Now it is done."""
    return turn.to("home", effects=(outcome.effect,))


def code_for_own(turn: Turn, event: ActCodeOwn) -> Step:
    """To the person's chat of before: somebody speaks in their name, and here is the code."""
    return _told(turn, "proof.code_own", event)


def code_for_above(turn: Turn, event: ActCode) -> Step:
    """To who leads above: call the person, and only then read the code out."""
    return _told(turn, "proof.code", event)


def told(turn: Turn, event: ActTold) -> Step:
    """To who leads above, where the code went to the person's own chat."""
    return _told(turn, "proof.told", event)


def _told(turn: Turn, key: str, event: ActTold | ActCode | ActCodeOwn) -> Step:
    code = "" if isinstance(event, ActTold) else event.code
    act = phrase(f"proof.act_{event.act}")
    reply = turn.reply(key, called=event.name, act=act, code=code, minutes=event.minutes)
    return turn.stay(reply)


SPEC = Spec(
    "proof",
    answer,
    who=Who.ANYONE,
    words={Word.KONFIRMASI: start},
    hears=(
        on(ActHeld, held),
        on(ActivationSecond, second),
        on(ActivationAlone, alone),
        on(ActUnheld, unheld),
        on(ActCodeWrong, wrong),
        on(ActConfirmed, confirmed),
        on(ActCodeOwn, code_for_own),
        on(ActCode, code_for_above),
        on(ActTold, told),
    ),
    contact=contact,
    keeps=frozenset({Word.BATAL, Word.TIDAK}),
)
