"""A coordinator hears that our messages do not reach a witness, and why."""

from collections.abc import Mapping
from typing import Any

from bot.engine.messages import Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn, phrase

_KNOWN = {
    "blocked": "undelivered.blocked",
    "no_whatsapp": "undelivered.no_whatsapp",
    "window": "undelivered.window",
}


def told(turn: Turn, event: Mapping[str, Any]) -> Step:
    """Who, where, why; and to telephone."""
    known = str(event.get("why", ""))
    reason = (
        phrase(_KNOWN[known])
        if known in _KNOWN
        else phrase("undelivered.other", reason=str(event.get("reason", ""))[:120])
    )
    station = phrase(
        "tell.station", number=f"{int(event['number']):02d}", kelurahan=event["kelurahan"]
    )
    return turn.stay(
        turn.reply("undelivered.told", witness=event["name"], station=station, reason=reason)
    )


SPEC = Spec("undelivered", outcomes={"message_undelivered": told}, alone=True)
