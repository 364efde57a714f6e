"""ANTREAN: how many minutes people queue at the station."""

from bot.engine.messages import Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn
from models.rules.access import Who
from tests.survey.talk.effects import KeepQueue
from tests.survey.talk.outcomes import QueueKept, QueueLong

_LONGEST = 600


def start(turn: Turn, rest: str) -> Step:
    """ANTREAN, or ANTREAN 20."""
    if rest.strip():
        return _taken(turn, rest)
    return turn.to("survey", turn.reply("survey.ask", before=turn.facts.more.get("survey", 0)))


def answer(turn: Turn) -> Step:
    """The minutes."""
    return _taken(turn, turn.text)


def _taken(turn: Turn, text: str) -> Step:
    told = text.strip().removesuffix("menit").strip()
    if not told.isdigit() or int(told) > _LONGEST:
        return turn.to("survey", turn.reply("survey.again"))
    return turn.to("survey", effects=(KeepQueue(int(told)),))


def kept(turn: Turn, outcome: QueueKept) -> Step:
    """Kept: the talk rests again."""
    return turn.to("home", turn.reply("survey.kept", minutes=outcome.minutes))


def long_queue(turn: Turn, event: QueueLong) -> Step:
    """The event: somebody reported a long queue."""
    return turn.stay(turn.reply("survey.long", minutes=event.minutes))


SPEC = Spec(
    "survey",
    answer,
    who=Who.WITNESS,
    words={"antrean": start},
    forms={"antrean": ("antrean", "antrian", "queue")},
    hears=(on(QueueKept, kept), on(QueueLong, long_queue)),
    free=True,  # what is typed here is the answer, whatever else it might ask elsewhere
)
