"""Absences: an area's number of stations that lack something; taken, closed, listed in full."""

import re
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from bot.attendance.talk.effects import HandleAbsence, ListAbsent
from bot.attendance.talk.outcomes import Absence, AbsenceHandled, AbsenceNew, AbsentList, MissingAt
from bot.engine.messages import Button, Phrase, Shown, Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button, named_station, phrase
from bot.engine.words import Word
from bot.filling.cases import ballot_of
from bot.filling.tell import ballot
from models.rules.access import Who
from models.values import Ballot

RECEIPT = re.compile(r"^\s*(a-[0-9a-z]{5,6})\b[\s:.,]*", re.IGNORECASE)
_STALE = timedelta(hours=12)
"""An alert that reaches somebody later than this helps nobody."""


def heard(turn: Turn, event: AbsenceNew) -> Step:
    """The event: one message with a number, the first names, and how to list the rest."""
    by = event.by.astimezone(UTC)
    if turn.now - by > _STALE:
        return turn.stay()
    receipt, above = event.receipt, event.step > 0
    named = tuple(_area(one) if above else _station(one) for one in event.named or ())
    reply = turn.reply(
        "absent.climbed" if above else "absent.new",
        button(f"tangani:{receipt}", "button.take_case"),
        button(f"rincian:{receipt}", "absent.button_list"),
        what=_what(turn, event),
        named=named,
        by=by.astimezone(ZoneInfo(event.zone or "Asia/Jakarta")),
        receipt=receipt,
        hint=phrase("absent.hint") if event.phase == "check_in" else "",
    )
    return turn.stay(reply)


def _what(turn: Turn, event: Absence) -> Phrase:
    """ "Kemantren Umbulharjo: 37 dari 50 TPS belum hadir"."""
    code = event.phase
    known = {"check_in": "absent.check_in", "photos": "absent.photos", "copies": "absent.copies"}
    values: dict[str, Shown] = {
        "area": event.area,
        "missing": event.missing,
        "expected": event.expected,
    }
    if code in known:
        return phrase(known[code], **values)
    return phrase("absent.ballot", ballot=ballot(ballot_of(turn.facts, Ballot(code))), **values)


def _station(one: MissingAt) -> Phrase:
    station = named_station(one.number, one.kelurahan)
    return phrase("absent.station", station=station, witness=one.witness or "-")


def _area(one: MissingAt) -> Phrase:
    return phrase("absent.area", area=one.area, missing=one.missing)


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


def handled(turn: Turn, outcome: AbsenceHandled) -> Step:
    """It is this person's now, or closed, or somebody else's."""
    status, receipt = outcome.status, outcome.receipt
    if status == "already":
        return turn.stay(turn.reply("absent.already", receipt=receipt, by=outcome.by or ""))
    what = _what(turn, outcome)
    if status == "closed":
        left = what if outcome.missing else ""
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
    number = int(page) if page.isdecimal() and 0 < int(page) < 1000 else 1
    return turn.stay(effects=(ListAbsent(found[1].upper(), number),))


def listed(turn: Turn, outcome: AbsentList) -> Step:
    """The stations of one page, with whose duty it is."""
    receipt, page = outcome.receipt, outcome.page
    rows = tuple(
        phrase(
            "absent.station",
            station=named_station(one.number, one.kelurahan),
            witness=", ".join(one.witnesses) or "-",
        )
        for one in outcome.rows
    )
    buttons: tuple[Button, ...] = ()
    if outcome.more:
        buttons = (button(f"rincian:{receipt} {page + 1}", "absent.button_more"),)
    key = "absent.list" if rows else "absent.nothing"
    what = _what(turn, outcome)
    return turn.stay(turn.reply(key, *buttons, what=what, rows=rows, receipt=receipt))


SPEC = Spec(
    "absent",
    who=Who.LEADER,
    words={Word.RINCIAN: details},
    codes={Word.TANGANI: take, Word.BERES: close},
    hears=(
        on(AbsenceNew, heard),
        on(AbsenceHandled, handled),
        on(AbsentList, listed),
    ),
)
