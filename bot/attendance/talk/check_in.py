"""HADIR: the witness is at the station; a location is measured, and its lack locks nobody out."""

from bot.attendance.talk import mandate_letter
from bot.attendance.talk.distance import measure
from bot.attendance.talk.effects import CheckIn
from bot.attendance.talk.outcomes import CheckedIn
from bot.engine.effects import KeepPhoto
from bot.engine.facts import CheckInFacts, StationPlace
from bot.engine.grammar.ballots import station_in
from bot.engine.grammar.clean import plain
from bot.engine.messages import Ask, Button, Kind, Phrase, Reply, Shown, Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word, said
from bot.filling import beside, choose, home, photos, tell
from bot.filling.cases import stations
from models.rules.access import Who
from models.values import Location

_NO = frozenset(
    "tidak tdk tak gak ga g nggak ngga enggak gabisa gbs ndak ora mboten teu kagak tanpa dilarang "
    "rusak mati no cannot cant dont without skip".split()
)
"""Words that say that something cannot be sent."""
_ODD = frozenset({"far", "forwarded", "old", "no_location", "no_reference"})
"""Flags that a coordinator should look at."""


def start(turn: Turn, rest: str) -> Step:
    """HADIR, HADIR TPS 7, or a button that names the station."""
    if choose.foreign(turn, rest):
        return choose.not_yours(turn, rest)
    pressed = turn.pressed or ""
    place = _place(turn, int(pressed)) if pressed.isdecimal() else None
    if place is None and len(stations(turn.facts)) > 1 and not _named(turn, rest):
        return choose.ask_station(turn, "hadir")
    place = place or choose.station_of(turn, rest)
    return at_station(turn, place.id) if place else choose.ask_station(turn, "hadir")


def at_station(turn: Turn, station_id: int) -> Step:
    """Asks for the location at a station that is now known."""
    place = _place(turn, station_id)
    if place is None:
        return turn.to("home", turn.reply("home.mandate_gone"))
    before = checked_in(turn, place)
    key = "check_in.again" if before else "check_in.start"
    values: dict[str, Shown] = {"time": home.day_time(turn), "station": tell.station(place)}
    if before is not None:
        values |= {"at": turn.at(before.at, place), "receipt": before.receipt}
    cannot = button("tanpa lokasi", "button.no_location")
    reply = turn.reply_of(key, values, cannot, ask=Ask.LOCATION)
    return turn.to("check_in", reply, station=place.id)


def _named(turn: Turn, rest: str) -> bool:
    return station_in(rest)[0] is not None


def checked_in(turn: Turn, place: StationPlace) -> CheckInFacts | None:
    """The latest check-in of this person at a station."""
    mine = [found for found in turn.facts.check_ins if found.station_id == place.id]
    return max(mine, key=lambda found: found.at, default=None)


def answer(turn: Turn) -> Step:
    """No location came: a photo of the station's sign will do, and even that may be missing."""
    place = _place(turn, turn.data.get("station"))
    if place is None:
        return turn.to("home", turn.reply("home.mandate_gone"))
    if choose.foreign(turn, turn.text):
        return choose.not_yours(turn, turn.text)
    named = choose.station_of(turn, turn.text) if _named(turn, turn.text) else None
    if named is not None and named.id != place.id:
        return at_station(turn, named.id)
    reported = beside.figures(turn)
    if reported is not None:
        return Step(reported.dialog, reported.replies, (_without(place), *reported.effects))
    found = said(turn.text)
    if found is not None and found.word is Word.TIDAK and _elsewhere(turn):
        return choose.ask_station(turn, "hadir")
    promised = found is not None and found.word is Word.BENAR
    if promised and "photo" not in turn.data:
        return turn.stay(turn.reply("check_in.location", ask=Ask.LOCATION))
    skip = _no_photo()
    if "photo" not in turn.data:
        if not (_cannot(turn) or turn.data.get("reminded")):
            return turn.stay(turn.reply("check_in.location_again", ask=Ask.LOCATION), reminded=True)
        return turn.stay(turn.reply("check_in.photo_instead", skip), photo="asked")
    if promised or (turn.data["photo"] == "asked" and not _cannot(turn)):
        return turn.stay(turn.reply("check_in.photo_how", skip), photo="asked again")
    return _note(turn, place, None, None, ("no_location", "no_photo"))


def _no_photo() -> Button:
    return button("tanpa foto", "button.no_photo")


