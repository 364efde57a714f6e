"""BELUM and SELISIH as leaders hear them: who is missing, what is in dispute in their areas."""

from collections.abc import Mapping
from typing import Any

from bot.base import counts
from bot.engine.messages import Phrase, Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn, button, phrase

_PHASES = {"check_in": "area.check_in", "copies": "area.copies", "photos": "area.photos"}


def missing(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """Phase by phase: how many stations lack it, the first of them with their witnesses."""
    phases, alone = outcome["phases"], int(outcome.get("unstaffed", 0))
    unstaffed = phrase("area.unstaffed", count=alone) if alone else ""
    if not phases:
        told = turn.reply("area.nothing_due", area=outcome["area"], unstaffed=unstaffed)
        return turn.stay(told)
    lines = tuple(_phase(one) for one in phases)
    key = "area.missing" if any(one["missing"] for one in phases) else "area.complete"
    reply = turn.reply(
        key,
        button(f"rekap::{outcome['code']}", "button.recap"),
        area=outcome["area"],
        at=counts.moment(outcome),
        phases=lines,
        unstaffed=unstaffed,
    )
    return turn.stay(reply)


def _phase(one: Mapping[str, Any]) -> Phrase:
    name = _named(one)
    if not one["missing"]:
        return phrase("area.phase_done", name=name, expected=one["expected"])
    left = one["missing"] - len(one["first"])
    stations = tuple(_station(station) for station in one["first"])
    more = (phrase("count.left", count=left),) if left > 0 else ()
    return phrase(
        "area.phase",
        name=name,
        missing=one["missing"],
        expected=one["expected"],
        stations=(*stations, *more),
    )


def _named(one: Mapping[str, Any]) -> Phrase | str:
    """Presence, copies and photos in our words, a ballot by its name."""
    key = _PHASES.get(one["phase"])
    return phrase(key) if key else str(one["name"])


def _station(one: Mapping[str, Any]) -> Phrase:
    key = "area.station" if one.get("witnesses") else "area.station_alone"
    number = f"{int(one['number']):02d}"
    who = tuple(one.get("witnesses", ()))
    return phrase(key, number=number, kelurahan=one["kelurahan"], witnesses=who)


def disputes(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """How many, the oldest by name; reviewers decide them."""
    if not outcome["count"]:
        return turn.stay(turn.reply("area.no_disputes"))
    election = turn.facts.election
    names = {one.ballot: one.name for one in (election.ballots if election else ())}
    rows = tuple(
        phrase(
            "area.dispute",
            station=_station(row),
            ballot=names.get(row["ballot"], row["ballot"]),
        )
        for row in outcome["rows"]
    )
    left = outcome["count"] - len(rows)
    more = (phrase("count.left", count=left),) if left > 0 else ()
    return turn.stay(turn.reply("area.disputes", count=outcome["count"], rows=(*rows, *more)))


SPEC = Spec("area_lists", outcomes={"area_missing": missing, "area_disputes": disputes})
