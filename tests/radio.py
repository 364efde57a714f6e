"""Answers what talks ask about broadcasts, from memory, as the runner does from the database."""

from dataclasses import replace

from bot.broadcast.talk.effects import (
    FindAudience,
    ShowSamples,
    SteerBroadcast,
    TellBroadcast,
    WriteBroadcast,
)
from bot.broadcast.talk.outcomes import (
    Audience,
    AudienceFound,
    BroadcastLine,
    BroadcastReport,
    BroadcastSamples,
    BroadcastsListed,
    BroadcastSteered,
    BroadcastWritten,
    SampleOf,
)
from bot.engine.messages import Outcome
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
    NamedArea("347113", "Kemantren Umbulharjo"),
    NamedArea("3404", "Kabupaten Sleman"),
    NamedArea("34040", "Kapanewon Sleman"),
)


def perform(effect: object) -> Outcome | None:
    """The outcome of a broadcast's effect; receipts never change. None for other effects."""
    match effect:
        case TellPastResults():
            return past_results(effect)
        case FindAudience(name):
            return AudienceFound(tuple(one for one in _AREAS if name and name in one.title.lower()))
        case WriteBroadcast():
            return BroadcastWritten("B-7QKD")
        case SteerBroadcast():
            return BroadcastSteered(effect.receipt, effect.verb.value, 2)
        case ShowSamples(receipt):
            people = (SampleOf("Bu Siti", "TPS 07 Sukamaju"), SampleOf("Pak Budi"))
            text = "📢 Bu Siti, besok kumpul."
            return BroadcastSamples(receipt=receipt, recipients=214, people=people, text=text)
        case TellBroadcast(""):
            line = BroadcastLine("B-7QKD", "running", 214, "{nama}, besok")
            return BroadcastsListed((line,))
        case TellBroadcast(receipt):
            return _report(receipt)
    return None


def _report(receipt: str) -> Outcome:
    counts = {"sent": 3, "delivered": 100, "read": 80, "waiting": 27, "failed": 2, "left_out": 3}
    return BroadcastReport(
        receipt=receipt,
        state="running",
        whom=Audience(("witness",), ("Kemantren Umbulharjo",)),
        counts=counts,
        failed={"131026": 2},
        left_out={"stopped": 2, "never wrote": 1},
    )


def past_results(effect: TellPastResults) -> Outcome:
    """What was published, of two places with the same name and one without figures."""
    if effect.place == "sleman":
        areas = tuple(one for one in _AREAS if "Sleman" in one.title)
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
