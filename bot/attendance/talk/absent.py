"""Absences: an area's number of stations that lack something; taken, closed, listed in full."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.attendance.talk.effects import HandleAbsence, ListAbsent
from bot.engine.messages import Button, Phrase, Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word
from bot.filling.cases import ballot_of
from bot.filling.tell import ballot
from models.rules.access import Who
from models.values import Ballot

RECEIPT = re.compile(r"^\s*(a-[0-9a-z]{5})\b[\s:.,]*", re.IGNORECASE)
_STALE = timedelta(hours=12)
"""An alert that reaches somebody later than this helps nobody."""


def heard(turn: Turn, event: Mapping[str, Any]) -> Step:
    """The event: one message with a number, the first names, and how to list the rest."""
    by = datetime.fromisoformat(str(event["by"])).astimezone(UTC)
    if turn.now - by > _STALE:
        return turn.stay()
    receipt, above = str(event["receipt"]), int(event.get("step", 0)) > 0
    named = tuple(_area(one) if above else _station(one) for one in event.get("named") or ())
    reply = turn.reply(
        "absent.climbed" if above else "absent.new",
        button(f"tangani:{receipt}", "button.take_case"),
        button(f"rincian:{receipt}", "absent.button_list"),
        what=_what(turn, event),
        named=named,
        by=by.astimezone(ZoneInfo(str(event.get("zone") or "Asia/Jakarta"))),
        receipt=receipt,
        hint=phrase("absent.hint") if event["phase"] == "check_in" else "",
    )
    return turn.stay(reply)


def _what(turn: Turn, event: Mapping[str, Any]) -> Phrase:
    """ "Kemantren Umbulharjo: 37 dari 50 TPS belum hadir"."""
    code = str(event["phase"])
    known = {"check_in": "absent.check_in", "photos": "absent.photos", "copies": "absent.copies"}
    values = {name: event[name] for name in ("area", "missing", "expected")}
    if code in known:
        return phrase(known[code], **values)
    return phrase("absent.ballot", ballot=ballot(ballot_of(turn.facts, Ballot(code))), **values)


def place_of(station: Mapping[str, Any]) -> Phrase:
    """TPS 07 Sukamaju."""
    number = f"{int(station['number']):02d}"
    return phrase("tell.station", number=number, kelurahan=station["kelurahan"])


def _station(one: Mapping[str, Any]) -> Phrase:
    return phrase("absent.station", station=place_of(one), witness=one.get("witness") or "-")


def _area(one: Mapping[str, Any]) -> Phrase:
    return phrase("absent.area", area=one["area"], missing=one["missing"])


def take(turn: Turn, said: str) -> Step | None:
    """TANGANI A-7KM3X; None without the code of an absence."""
    return _handle(turn, said, "taken")


def close(turn: Turn, said: str) -> Step | None:
    """BERES A-7KM3X and what was done."""
    return _handle(turn, said, "closed")


def _handle(turn: Turn, said: str, status: str) -> Step | None:
    found = RECEIPT.match(said)
    if found is None:
        return None
    note = said[found.end() :].strip()
    return turn.stay(effects=(HandleAbsence(found[1].upper(), status, note[:300]),))


def handled(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """It is this person's now, or closed, or somebody else's."""
    status, receipt = str(outcome.get("status", "")), str(outcome.get("receipt", ""))
    if status == "already":
        return turn.stay(turn.reply("absent.already", receipt=receipt, by=outcome.get("by") or ""))
    what = _what(turn, outcome)
    if status == "closed":
        left = what if outcome.get("missing") else ""
        return turn.stay(turn.reply("absent.closed", receipt=receipt, left=left))
    more = button(f"rincian:{receipt}", "absent.button_list")
    return turn.stay(turn.reply("absent.taken", more, receipt=receipt, what=what))


def details(turn: Turn, rest: str) -> Step:
    """RINCIAN A-7KM3X, or its button; a number behind it is the page."""
    said = turn.pressed if turn.pressed is not None else rest
    found = RECEIPT.match(said)
    if found is None:
        return turn.stay(turn.reply("absent.which"))
    page = said[found.end() :].strip()
    number = int(page) if page.isdigit() and 0 < int(page) < 1000 else 1
    return turn.stay(effects=(ListAbsent(found[1].upper(), number),))


def listed(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """The stations of one page, with whose duty it is."""
    receipt, page = str(outcome["receipt"]), int(outcome.get("page", 1))
    rows = tuple(
        phrase("absent.station", station=place_of(one), witness=", ".join(one["witnesses"]) or "-")
        for one in outcome.get("rows", ())
    )
    buttons: tuple[Button, ...] = ()
    if outcome.get("more"):
        buttons = (button(f"rincian:{receipt} {page + 1}", "absent.button_more"),)
    key = "absent.list" if rows else "absent.nothing"
    what = _what(turn, outcome)
    return turn.stay(turn.reply(key, *buttons, what=what, rows=rows, receipt=receipt))


SPEC = Spec(
    "absent",
    who=Who.LEADER,
    words={Word.RINCIAN: details},
    codes={Word.TANGANI: take, Word.BERES: close},
    outcomes={"absence_new": heard, "absence_handled": handled, "absent_list": listed},
)
