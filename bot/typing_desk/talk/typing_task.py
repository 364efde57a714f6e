"""KETIK: an operator (penginput) types a ballot from its photos; another person verifies it."""

from bot.engine.messages import Reply, Step, Values
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button
from bot.engine.words import Word
from bot.filling import fill
from bot.filling.cases import Case, cases
from bot.typing_desk.talk.effects import TakeTyping
from bot.typing_desk.talk.outcomes import TypingGiven, TypingNone
from models.rules.access import Who


def start(turn: Turn, rest: str) -> Step:
    """KETIK: the task at hand goes on, else the next one is asked for."""
    mine = [case for case in cases(turn) if case.mandate.task is not None and not case.complete]
    return _begin(turn, mine[0]) if mine else turn.stay(effects=(TakeTyping(),))


def not_operator(turn: Turn, rest: str) -> Step:
    """To everybody else: operators type."""
    return turn.stay(turn.reply("typing.not_operator"))


def given(turn: Turn, outcome: TypingGiven) -> Step:
    """A task came: its photos, then the first question."""
    place = (outcome.station, outcome.contest)
    case = next((c for c in cases(turn) if (c.station.id, c.contest_id) == place), None)
    return _begin(turn, case) if case else none(turn, TypingNone())


def _begin(turn: Turn, case: Case) -> Step:
    photos = tuple(Reply("typing.photo", photo=path) for path in case.mandate.photos)
    asked = fill.begin(turn.after(fill.place(turn, case)), case)
    return Step(asked.dialog, (*photos, *asked.replies), asked.effects)


def none(turn: Turn, outcome: TypingNone) -> Step:
    """Nothing waits."""
    return turn.to("home", turn.reply("typing.none"))


def saved(turn: Turn, values: Values) -> Step:
    """Typed; somebody else looks at it now."""
    return turn.to(
        "home", turn.reply_of("typing.saved", values, button("ketik", "button.next_typing"))
    )


SPEC = Spec(
    "typing",
    who=Who.OPERATOR,
    otherwise=not_operator,
    words={Word.KETIK: start},
    hears=(
        on(TypingGiven, given),
        on(TypingNone, none),
    ),
)
