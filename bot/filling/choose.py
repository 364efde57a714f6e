"""Asks for which station or ballot something is meant, where a person has several."""

import re
from collections.abc import Collection, Sequence

from bot.engine.facts import BallotFacts, StationPlace
from bot.engine.grammar.ballots import spoken, station_in
from bot.engine.grammar.clean import clean
from bot.engine.messages import Reply, Step
from bot.engine.turn import Turn, button
from bot.filling import tell
from bot.filling.assent import says_no
from bot.filling.cases import Case, cases, saved_last, stations
from bot.filling.grammar.whole_message import figures_in

_MANY = 10
"""More buttons than that no messenger shows well."""
_SHOWN = 120
"""Letters of a message that are told back while its ballot is asked for."""


def station_of(turn: Turn, text: str) -> StationPlace | None:
    """The station that is meant: named, the only one, or the one of the talk so far."""
    places = stations(turn.facts)
    number, rest = station_in(text)
    if number is not None:
        named = [place for place in places if place.facts.number == number]
        low = clean(rest)
        closer = [place for place in named if place.kelurahan.lower() in low]
        named = closer or named
        return named[0] if len(named) == 1 else None
    if len(places) == 1:
        return places[0]
    return next((place for place in places if place.id == turn.data.get("station")), None)


def places(turn: Turn) -> tuple[StationPlace, ...]:
    """The stations that the person reports or types for."""
    typed = tuple(task.station for task in turn.facts.tasks)
    return (*stations(turn.facts), *typed)


def foreign(turn: Turn, text: str) -> bool:
    """Whether a message names a station that this person has no mandate for."""
    number, _ = station_in(text)
    typed = {task.station.facts.number for task in turn.facts.tasks}
    return number is not None and number not in typed | {
        place.facts.number for place in stations(turn.facts)
    }


def ask_station(turn: Turn, word: str, text: str = "") -> Step:
    """Which of the stations? The word goes on with the answer."""
    buttons = [
        button(f"{word}:{place.id}", "button.station", station=tell.station(place))
        for place in stations(turn.facts)[:_MANY]
    ]
    reply = turn.reply("choose.station", *buttons)
    return turn.to("choose", reply, word=word, text=text, asks="station")


_BARE = re.compile(
    r"\W*(?:(?:yang|yg|di|nomor|nomer|no)\W+)*0*([0-9]{1,3})\W*(?:ya|aja|saja)?\W*", re.I
)


def bare_station(turn: Turn) -> str | None:
    """ "7" where a station is asked for, as "TPS 7"; None: it is no single number."""
    found = _BARE.fullmatch(turn.text) if turn.data.get("asks") == "station" else None
    return f"TPS {found[1]}" if found else None


_RATHER = re.compile(r"\W*(\w+)\W+(?:(?:yang|yg|di)\W+)+0*([0-9]{1,3})\W*", re.IGNORECASE)


def other_station(turn: Turn, case: Case) -> str | None:
    """ "bukan, yang 7" of who has the stations 7 and 12 and stands at 12, as "TPS 7".

    None where a choice of the ballot has that number, or where nothing is denied: then it is one.
    """
    found, codes = _RATHER.fullmatch(turn.text), {one.code for one in case.contest.choices}
    if found is None or not says_no(found[1]) or found[2] in codes:
        return None
    others = {p.facts.number for p in stations(turn.facts) if p.id != case.station.id}
    return f"TPS {found[2]}" if int(found[2]) in others else None


def one(turn: Turn, found: Sequence[Case], text: str) -> Case | None:
    """The one ballot that can be meant, if only one can."""
    place = station_of(turn, text)
    if place is not None:
        found = [case for case in found if case.station.id == place.id]
    return found[0] if len(found) == 1 else None


