"""To administrators: what stands still and what to do, and that it is well again."""

from bot.alarms.talk.outcomes import AlarmOver, AlarmRaised
from bot.engine.messages import Phrase, Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, phrase


def raised(turn: Turn, event: AlarmRaised) -> Step:
    """What is wrong, since when, what to do."""
    said = phrase(
        _key(event.code, event.what),
        what=event.what,
        number=event.number,
        minutes=max(1, round(event.number / 60)),
    )
    reply = turn.reply("alarm.raised", said=said, at=turn.at(event.since))
    return turn.stay(reply)


def over(turn: Turn, event: AlarmOver) -> Step:
    """It is well again."""
    said = phrase(f"alarm.over_{event.code}", what=_queue(event.what))
    return turn.stay(turn.reply("alarm.over", said=said, minutes=event.minutes))


def _key(code: str, what: str) -> str:
    return f"alarm.late_{what}" if code == "late" else f"alarm.{code}"


def _queue(what: str) -> Phrase | str:
    return phrase(f"alarm.queue_{what}") if what in _QUEUES else what


_QUEUES = frozenset("inbox answers notices recap seal files photos".split())
SPEC = Spec("alarm", hears=(on(AlarmRaised, raised), on(AlarmOver, over)), alone=True)
