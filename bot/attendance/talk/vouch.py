"""JAMIN: a coordinator vouches that a witness is at the station; nobody vouches for oneself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.attendance.talk.absent import place_of
from bot.attendance.talk.effects import Vouch
from bot.engine.messages import Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn, button
from bot.engine.words import Word
from models.rules.access import Who

_LONGEST = 80


def start(turn: Turn, rest: str) -> Step:
    """JAMIN TPS 7 Sukamaju; its buttons carry the station and the witness."""
    if turn.pressed is not None:
        station, _, person = turn.pressed.partition("-")
        ids = [int(said) if said.isdigit() else None for said in (station, person)]
        return turn.stay(effects=(Vouch(station_id=ids[0], person_id=ids[1]),))
    if not rest.strip():
        return turn.stay(turn.reply("vouch.where"))
    return turn.stay(effects=(Vouch(rest.strip()[:_LONGEST]),))


def which_station(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """Several stations fit, or none."""
    stations = outcome.get("stations", ())
    if not stations:
        return turn.stay(turn.reply("vouch.not_found"))
    buttons = [button(f"jamin:{s['id']}", "button.station", station=place_of(s)) for s in stations]
    return turn.stay(turn.reply("choose.station", *buttons))


def which_witness(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """Two witnesses stand there: for whom."""
    station = outcome["station"]
    buttons = [
        button(
            f"jamin:{station['id']}-{one['person']}", "reserve.button_person", name_of=one["name"]
        )
        for one in outcome["witnesses"]
    ]
    key = "vouch.which" if buttons else "reserve.nobody"
    return turn.stay(turn.reply(key, *buttons, station=place_of(station)))


def vouched(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """It is noted, with who said so."""
    zone = ZoneInfo(str(outcome.get("zone") or "Asia/Jakarta"))
    at = datetime.fromisoformat(str(outcome["at"])).astimezone(zone)
    values = {"station": place_of(outcome["station"]), "witness": outcome["witness"]}
    return turn.stay(turn.reply_of("vouch.noted", {"at": at, **values}))


def own(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """Nobody vouches for oneself."""
    return turn.stay(turn.reply("vouch.own"))


def told(turn: Turn, event: Mapping[str, Any]) -> Step:
    """To the witness: who vouched."""
    by = event.get("by") or ""
    return turn.stay(turn.reply("vouch.told", station=place_of(event), by=by))


SPEC = Spec(
    "vouch",
    who=Who.LEADER,
    words={Word.JAMIN: start},
    outcomes={
        "vouch_station": which_station,
        "vouch_witness": which_witness,
        "vouched": vouched,
        "vouch_own": own,
        "presence_vouched": told,
    },
)
