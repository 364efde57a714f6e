"""TUGASKAN, CADANGAN, SURAT MANDAT: who stands at which station, the reserve, and the letters."""

import re

from bot.engine.grammar.codes import code_in
from bot.engine.messages import Document, Phrase, Reply, Step
from bot.engine.outcomes import FoundStation, MandateEnded, MandateGiven
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button, named_station, phrase
from bot.engine.words import Word
from bot.mandates.talk.effects import AssignWitness, ListReserves, MakeLetters
from bot.mandates.talk.outcomes import (
    Assigned,
    AssignPlaces,
    AssignRefused,
    Letters,
    MadeLetter,
    Reserved,
    ReserveNoted,
    Reserves,
)
from models.rules.access import Who

_FOR = re.compile(r"\s*\b(?:untuk|utk|bagi|for)\s+(.+)$", re.IGNORECASE)
Placed = FoundStation | Assigned | AssignRefused | MandateGiven | MandateEnded | MadeLetter
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


def station(found: Placed) -> Phrase:
    """TPS 07 Sukamaju, of an outcome or an event."""
    return named_station(found.number, found.kelurahan)


def assigned(turn: Turn, outcome: Assigned) -> Step:
    """To the coordinator: it is done, and the witness hears it."""
    key = "assign.same" if outcome.again else "assign.done"
    reply = turn.reply(key, called=outcome.name, station=station(outcome))
    return turn.stay(reply, assigning=None)


def reserved(turn: Turn, outcome: Reserved) -> Step:
    """To the coordinator: in the reserve."""
    key = "assign.reserve_same" if outcome.again else "assign.reserve_done"
    reply = turn.reply(key, called=outcome.name, kelurahan=outcome.kelurahan)
    return turn.stay(reply, assigning=None)


def places(turn: Turn, outcome: AssignPlaces) -> Step:
    """Several stations fit: which one?"""
    who, _, participant = str(turn.data.get("assigning", "")).partition("|")
    behind = f" untuk {participant}" if participant else ""
    word = "tukar:" if not who else f"tugaskan:{who} "
    buttons = [
        button(f"{word}#{one.id}{behind}"[:64], "button.station", station=station(one))
        for one in outcome.stations
    ]
    return turn.stay(turn.reply("assign.where", *buttons), assigning=None)


def refused(turn: Turn, outcome: AssignRefused) -> Step:
    """Why not, and what to do instead."""
    code = outcome.code
    key = {
        "station_full": "assign.full",
        "not_found": "assign.not_found",
        "bad_input": "assign.whose",
        "not_allowed": "assign.not_yours",
    }.get(code, "assign.refused")
    return turn.stay(turn.reply(key, station=station(outcome), names=outcome.names), assigning=None)


def given(turn: Turn, event: MandateGiven) -> Step:
    """To the witness: the station, then the letter."""
    reply = turn.reply("assign.given", station=station(event))
    return turn.stay(reply, effects=(MakeLetters(event.mandate),))


def ended(turn: Turn, event: MandateEnded) -> Step:
    """To the witness whose place another one took."""
    return turn.stay(turn.reply("assign.ended", station=station(event)))


def named(turn: Turn, event: ReserveNoted) -> Step:
    """To the reserve."""
    return turn.stay(turn.reply("assign.reserve_noted", kelurahan=event.kelurahan))


def ask_letters(turn: Turn, rest: str) -> Step:
    """SURAT MANDAT: the own letters once more."""
    return turn.stay(effects=(MakeLetters(),))


def letters(turn: Turn, outcome: Letters) -> Step:
    """Each letter as a document."""
    rows = outcome.rows
    if not rows:
        return turn.stay(turn.reply("assign.no_letter"))
    return turn.stay(*(_letter(turn, row) for row in rows))


def _letter(turn: Turn, row: MadeLetter) -> Reply:
    document = Document(row.path, "application/pdf", row.file)
    paper = turn.facts.election.paper if turn.facts.election else "mandate"
    key = "assign.letter_watchdog" if paper == "accreditation" else "assign.letter"
    return turn.reply(key, document=document, number=row.letter, station=station(row))


SPEC = Spec(
    "assign",
    who=Who.LEADER,
    words={Word.TUGASKAN: start},
    hears=(
        on(Assigned, assigned),
        on(Reserved, reserved),
        on(AssignPlaces, places),
        on(AssignRefused, refused),
        on(MandateGiven, given),
        on(MandateEnded, ended),
        on(ReserveNoted, named),
    ),
)


def show(turn: Turn, rest: str) -> Step:
    """CADANGAN, or CADANGAN SUKAMAJU."""
    return turn.stay(effects=(ListReserves(rest.strip()[:80]),))


def shown(turn: Turn, outcome: Reserves) -> Step:
    """Who is in the reserve."""
    rows = tuple(
        phrase("assign.reserve_row", called=one.name, kelurahan=one.kelurahan)
        for one in outcome.rows
    )
    if not rows:
        return turn.stay(turn.reply("assign.no_reserve"))
    example = outcome.rows[0].kelurahan.upper()
    more = phrase("assign.reserve_more", example=example) if outcome.more else ""
    return turn.stay(turn.reply("assign.reserves", rows=rows, more=more))


RESERVES = Spec(
    "reserves", who=Who.LEADER, words={Word.CADANGAN: show}, hears=(on(Reserves, shown),)
)
LETTERS = Spec(
    "letters", who=Who.WITNESS, words={Word.SURAT: ask_letters}, hears=(on(Letters, letters),)
)
