"""Corrections after the closing time: the coordinator's word, and what the witness hears."""

from bot.corrections.talk.effects import DecideCorrection
from bot.corrections.talk.outcomes import (
    Change,
    CorrectionAnswered,
    CorrectionDecided,
    CorrectionMade,
    CorrectionWaiting,
)
from bot.engine.messages import Phrase, Step
from bot.engine.outcomes import DecisionRefused
from bot.engine.spec import Spec, on
from bot.engine.texts import error_key
from bot.engine.turn import Turn, button, named_station, phrase
from bot.engine.words import Word
from bot.filling.outcomes import CorrectionAsked
from bot.filling.tell import waits
from models.rules.access import Who


def waiting(turn: Turn, event: CorrectionWaiting) -> Step:
    """To the coordinator: who wants to change what, before and after."""
    number, where = event.correction, named_station(event.number, event.kelurahan)
    buttons = (
        button(f"setujui:{number}", "button.approve"),
        button(f"tolak:{number}", "button.reject"),
    )
    return turn.stay(
        turn.reply(
            "approve.waiting",
            *buttons,
            witness=event.witness,
            ballot=event.ballot,
            station=where,
            changes=_changes(event.changes),
            waits=waits(event.since, event.zone),
        )
    )


def made(turn: Turn, event: CorrectionMade) -> Step:
    """To the coordinator: who changed what; there is nothing to do."""
    return turn.stay(
        turn.reply(
            "approve.made",
            witness=event.witness,
            ballot=event.ballot,
            station=named_station(event.number, event.kelurahan),
            changes=_changes(event.changes),
            receipt=event.receipt,
        )
    )


def _changes(changes: tuple[Change, ...]) -> tuple[Phrase, ...]:
    return tuple(
        phrase("approve.change", field=field, old=old, new=new) for field, old, new in changes
    )


def approve(turn: Turn, rest: str) -> Step:
    """The button SETUJUI."""
    return _decide(turn, True)


def reject(turn: Turn, rest: str) -> Step:
    """The button TOLAK; with a code behind it (R-7QKD, T-7QKD) whoever brings the code answers."""
    return _decide(turn, False)


def _decide(turn: Turn, approved: bool) -> Step:
    number = turn.pressed or ""
    if not number.isdecimal():
        return turn.stay(turn.reply("approve.which"))
    return turn.stay(effects=(DecideCorrection(int(number), approved),))


def decided(turn: Turn, outcome: CorrectionDecided) -> Step:
    """To the coordinator: it is done."""
    key = "approve.approved" if outcome.approved else "approve.rejected"
    return turn.stay(turn.reply(key))


def refused(turn: Turn, outcome: DecisionRefused) -> Step:
    """Not this person's to decide, or decided already."""
    reply = turn.reply(error_key(outcome.code))
    return turn.to("home", reply) if turn.dialog.step in ("decide", "revote") else turn.stay(reply)


def asked(turn: Turn, outcome: CorrectionAsked) -> Step:
    """To the witness: the correction waits."""
    return turn.to("home", turn.reply("approve.asked"))


def answered(turn: Turn, event: CorrectionAnswered) -> Step:
    """To the witness: the coordinator's word."""
    key = "approve.yes" if event.approved else "approve.no"
    where = named_station(event.number, event.kelurahan)
    reply = turn.reply(key, ballot=event.ballot, station=where, receipt=event.receipt)
    return turn.stay(reply)


SPEC = Spec(
    "approve",
    who=Who.LEADER,
    words={Word.SETUJU: approve, Word.TOLAK: reject},
    hears=(
        on(CorrectionWaiting, waiting),
        on(CorrectionMade, made),
        on(CorrectionDecided, decided),
        on(DecisionRefused, refused),
        on(CorrectionAsked, asked),
        on(CorrectionAnswered, answered),
    ),
)
