"""Answers what talks ask about broadcasts, from memory, as the runner does from the database."""

from typing import Any

from bot.engine import effects as work
from bot.engine.messages import Outcome

_AREAS = (
    {"code": "347113", "title": "Kemantren Umbulharjo"},
    {"code": "3404", "title": "Kabupaten Sleman"},
    {"code": "34040", "title": "Kapanewon Sleman"},
)
_WHOM = {"roles": ["witness"], "areas": ["Kemantren Umbulharjo"], "listed": None}


def perform(effect: Any) -> Outcome:
    """The outcome of a broadcast's effect; receipts never change."""
    match effect:
        case work.FindAudience(name):
            areas = [one for one in _AREAS if name and name in one["title"].lower()]
            return Outcome("audience_found", {"areas": areas})
        case work.WriteBroadcast():
            return Outcome("broadcast_written", {"receipt": "B-7QKD"})
        case work.SteerBroadcast():
            data = {"receipt": effect.receipt, "verb": effect.verb.value, "approvers": 2}
            return Outcome("broadcast_steered", data)
        case work.ShowSamples(receipt):
            people = [{"name": "Bu Siti", "place": "TPS 07 Sukamaju"}, {"name": "Pak Budi"}]
            data = {"receipt": receipt, "recipients": 214, "people": people}
            return Outcome("broadcast_samples", {**data, "text": "📢 Bu Siti, besok kumpul."})
        case work.TellBroadcast(""):
            one = {"receipt": "B-7QKD", "state": "running", "people": 214, "text": "{nama}, besok"}
            return Outcome("broadcasts_listed", {"broadcasts": [one]})
    counts = {"sent": 3, "delivered": 100, "read": 80, "waiting": 27, "failed": 2, "left_out": 3}
    told = {"state": "running", "whom": _WHOM, "counts": counts, "failed": {"131026": 2}}
    left = {"stopped": 2, "never wrote": 1}
    return Outcome("broadcast_report", {"receipt": effect.receipt, **told, "left_out": left})
