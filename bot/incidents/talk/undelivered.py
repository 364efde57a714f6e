"""A coordinator hears that our messages do not reach a witness, and why."""

from bot.engine.messages import Step
from bot.engine.outcomes import MessageUndelivered
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, named_station, phrase

_KNOWN = {
    "blocked": "undelivered.blocked",
    "no_whatsapp": "undelivered.no_whatsapp",
    "window": "undelivered.window",
}


def told(turn: Turn, event: MessageUndelivered) -> Step:
    """Who, where, why; and to telephone."""
    known = event.why
    reason = (
        phrase(_KNOWN[known])
        if known in _KNOWN
        else phrase("undelivered.other", reason=event.reason[:120])
    )
    station = named_station(event.number, event.kelurahan)
    return turn.stay(
        turn.reply("undelivered.told", witness=event.name, station=station, reason=reason)
    )


SPEC = Spec("undelivered", hears=(on(MessageUndelivered, told),), alone=True)
