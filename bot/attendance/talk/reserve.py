"""GANTI: a coordinator replaces a missing witness by a reserve, the nearest ones offered first."""

from collections.abc import Mapping
from typing import Any

from bot.attendance.talk.absent import place_of
from bot.attendance.talk.effects import ChooseReserve
from bot.engine.grammar.ballots import station_in
from bot.engine.messages import Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn, button
from bot.engine.words import Word
from bot.filling import home
from models.rules.access import Who

_LONGEST = 80


def start(turn: Turn, rest: str) -> Step:
    """GANTI TPS 7 Sukamaju; its buttons carry the station, the mandate, the reserve's person."""
    if turn.pressed is not None:
        ids = [int(part) if part.isdigit() else None for part in turn.pressed.split("-")]
        station, mandate, person = (*ids, None, None, None)[:3]
        effect = ChooseReserve(station_id=station, mandate_id=mandate, person_id=person)
        return turn.stay(effects=(effect,))
    figures = home.figures(turn.saying(f"{Word.UBAH} {rest}"))
    if figures is not None:  # of a coordinator who stands at a station, too
        return figures
    if not rest.strip():
        return turn.stay(turn.reply("reserve.where"))
    return turn.stay(effects=(ChooseReserve(rest.strip()[:_LONGEST]),))


def of_witness(turn: Turn, rest: str) -> str | None:
    """GANTI of a witness changes figures (UBAH); to replace people is the coordinators' word."""
    figures = home.figures(turn.saying(f"{Word.UBAH} {rest}"))
    return Word.UBAH if figures is not None or station_in(rest)[0] is None else None


def which_station(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """Several stations fit, or none."""
    stations = outcome.get("stations", ())
    if not stations:
        return turn.stay(turn.reply("reserve.not_found"))
    buttons = [button(f"ganti:{s['id']}", "button.station", station=place_of(s)) for s in stations]
    return turn.stay(turn.reply("choose.station", *buttons))


def which_witness(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """Two witnesses stand there: which of them is replaced."""
    station = outcome["station"]
    buttons = [
        button(
            f"ganti:{station['id']}-{one['mandate']}", "reserve.button_person", name_of=one["name"]
        )
        for one in outcome["witnesses"]
    ]
    if not buttons:
        return turn.stay(turn.reply("reserve.nobody", station=place_of(station)))
    return turn.stay(turn.reply("reserve.which", *buttons, station=place_of(station)))


def offered(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """The nearest reserves, those of the kelurahan first."""
    station, mandate = outcome["station"], outcome["mandate"]
    values = {"station": place_of(station), "witness": outcome["witness"]}
    buttons = [
        button(
            f"ganti:{station['id']}-{mandate}-{one['person']}",
            "reserve.button_person_at",
            name_of=one["name"],
            place=one["place"],
        )
        for one in outcome["reserves"]
    ]
    key = "reserve.offer" if buttons else "reserve.none"
    return turn.stay(turn.reply_of(key, values, *buttons))


def named(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """It is done; both have been told."""
    values = {"station": place_of(outcome["station"]), "witness": outcome["witness"]}
    return turn.stay(turn.reply_of("reserve.named", {"reserve": outcome["reserve"], **values}))


SPEC = Spec(
    "reserve",
    who=Who.LEADER,
    otherwise=of_witness,
    words={Word.GANTI: start},
    outcomes={
        "reserve_station": which_station,
        "reserve_witness": which_witness,
        "reserve_offered": offered,
        "reserve_named": named,
    },
)
