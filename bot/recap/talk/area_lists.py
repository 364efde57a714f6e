"""BELUM and SELISIH as leaders hear them: who is missing, what is in dispute in their areas."""

from bot.base import counts
from bot.engine.messages import Phrase, Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button, phrase
from bot.recap.talk.outcomes import AreaDisputes, AreaMissing, MissingStation, PhaseMissing

_PHASES = {"check_in": "area.check_in", "copies": "area.copies", "photos": "area.photos"}


def missing(turn: Turn, outcome: AreaMissing) -> Step:
    """Phase by phase: how many stations lack it, the first of them with their witnesses."""
    phases, alone = outcome.phases, outcome.unstaffed
    unstaffed = phrase("area.unstaffed", count=alone) if alone else ""
    if not phases:
        told = turn.reply("area.nothing_due", area=outcome.area, unstaffed=unstaffed)
        return turn.stay(told)
    lines = tuple(_phase(one) for one in phases)
    key = "area.missing" if any(one.missing for one in phases) else "area.complete"
    reply = turn.reply(
        key,
        button(f"rekap::{outcome.code}", "button.recap"),
        area=outcome.area,
        at=counts.moment(outcome.at, outcome.zone),
        phases=lines,
        unstaffed=unstaffed,
    )
    return turn.stay(reply)


def _phase(one: PhaseMissing) -> Phrase:
    name = _named(one)
    if not one.missing:
        return phrase("area.phase_done", name=name, expected=one.expected)
    left = one.missing - len(one.first)
    stations = tuple(_station(station) for station in one.first)
    more = (phrase("count.left", count=left),) if left > 0 else ()
    return phrase(
        "area.phase",
        name=name,
        missing=one.missing,
        expected=one.expected,
        stations=(*stations, *more),
    )


def _named(one: PhaseMissing) -> Phrase | str:
    """Presence, copies and photos in our words, a ballot by its name."""
    key = _PHASES.get(one.phase)
    return phrase(key) if key else one.name


def _station(one: MissingStation) -> Phrase:
    key = "area.station" if one.witnesses else "area.station_alone"
    number, who = f"{one.number:02d}", one.witnesses
    return phrase(key, number=number, kelurahan=one.kelurahan, witnesses=who)


def disputes(turn: Turn, outcome: AreaDisputes) -> Step:
    """How many, the oldest by name; reviewers decide them."""
    if not outcome.count:
        return turn.stay(turn.reply("area.no_disputes"))
    election = turn.facts.election
    names = {one.ballot: one.name for one in (election.ballots if election else ())}
    rows = tuple(
        phrase(
            "area.dispute",
            station=_station(MissingStation(row.number, row.kelurahan)),
            ballot=names.get(row.ballot, row.ballot),
        )
        for row in outcome.rows
    )
    left = outcome.count - len(rows)
    more = (phrase("count.left", count=left),) if left > 0 else ()
    return turn.stay(turn.reply("area.disputes", count=outcome.count, rows=(*rows, *more)))


SPEC = Spec(
    "area_lists",
    hears=(
        on(AreaMissing, missing),
        on(AreaDisputes, disputes),
    ),
)
