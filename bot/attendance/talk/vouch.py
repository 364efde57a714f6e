"""JAMIN: a coordinator vouches that a witness is at the station; nobody vouches for oneself."""

from zoneinfo import ZoneInfo

from bot.attendance.talk.effects import Vouch
from bot.attendance.talk.outcomes import (
    PresenceVouched,
    Vouched,
    VouchOwn,
    VouchStation,
    VouchWitness,
)
from bot.engine.messages import Phrase, Step
from bot.engine.outcomes import FoundStation
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button, named_station
from bot.engine.words import Word
from models.rules.access import Who

_LONGEST = 80


def start(turn: Turn, rest: str) -> Step:
    """JAMIN TPS 7 Sukamaju; its buttons carry the station and the witness."""
    if turn.pressed is not None:
        station, _, person = turn.pressed.partition("-")
        ids = [int(said) if said.isdecimal() else None for said in (station, person)]
        return turn.stay(effects=(Vouch(station_id=ids[0], person_id=ids[1]),))
    if not rest.strip():
        return turn.stay(turn.reply("vouch.where"))
    return turn.stay(effects=(Vouch(rest.strip()[:_LONGEST]),))


def which_station(turn: Turn, outcome: VouchStation) -> Step:
    """Several stations fit, or none."""
    stations = outcome.stations
    if not stations:
        return turn.stay(turn.reply("vouch.not_found"))
    buttons = [button(f"jamin:{s.id}", "button.station", station=_told(s)) for s in stations]
    return turn.stay(turn.reply("choose.station", *buttons))


def which_witness(turn: Turn, outcome: VouchWitness) -> Step:
    """Two witnesses stand there: for whom."""
    station = outcome.station
    buttons = [
        button(f"jamin:{station.id}-{one.person}", "reserve.button_person", name_of=one.name)
        for one in outcome.witnesses
    ]
    key = "vouch.which" if buttons else "reserve.nobody"
    return turn.stay(turn.reply(key, *buttons, station=_told(station)))


def vouched(turn: Turn, outcome: Vouched) -> Step:
    """It is noted, with who said so."""
    at = outcome.at.astimezone(ZoneInfo(outcome.zone or "Asia/Jakarta"))
    station = _told(outcome.station)
    return turn.stay(turn.reply("vouch.noted", at=at, station=station, witness=outcome.witness))


def own(turn: Turn, outcome: VouchOwn) -> Step:
    """Nobody vouches for oneself."""
    return turn.stay(turn.reply("vouch.own"))


def told(turn: Turn, event: PresenceVouched) -> Step:
    """To the witness: who vouched."""
    station = named_station(event.number, event.kelurahan)
    return turn.stay(turn.reply("vouch.told", station=station, by=event.by))


def _told(station: FoundStation) -> Phrase:
    return named_station(station.number, station.kelurahan)


SPEC = Spec(
    "vouch",
    who=Who.LEADER,
    words={Word.JAMIN: start},
    hears=(
        on(VouchStation, which_station),
        on(VouchWitness, which_witness),
        on(Vouched, vouched),
        on(VouchOwn, own),
        on(PresenceVouched, told),
    ),
)