def ask(turn: Turn, found: Sequence[Case], text: str) -> Step:
    """Which ballot, at which station? What was typed waits for the answer."""
    if foreign(turn, text):
        return not_yours(turn, text)
    place = station_of(turn, text)
    if place is None and len({case.station.id for case in found}) > 1:
        return ask_station(turn, "isi", text)
    found = [case for case in found if place is None or case.station.id == place.id]
    buttons = [
        button(f"isi:{c.station.id}:{c.contest_id}", "button.ballot", ballot=tell.ballot(c.ballot))
        for c in found[:_MANY]
    ]
    told = " ".join(text.split())
    key = "choose.ballot_of" if any(map(str.isdigit, told)) else "choose.ballot"
    return turn.to("choose", turn.reply(key, *buttons, typed=told[:_SHOWN]), word="isi", text=text)


def not_yours(turn: Turn, text: str, foreign: Sequence[int] = ()) -> Step:
    """A station that somebody else has the mandate for; `foreign`: those that are named, 0 where
    one has no number ("TPS sebelah")."""
    number, rest = station_in(text)
    places = tuple(tell.station(place) for place in stations(turn.facts)[:_MANY])
    named = number or next(iter(foreign), 0)
    if foreign and not figures_in(rest):
        told = spoken_of_saved(turn)
        if told is not None:
            return turn.stay(told)
    if not named:
        return turn.stay(turn.reply("choose.another_station", stations=places))
    where = f"TPS {named:02d}"
    return turn.stay(turn.reply("choose.not_your_station", where=where, stations=places))


_BACK = re.compile(r"\b(?:itu|tadi|td|tdi|barusan|that|those)\b", re.I)


def points_back(text: str) -> bool:
    """ "itu tadi punya tps 12": said of what was sent, not of what comes."""
    return _BACK.search(text) is not None


def spoken_of_saved(turn: Turn, but: Collection[int | None] = ()) -> Reply | None:
    """ "eh itu punya tps sebelah": what is stored, and how it is put right; None: nothing is.

    `but`: stations by number whose figures are not meant.
    """
    here = turn.data.get("station")
    saved = [c for c in cases(turn) if c.report is not None and c.station.facts.number not in but]
    saved = [case for case in saved if case.station.id == here] or saved
    last = saved_last(saved)
    if last is None:
        return None
    return turn.reply(
        "choose.saved_elsewhere",
        button(f"ubah:{last.key}", "button.change_numbers"),
        button("panggil", "intents.button_call"),
        ballots=tuple(tell.ballot(case.ballot) for case in saved),
        station=tell.station(last.station),
        number=last.station.facts.number,
    )


_POINTING = re.compile(
    r"^(?:(?:yg|yang|itu|ini|utk|untuk|buat|bwt|punya|maksudnya|surat|suara|kertas)\s+)+", re.I
)


_HOUSES = {
    "dprd": frozenset("provinsi prov propinsi prop kota kab kabupaten".split()),
    "dpr": frozenset("ri pusat".split()),
}
"""What is left out of a house's name where only ballots are spoken of: "yang provinsi"."""


def named_ballot(turn: Turn, text: str) -> BallotFacts | None:
    """The ballot that an answer names: "presiden", "yang kuning", "buat provinsi"."""
    ballots = turn.facts.election.ballots if turn.facts.election else ()
    bare = _POINTING.sub("", text.strip())
    head = bare.lower().partition(" ")[0]
    told = (text, bare, *(f"{house} {bare}" for house in _HOUSES if head in _HOUSES[house]))
    return next((found for one in told if (found := spoken(one, ballots)[0]) is not None), None)


def picked(turn: Turn) -> tuple[int | None, int | None]:
    """The station and contest that a typed answer names, as far as it does."""
    text = turn.text
    place = station_of(turn, text) if station_in(text)[0] is not None else None
    if place is None:
        low = clean(text)
        named = [p for p in stations(turn.facts) if p.kelurahan.lower() in low]
        place = named[0] if len(named) == 1 else None
    found = named_ballot(turn, text)
    here = [c for c in cases(turn, place.id if place else None) if found]
    if found and place is None:
        place = station_of(turn, text)
        here = [c for c in here if place is None or c.station.id == place.id]
    match = next((c for c in here if found and c.ballot.ballot == found.ballot), None)
    return place.id if place else None, match.contest_id if match else None
