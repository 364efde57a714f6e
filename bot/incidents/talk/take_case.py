"""TANGANI, BERES: a coordinator hears of an incident or an absence, takes it, says how it ended."""

import re
from collections.abc import Mapping
from typing import Any

from bot.engine.messages import Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word
from bot.filling import home
from bot.filling.tell import waits
from bot.incidents.talk.effects import HandleIncident
from models.rules.access import Who

_RECEIPT = re.compile(r"^\s*(i-[0-9a-z]{3,8})\b[\s:.,]*", re.IGNORECASE)
_NOTE_LEAST, _NOTE_MOST = 4, 300


def heard(turn: Turn, event: Mapping[str, Any]) -> Step:
    """The event: what was told, where, by whom unless that is kept back."""
    receipt = str(event.get("receipt", ""))
    place: Any = event.get("place", "")
    if "number" in event:
        number = f"{int(event['number']):02d}"
        place = phrase("tell.station", number=number, kelurahan=event.get("kelurahan", ""))
    by: Any = event.get("reporter") or phrase("handle.nobody")
    if event.get("confidential"):
        by = phrase("handle.secret")
    reply = turn.reply(
        "handle.new_at" if place else "handle.new",
        button(f"tangani:{receipt}", "button.take_case"),
        receipt=receipt,
        kind=phrase(f"incident.kind_{event.get('category', 'other')}"),
        place=place,
        text=f'"{event["text"]}"' if event.get("text") else "",
        by=by,
        photos=phrase("handle.photos", count=event["photos"]) if event.get("photos") else "",
        waits=waits(event),
    )
    return turn.stay(reply)


def take(turn: Turn, rest: str) -> Step:
    """TANGANI, with the code or by the button."""
    return _handle(turn, rest, "taken")


def close(turn: Turn, rest: str) -> Step:
    """BERES, with the code and what was done."""
    return _handle(turn, rest, "closed")


def _handle(turn: Turn, rest: str, status: str) -> Step:
    said = turn.pressed if turn.pressed is not None else rest
    found = _RECEIPT.match(said)
    if found is None:
        return turn.stay(turn.reply("handle.which"))
    note = said[found.end() :].strip()
    if status == "closed" and len(note) < _NOTE_LEAST:
        return turn.stay(turn.reply("handle.note", receipt=found[1].upper()))
    return turn.stay(effects=(HandleIncident(found[1].upper(), status, note[:_NOTE_MOST]),))


def handled(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """It is this person's now, or closed; the name is told to whoever handles it."""
    status, receipt = str(outcome.get("status", "")), outcome.get("receipt", "")
    if status == "already":
        return turn.stay(turn.reply("handle.already", receipt=receipt, by=outcome.get("by") or ""))
    if status == "closed":
        return turn.stay(turn.reply("handle.closed", receipt=receipt))
    by: Any = outcome.get("reporter") or phrase("handle.nobody")
    key = "handle.taken_secret" if outcome.get("confidential") else "handle.taken"
    return turn.stay(turn.reply(key, receipt=receipt, by=by))


SPEC = Spec(
    "handle",
    who=Who.LEADER,
    otherwise=home.thanked,
    words={Word.TANGANI: take, Word.BERES: close},
    outcomes={"incident_new": heard, "incident_handled": handled},
)
