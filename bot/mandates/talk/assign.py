"""TUGASKAN, CADANGAN, SURAT MANDAT: who stands at which station, the reserve, and the letters."""

import re
from collections.abc import Mapping
from typing import Any

from bot.engine.grammar.codes import code_in
from bot.engine.messages import Document, Phrase, Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word
from bot.mandates.talk.effects import AssignWitness, ListReserves, MakeLetters
from models.rules.access import Who

_FOR = re.compile(r"\s*\b(?:untuk|utk|bagi|for)\s+(.+)$", re.IGNORECASE)
_RESERVE = re.compile(r"^(?:cadangan|reserve)\b[\s:.,]*", re.IGNORECASE)


def start(turn: Turn, rest: str) -> Step:
    """TUGASKAN R-7QKD TPS 7 SUKAMAJU UNTUK PDIP; R-7QKD CADANGAN SUKAMAJU."""
    said = turn.pressed or rest
    who, place = code_in(said)
    named = _FOR.search(place)
    participant = named[1].strip() if named else ""
    place = place[: named.start()] if named else place
    reserve = _RESERVE.match(place)
    place = place[reserve.end() :] if reserve else place
    if not who or not place.strip():
        return turn.stay(turn.reply("assign.which"))
    effect = AssignWitness(who, place.strip()[:80], participant[:60], reserve is not None)
    return turn.stay(effects=(effect,), assigning=f"{who}|{participant}")


def station(found: Mapping[str, Any]) -> Phrase:
    """TPS 07 Sukamaju, of an outcome or an event."""
    number = f"{int(found.get('number', 0)):02d}"
    return phrase("tell.station", number=number, kelurahan=found.get("kelurahan", ""))


def assigned(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """To the coordinator: it is done, and the witness hears it."""
    key = "assign.same" if outcome.get("again") else "assign.done"
    reply = turn.reply(key, called=outcome.get("name", ""), station=station(outcome))
    return turn.stay(reply, assigning=None)


def reserved(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """To the coordinator: in the reserve."""
    key = "assign.reserve_same" if outcome.get("again") else "assign.reserve_done"
    told = {"called": outcome.get("name", ""), "kelurahan": outcome.get("kelurahan", "")}
    return turn.stay(turn.reply_of(key, told), assigning=None)


def places(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """Several stations fit: which one?"""
    who, _, participant = str(turn.data.get("assigning", "")).partition("|")
    behind = f" untuk {participant}" if participant else ""
    word = "tukar:" if not who else f"tugaskan:{who} "
    buttons = [
        button(f"{word}#{one['id']}{behind}"[:64], "button.station", station=station(one))
        for one in outcome.get("stations", ())
    ]
    return turn.stay(turn.reply("assign.where", *buttons), assigning=None)


def refused(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """Why not, and what to do instead."""
    code = str(outcome.get("code", ""))
    names = tuple(outcome.get("names", ()))
    key = {
        "station_full": "assign.full",
        "not_found": "assign.not_found",
        "bad_input": "assign.whose",
        "not_allowed": "assign.not_yours",
    }.get(code, "assign.refused")
    return turn.stay(turn.reply(key, station=station(outcome), names=names), assigning=None)


def given(turn: Turn, event: Mapping[str, Any]) -> Step:
    """To the witness: the station, then the letter."""
    reply = turn.reply("assign.given", station=station(event))
    return turn.stay(reply, effects=(MakeLetters(int(event["mandate"])),))


def ended(turn: Turn, event: Mapping[str, Any]) -> Step:
    """To the witness whose place another one took."""
    return turn.stay(turn.reply("assign.ended", station=station(event)))


def named(turn: Turn, event: Mapping[str, Any]) -> Step:
    """To the reserve."""
    return turn.stay(turn.reply("assign.reserve_noted", kelurahan=event.get("kelurahan", "")))


def ask_letters(turn: Turn, rest: str) -> Step:
    """SURAT MANDAT: the own letters once more."""
    return turn.stay(effects=(MakeLetters(),))


def letters(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """Each letter as a document."""
    rows = list(outcome.get("rows", ()))
    if not rows:
        return turn.stay(turn.reply("assign.no_letter"))
    return turn.stay(*(_letter(turn, row) for row in rows))


def _letter(turn: Turn, row: Mapping[str, Any]) -> Any:
    document = Document(str(row["path"]), "application/pdf", str(row["file"]))
    values = {"number": row.get("letter", ""), "station": station(row)}
    paper = turn.facts.election.paper if turn.facts.election else "mandate"
    key = "assign.letter_watchdog" if paper == "accreditation" else "assign.letter"
    return turn.reply_of(key, values, document=document)


SPEC = Spec(
    "assign",
    who=Who.LEADER,
    words={Word.TUGASKAN: start},
    outcomes={
        "assigned": assigned,
        "reserved": reserved,
        "assign_places": places,
        "assign_refused": refused,
        "mandate_given": given,
        "mandate_ended": ended,
        "reserve_noted": named,
    },
)


def show(turn: Turn, rest: str) -> Step:
    """CADANGAN, or CADANGAN SUKAMAJU."""
    return turn.stay(effects=(ListReserves(rest.strip()[:80]),))


def shown(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """Who is in the reserve."""
    rows = tuple(
        phrase("assign.reserve_row", called=one["name"], kelurahan=one["kelurahan"])
        for one in outcome.get("rows", ())
    )
    if not rows:
        return turn.stay(turn.reply("assign.no_reserve"))
    example = str(outcome["rows"][0]["kelurahan"]).upper()
    more = phrase("assign.reserve_more", example=example) if outcome.get("more") else ""
    return turn.stay(turn.reply("assign.reserves", rows=rows, more=more))


RESERVES = Spec(
    "reserves", who=Who.LEADER, words={Word.CADANGAN: show}, outcomes={"reserves": shown}
)
LETTERS = Spec(
    "letters", who=Who.WITNESS, words={Word.SURAT: ask_letters}, outcomes={"letters": letters}
)
