"""COKLIT: an officer (RT/RW, pantarlih) goes through the list of the neighbourhood by numbers.

The list with the names is the officer's own, on paper: the register here keeps none. Every message
names station and numbers, so it may arrive late and in any order.
"""

from bot.engine.messages import Phrase, Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, named_station, phrase
from bot.engine.words import Word
from bot.register_updates.talk.effects import NoteVisits, TellVisits
from bot.register_updates.talk.grammar import read
from bot.register_updates.talk.outcomes import (
    ListedPlace,
    ListProgress,
    VisitsNoted,
    VisitsTold,
    VisitsWhich,
)
from models.rules.access import Who

_SHOWN = 12


def start(turn: Turn, rest: str) -> Step:
    """COKLIT: how far; COKLIT TPS 3: 1-12 sesuai, 13 meninggal: what was found."""
    told = read(rest)
    if not told.visits and not told.unread:
        return turn.stay(effects=(TellVisits(told.number, told.place),))
    unread = (turn.reply("visits.unread", said=told.unread[:_SHOWN]),) if told.unread else ()
    if not told.visits:
        return turn.stay(*unread)
    return turn.stay(*unread, effects=(NoteVisits(told.number, told.place, told.visits),))


def not_officer(turn: Turn, rest: str) -> Step:
    """To everybody else: whose it is, and what they may send instead."""
    return turn.stay(turn.reply("visits.not_officer"))


def noted(turn: Turn, outcome: VisitsNoted) -> Step:
    """What is safe, how far the list is, what comes next."""
    following = [str(number) for number in outcome.next]
    reply = turn.reply(
        "visits.noted",
        noted=outcome.noted,
        station=_station(outcome.place),
        progress=_progress(outcome.place),
        next=phrase("visits.next", numbers=tuple(following)) if following else "",
        reported=phrase(_word(turn), count=outcome.reported) if outcome.reported else "",
        older=phrase("visits.older", count=outcome.older) if outcome.older else "",
        over=phrase("visits.over", count=outcome.over, of=outcome.place.of) if outcome.over else "",
    )
    return turn.stay(reply)


def which(turn: Turn, outcome: VisitsWhich) -> Step:
    """No station fits, or several do: nothing is kept, and how to name it."""
    stations = tuple(_station(one) for one in outcome.stations)
    if not stations:
        return turn.stay(turn.reply("visits.no_station"))
    return turn.stay(turn.reply("visits.which", stations=stations))


def told(turn: Turn, outcome: VisitsTold) -> Step:
    """A line for each list, and how to go on."""
    rows = tuple(
        phrase("visits.row", station=_station(one), progress=_progress(one))
        for one in outcome.stations
    )
    if not rows:
        return turn.stay(turn.reply("visits.no_station"))
    key = "visits.list_office" if _office(turn) else "visits.list_others"
    more = phrase("visits.more", count=outcome.more) if outcome.more else ""
    return turn.stay(turn.reply(key, rows=rows, more=more))


def _office(turn: Turn) -> bool:
    """Coklit is the election office's; elsewhere it is public response to the PPS."""
    return turn.facts.election is not None and turn.facts.election.office


def _word(turn: Turn) -> str:
    return "visits.reported_office" if _office(turn) else "visits.reported_others"


def _station(one: ListedPlace) -> Phrase:
    return named_station(one.number, one.kelurahan)


def _progress(one: ListProgress) -> Phrase:
    if one.of:
        return phrase("visits.progress", done=one.done, of=one.of)
    return phrase("visits.progress_alone", done=one.done)


SPEC = Spec(
    "visits",
    who=Who.FIELD_OFFICER,
    otherwise=not_officer,
    words={Word.COKLIT: start},
    hears=(
        on(VisitsNoted, noted),
        on(VisitsWhich, which),
        on(VisitsTold, told),
    ),
)
