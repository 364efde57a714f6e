"""SETUJUI M-7QKD, TOLAK M-7QKD: another leader's word about a mandate given after the opening."""

import re

from bot.engine.messages import Button, Reply, Step, Value
from bot.engine.outcomes import MandateAsked, MandateNews, MandateNoted, MandateWaits
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button, named_station
from bot.engine.words import Word
from bot.mandates.talk.effects import DecideMandate
from bot.mandates.talk.late_outcomes import MandateCounts, MandateDecided, MandateUndoAsked
from models.rules.access import Who

_CODE = re.compile(r"^\s*(m-[0-9a-z]{4,8})\b", re.IGNORECASE)


def approve(turn: Turn, told: str) -> Step | None:
    """SETUJUI M-7QKD; None where no mandate is named."""
    return _decide(turn, told, True)


def reject(turn: Turn, told: str) -> Step | None:
    """TOLAK M-7QKD: not this person; of one that counts already, the wish that it end."""
    return _decide(turn, told, False)


def _decide(turn: Turn, told: str, approved: bool) -> Step | None:
    code = _CODE.match(told)
    return turn.stay(effects=(DecideMandate(code[1].upper(), approved),)) if code else None


def asked(turn: Turn, event: MandateAsked) -> Step:
    """To another leader: who was sent where, by whom."""
    buttons = (
        button(f"setujui:{event.receipt}", "button.approve"),
        button(f"tolak:{event.receipt}", "button.reject"),
    )
    key = "late.asked_undo" if event.undo else "late.asked"
    where = named_station(event.number, event.kelurahan)
    who, receipt = {"author": event.author, "called": event.name}, event.receipt
    return turn.stay(_reply(turn, key, buttons, station=where, receipt=receipt, **who))


def _reply(turn: Turn, key: str, buttons: tuple[Button, ...], **values: Value) -> Reply:
    return turn.reply(key, *buttons, ask=None, photo=None, document=None, **values)


def waits(turn: Turn, event: MandateWaits) -> Step:
    """To whoever gave it: reports count after another leader's word."""
    key = "late.waits" if event.approvers else "late.no_second"
    where = named_station(event.number, event.kelurahan)
    return turn.stay(turn.reply(key, called=event.name, station=where, receipt=event.receipt))


def news(turn: Turn, event: MandateNews) -> Step:
    """To who leads above."""
    where = named_station(event.number, event.kelurahan)
    stop = button(f"tolak:{event.receipt}", "late.ask_undo")
    who, receipt = {"author": event.author, "called": event.name}, event.receipt
    return turn.stay(_reply(turn, "late.news", (stop,), station=where, receipt=receipt, **who))


def noted(turn: Turn, event: MandateNoted) -> Step:
    """To the witnesses who stood there before."""
    where = named_station(event.number, event.kelurahan)
    return turn.stay(turn.reply("late.noted", called=event.name, station=where))


def decided(turn: Turn, event: MandateDecided) -> Step:
    """To whoever decided, to the author and above: what holds now, and how to have it undone."""
    key = "late.counts" if event.counts else "late.ended"
    buttons = (button(f"tolak:{event.receipt}", "late.ask_undo"),) if event.counts else ()
    where = named_station(event.number, event.kelurahan)
    who, receipt = {"called": event.name, "by": event.by}, event.receipt
    return turn.stay(_reply(turn, key, buttons, station=where, receipt=receipt, **who))


def undo_asked(turn: Turn, outcome: MandateUndoAsked) -> Step:
    """To whoever wants it undone: a second person decides that as well."""
    key = "late.undo_waits" if outcome.approvers else "late.no_second_undo"
    return turn.stay(turn.reply(key, receipt=outcome.receipt))


def counts(turn: Turn, event: MandateCounts) -> Step:
    """To the witness: the figures count now."""
    return turn.stay(turn.reply("late.yours", station=named_station(event.number, event.kelurahan)))


SPEC = Spec(
    "late_mandate",
    who=Who.LEADER,
    codes={Word.SETUJU: approve, Word.TOLAK: reject},
    hears=(
        on(MandateAsked, asked),
        on(MandateWaits, waits),
        on(MandateNews, news),
        on(MandateNoted, noted),
        on(MandateDecided, decided),
        on(MandateUndoAsked, undo_asked),
        on(MandateCounts, counts),
    ),
)
