"""GANTI: a coordinator replaces a missing witness by a reserve, the nearest ones offered first."""

from bot.attendance.talk.effects import ChooseReserve
from bot.attendance.talk.outcomes import (
    ReserveNamed,
    ReserveOffered,
    ReserveStation,
    ReserveWitness,
)
from bot.engine.grammar.ballots import station_in
from bot.engine.messages import Phrase, Step
from bot.engine.outcomes import FoundStation
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button, named_station
from bot.engine.words import Word
from bot.filling import beside
from models.rules.access import Who

_LONGEST = 80


def start(turn: Turn, rest: str) -> Step:
    """GANTI TPS 7 Sukamaju; its buttons carry the station, the mandate, the reserve's person."""
    if turn.pressed is not None:
        ids = [int(part) if part.isdecimal() else None for part in turn.pressed.split("-")]
        station, mandate, person = (*ids, None, None, None)[:3]
        effect = ChooseReserve(station_id=station, mandate_id=mandate, person_id=person)
        return turn.stay(effects=(effect,))
    figures = beside.figures(turn.saying(f"{Word.UBAH} {rest}"))
    if figures is not None:  # of a coordinator who stands at a station, too
        return figures
    if not rest.strip():
        return turn.stay(turn.reply("reserve.where"))
    return turn.stay(effects=(ChooseReserve(rest.strip()[:_LONGEST]),))


def of_witness(turn: Turn, rest: str) -> str | None:
    """GANTI of a witness changes figures (UBAH); to replace people is the coordinators' word."""
    figures = beside.figures(turn.saying(f"{Word.UBAH} {rest}"))
    return Word.UBAH if figures is not None or station_in(rest)[0] is None else None


def which_station(turn: Turn, outcome: ReserveStation) -> Step:
    """Several stations fit, or none."""
    stations = outcome.stations
    if not stations:
        return turn.stay(turn.reply("reserve.not_found"))
    buttons = [button(f"ganti:{s.id}", "button.station", station=_told(s)) for s in stations]
    return turn.stay(turn.reply("choose.station", *buttons))


def which_witness(turn: Turn, outcome: ReserveWitness) -> Step:
    """Two witnesses stand there: which of them is replaced."""
    station = outcome.station
    buttons = [
        button(f"ganti:{station.id}-{one.mandate}", "reserve.button_person", name_of=one.name)
        for one in outcome.witnesses
    ]
    if not buttons:
        return turn.stay(turn.reply("reserve.nobody", station=_told(station)))
    return turn.stay(turn.reply("reserve.which", *buttons, station=_told(station)))


def offered(turn: Turn, outcome: ReserveOffered) -> Step:
    """The nearest reserves, those of the kelurahan first."""
    station, mandate = outcome.station, outcome.mandate
    buttons = [
        button(
            f"ganti:{station.id}-{mandate}-{one.person}",
            "reserve.button_person_at",
            name_of=one.name,
            place=one.place,
        )
        for one in outcome.reserves
    ]
    key = "reserve.offer" if buttons else "reserve.none"
    return turn.stay(turn.reply(key, *buttons, station=_told(station), witness=outcome.witness))


def named(turn: Turn, outcome: ReserveNamed) -> Step:
    """It is done; both have been told."""
    reply = turn.reply(
        "reserve.named",
        station=_told(outcome.station),
        witness=outcome.witness,
        reserve=outcome.reserve,
    )
    return turn.stay(reply)


def _told(station: FoundStation) -> Phrase:
    return named_station(station.number, station.kelurahan)


SPEC = Spec(
    "reserve",
    who=Who.LEADER,
    otherwise=of_witness,
    words={Word.GANTI: start},
    hears=(
        on(ReserveStation, which_station),
        on(ReserveWitness, which_witness),
        on(ReserveOffered, offered),
        on(ReserveNamed, named),
    ),
)
