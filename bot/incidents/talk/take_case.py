"""TANGANI, BERES: a coordinator hears of an incident or an absence, takes it, says how it ended."""

import re

from bot.engine.messages import Line, Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button, named_station, phrase
from bot.engine.words import Word
from bot.filling import beside, home
from bot.filling.tell import waits
from bot.incidents.talk.effects import HandleIncident
from bot.incidents.talk.outcomes import IncidentHandled, IncidentNew
from models.rules.access import Who

_RECEIPT = re.compile(r"^\s*(i-[0-9a-z]{3,8})\b[\s:.,]*", re.IGNORECASE)
_NOTE_LEAST, _NOTE_MOST = 4, 300


def heard(turn: Turn, event: IncidentNew) -> Step:
    """The event: what was told, where, by whom unless that is kept back."""
    receipt = event.receipt
    place: Line = event.place
    if event.number is not None:
        place = named_station(event.number, event.kelurahan)
    by: Line = event.reporter or phrase("handle.nobody")
    if event.confidential:
        by = phrase("handle.secret")
    reply = turn.reply(
        "handle.new_at" if place else "handle.new",
        button(f"tangani:{receipt}", "button.take_case"),
        receipt=receipt,
        kind=phrase(f"incident.kind_{event.category}"),
        place=place,
        text=f'"{event.text}"' if event.text else "",
        by=by,
        photos=phrase("handle.photos", count=event.photos) if event.photos else "",
        waits=waits(event.since, event.zone),
    )
    return turn.stay(reply)


def take(turn: Turn, rest: str) -> Step:
    """TANGANI, with the code or by the button."""
    return _handle(turn, rest, "taken")


def close(turn: Turn, rest: str) -> Step:
    """BERES, with the code and what was done."""
    return _handle(turn, rest, "closed")


def of_witness(turn: Turn, rest: str) -> Step | None:
    """ "beres" of a witness is a kind word; figures behind it are figures."""
    if not turn.facts.mandates:
        return None
    return beside.figures(turn.saying(rest)) or home.thanked(turn, rest)


def _handle(turn: Turn, rest: str, status: str) -> Step:
    said = turn.pressed if turn.pressed is not None else rest
    found = _RECEIPT.match(said)
    if found is None:
        return turn.stay(turn.reply("handle.which"))
    note = said[found.end() :].strip()
    if status == "closed" and len(note) < _NOTE_LEAST:
        return turn.stay(turn.reply("handle.note", receipt=found[1].upper()))
    return turn.stay(effects=(HandleIncident(found[1].upper(), status, note[:_NOTE_MOST]),))


def handled(turn: Turn, outcome: IncidentHandled) -> Step:
    """It is this person's now, or closed; the name is told to whoever handles it."""
    status, receipt = outcome.status, outcome.receipt
    if status == "already":
        return turn.stay(turn.reply("handle.already", receipt=receipt, by=outcome.by or ""))
    if status == "closed":
        return turn.stay(turn.reply("handle.closed", receipt=receipt))
    by: Line = outcome.reporter or phrase("handle.nobody")
    key = "handle.taken_secret" if outcome.confidential else "handle.taken"
    return turn.stay(turn.reply(key, receipt=receipt, by=by))


SPEC = Spec(
    "handle",
    who=Who.LEADER,
    otherwise=of_witness,
    words={Word.TANGANI: take, Word.BERES: close},
    hears=(
        on(IncidentNew, heard),
        on(IncidentHandled, handled),
    ),
)