def again(turn: Turn) -> Reply | None:
    """What is waited for: the location, or the photo in its place."""
    if "photo" in turn.data:
        return turn.reply("check_in.photo_still", _no_photo())
    cannot = button("tanpa lokasi", "button.no_location")
    return turn.reply("check_in.location_still", cannot, ask=Ask.LOCATION)


def _cannot(turn: Turn) -> bool:
    """Whether somebody says that no photo will come; "ya" and "sebentar" only promise one."""
    found = said(turn.text)
    said_no = found is not None and found.word in (Word.TIDAK, Word.LEWATI)
    return turn.pressed is not None or said_no or bool(_NO & set(plain(turn.text).split()))


def _elsewhere(turn: Turn) -> bool:
    """ "Bukan": another station than the one asked about; "tidak" may be the location."""
    return turn.text.lower().strip().startswith(("bukan", "salah"))


def located(turn: Turn) -> Step:
    """A location: measured against the station, or its kelurahan, flagged where it is odd."""
    places = stations(turn.facts)
    place = _place(turn, turn.data.get("station")) or (places[0] if len(places) == 1 else None)
    location = turn.inbound.location
    if place is None or location is None:
        return choose.ask_station(turn, "hadir") if places else home.answer(turn)
    measured = measure(turn, place, location)
    return _note(turn, place, location, measured.distance_m, measured.flags)


def elsewhere(turn: Turn) -> Step | None:
    """A location of somebody known, at no step that takes it."""
    known = turn.facts.person is not None and turn.inbound.kind is Kind.LOCATION
    return located(turn) if known else None


def pictured(turn: Turn) -> Step | None:
    """A photo of the station's sign (papan TPS) in place of a location."""
    place = _place(turn, turn.data.get("station"))
    if place is None:
        return None
    refused = photos.refused(turn)
    if refused is not None:
        return refused
    keep = KeepPhoto("board", place.id)
    noted = _note(turn, place, None, None, ("no_location", "photo"))
    return Step(noted.dialog, noted.replies, (keep, *noted.effects))


def _without(place: StationPlace) -> CheckIn:
    """A presence that neither location nor photo proves: noted all the same, flagged."""
    return CheckIn(place.id, None, None, ("no_location", "no_photo"))


def _note(
    turn: Turn,
    place: StationPlace,
    location: Location | None,
    distance: int | None,
    flags: tuple[str, ...],
) -> Step:
    effect = CheckIn(place.id, location, distance, flags)
    said_at = turn.inbound.at.isoformat()
    return turn.to("check_in", effects=(effect,), station=place.id, flags=list(flags), at=said_at)


def noted(turn: Turn, outcome: CheckedIn) -> Step:
    """The check-in is committed with this reply; then the mandate letter is asked for."""
    place = _place(turn, turn.data.get("station"))
    if place is None:
        return turn.to("home")
    if turn.dialog.step != "check_in":
        return turn.stay()  # figures came instead of a location, and go on
    at = type(turn.now).fromisoformat(str(turn.data.get("at", turn.now.isoformat())))
    odd = _ODD & set(turn.data.get("flags", ()))
    helper = next((m.coordinator for m in turn.facts.mandates if m.station.id == place.id), "")
    note: tuple[Phrase, ...] = ()
    if odd:
        key = "check_in.helped_by" if helper else "check_in.helped"
        note = (phrase(key, coordinator=helper),)
    told: dict[str, Shown] = {"at": turn.at(at, place), "receipt": outcome.receipt, "notes": note}
    paper = mandate_letter.question(turn)
    if not paper:
        done = mandate_letter.without_paper(turn)
        told_first = turn.reply_of("check_in.noted", {"paper": "", **told})
        return Step(done.dialog, (told_first, *done.replies), done.effects)
    buttons = (button("sudah", "button.handed"), button("belum", "button.not_handed"))
    reply = turn.reply_of("check_in.noted", {"paper": paper, **told}, *buttons)
    return turn.to("mandate_letter", reply, station=place.id, check_in=outcome.check_in)


def _place(turn: Turn, station_id: int | None) -> StationPlace | None:
    return next((place for place in stations(turn.facts) if place.id == station_id), None)


SPEC = Spec(
    "check_in",
    answer,
    who=Who.WITNESS,
    otherwise=home.for_witnesses,
    words={Word.HADIR: start},
    hears=(on(CheckedIn, noted),),
    keeps=frozenset({Word.TIDAK, Word.BENAR}),
    photo=pictured,
    location=located,
    fallback=elsewhere,
    again=again,
)
