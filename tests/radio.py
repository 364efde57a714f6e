"""Answers what talks ask about broadcasts, from memory, as the runner does from the database."""

from dataclasses import replace
from typing import Any

from bot.broadcast.talk.effects import (
    FindAudience,
    ShowSamples,
    SteerBroadcast,
    TellBroadcast,
    WriteBroadcast,
)
from bot.engine.messages import Named, Outcome
from bot.engine.outcomes import NamedArea
from bot.questions.talk.effects import TellPastResults
from bot.questions.talk.outcomes import (
    PastResult,
    PastResults,
    PastResultsNone,
    PastResultsWhich,
    PastRow,
)

_AREAS = (
    {"code": "347113", "title": "Kemantren Umbulharjo"},
    {"code": "3404", "title": "Kabupaten Sleman"},
    {"code": "34040", "title": "Kapanewon Sleman"},
)
_WHOM = {"roles": ["witness"], "areas": ["Kemantren Umbulharjo"], "listed": None}


def perform(effect: Any) -> Outcome | None:
    """The outcome of a broadcast's effect; receipts never change. None for other effects."""
    match effect:
        case TellPastResults():
            return past_results(effect)
        case FindAudience(name):
            areas = [one for one in _AREAS if name and name in one["title"].lower()]
            return Named("audience_found", {"areas": areas})
        case WriteBroadcast():
            return Named("broadcast_written", {"receipt": "B-7QKD"})
        case SteerBroadcast():
            data = {"receipt": effect.receipt, "verb": effect.verb.value, "approvers": 2}
            return Named("broadcast_steered", data)
        case ShowSamples(receipt):
            people = [{"name": "Bu Siti", "place": "TPS 07 Sukamaju"}, {"name": "Pak Budi"}]
            data = {"receipt": receipt, "recipients": 214, "people": people}
            return Named("broadcast_samples", {**data, "text": "📢 Bu Siti, besok kumpul."})
        case TellBroadcast(""):
            one = {"receipt": "B-7QKD", "state": "running", "people": 214, "text": "{nama}, besok"}
            return Named("broadcasts_listed", {"broadcasts": [one]})
        case TellBroadcast(receipt):
            return _report(receipt)
    return None


def _report(receipt: str) -> Outcome:
    counts = {"sent": 3, "delivered": 100, "read": 80, "waiting": 27, "failed": 2, "left_out": 3}
    told = {"state": "running", "whom": _WHOM, "counts": counts, "failed": {"131026": 2}}
    left = {"stopped": 2, "never wrote": 1}
    return Named("broadcast_report", {"receipt": receipt, **told, "left_out": left})


def past_results(effect: TellPastResults) -> Outcome:
    """What was published, of two places with the same name and one without figures."""
    if effect.place == "sleman":
        areas = tuple(
            NamedArea(one["code"], one["title"]) for one in _AREAS if "Sleman" in one["title"]
        )
        return PastResultsWhich(effect.question, areas)
    if effect.place and "umbul" not in effect.place:
        return PastResultsNone(effect.question, effect.place)
    told = PastResult(
        ballot="Presiden",
        area="Kemantren Umbulharjo",
        asked="Kemantren Umbulharjo",
        rows=(PastRow("PRABOWO–GIBRAN", 1234, 51.2),),
        others=2,
        stations=93,
        all_stations=210,
        source="KPU (kpu-360-2024)",
    )
    if effect.code:
        told = replace(told, asked="Kapanewon Sleman", others=0, stations=0, all_stations=0)
    return PastResults("Pemilu 2024", (told,))
