"""Corrections after the closing time: the coordinator's word, and what the witness hears."""

from collections.abc import Mapping
from typing import Any

from bot.corrections.talk.effects import DecideCorrection
from bot.engine.messages import Phrase, Step
from bot.engine.spec import Spec
from bot.engine.texts import error_key
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word
from bot.filling.tell import waits
from models.rules.access import Who


def waiting(turn: Turn, event: Mapping[str, Any]) -> Step:
    """To the coordinator: who wants to change what, before and after."""
    number = event.get("correction")
    buttons = (
        button(f"setujui:{number}", "button.approve"),
        button(f"tolak:{number}", "button.reject"),
    )
    changes = _changes(event)
    return turn.stay(
        turn.reply("approve.waiting", *buttons, **_told(event), changes=changes, waits=waits(event))
    )


def made(turn: Turn, event: Mapping[str, Any]) -> Step:
    """To the coordinator: who changed what; there is nothing to do."""
    receipt = event.get("receipt", "")
    told = _told(event)
    return turn.stay(turn.reply("approve.made", **told, changes=_changes(event), receipt=receipt))


def _changes(event: Mapping[str, Any]) -> tuple[Phrase, ...]:
    return tuple(
        phrase("approve.change", field=Phrase.from_json(field), old=old, new=new)
        for field, old, new in event.get("changes", ())
    )


def approve(turn: Turn, rest: str) -> Step:
    """The button SETUJUI."""
    return _decide(turn, True)


def reject(turn: Turn, rest: str) -> Step:
    """The button TOLAK; with a code behind it (R-7QKD, T-7QKD) whoever brings the code answers."""
    return _decide(turn, False)


def _decide(turn: Turn, approved: bool) -> Step:
    number = turn.pressed or ""
    if not number.isdigit():
        return turn.stay(turn.reply("approve.which"))
    return turn.stay(effects=(DecideCorrection(int(number), approved),))


def decided(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """To the coordinator: it is done."""
    key = "approve.approved" if outcome.get("approved") else "approve.rejected"
    return turn.stay(turn.reply(key))


def refused(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """Not this person's to decide, or decided already."""
    reply = turn.reply(error_key(str(outcome.get("code", "error"))))
    return turn.to("home", reply) if turn.dialog.step in ("decide", "revote") else turn.stay(reply)


def asked(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """To the witness: the correction waits."""
    return turn.to("home", turn.reply("approve.asked"))


def answered(turn: Turn, event: Mapping[str, Any]) -> Step:
    """To the witness: the coordinator's word."""
    key = "approve.yes" if event.get("approved") else "approve.no"
    return turn.stay(turn.reply(key, **_told(event), receipt=event.get("receipt", "")))


def _told(event: Mapping[str, Any]) -> dict[str, Any]:
    names = ("witness", "ballot", "kelurahan")
    number = f"{int(event.get('number', 0)):02d}"
    place = phrase("tell.station", number=number, kelurahan=event.get("kelurahan", ""))
    told = {name: Phrase.from_json(event.get(name, "")) for name in names}
    return told | {"station": place}


SPEC = Spec(
    "approve",
    who=Who.LEADER,
    words={Word.SETUJU: approve, Word.TOLAK: reject},
    outcomes={
        "correction_waiting": waiting,
        "correction_made": made,
        "correction_decided": decided,
        "decision_refused": refused,
        "correction_asked": asked,
        "correction_answered": answered,
    },
)
