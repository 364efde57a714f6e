"""What no step can use: stickers, voice, empty or endless texts; and groups, told nothing."""

from bot.engine.marks import LONGEST, when
from bot.engine.messages import REACTION, Ask, Kind, Shown, Step
from bot.engine.spec import Chain, Claim, Spec
from bot.engine.turn import Turn
from bot.engine.words import said
from bot.filling import ask, going_on, home
from bot.filling.cases import current

FILES = {"file_too_large": "odd.large", "file_gone": "odd.gone", "file_enough": "odd.enough"}
"""Why a file is not taken, and how that is told."""


def answer(turn: Turn, key: str) -> Step:
    """One kind sentence, and what to do at this place."""
    if turn.facts.person is None and turn.dialog.step not in ("home", "enrol"):
        return turn.stay(turn.reply(f"{key}_plain"))
    if turn.facts.person is None:
        return turn.to("enrol", turn.reply(f"{key}_enrol", ask=Ask.CONTACT))
    case = current(turn) if turn.dialog.step in ("report", "doubt", "confirm") else None
    if case is None:
        return turn.stay(turn.reply(key, *home.menu(turn)))
    page = going_on.asked_page(turn, case)
    values: dict[str, Shown] = {
        "question": ask.question(case, page),
        "example": ask.example(case, page),
    }
    return turn.stay(turn.reply_of(f"{key}_report", values))


def unusual(turn: Turn, chain: Chain) -> Step | None:
    """An empty or an endless text."""
    if turn.inbound.kind not in (Kind.TEXT, Kind.PRESS):
        return None
    if not turn.text.strip():
        return answer(turn, "odd.empty")
    return answer(turn, "odd.long") if len(turn.text) > LONGEST else None


def thumb(turn: Turn, chain: Chain) -> Step | None:
    """A thumbs-up below a message that asks nothing (bot/messaging/reactions.py): no answer."""
    silent = turn.inbound.kind is Kind.OTHER and turn.inbound.text == REACTION
    return turn.stay() if silent else None


def unused(turn: Turn) -> Step:
    """What nobody takes: one kind sentence."""
    if turn.inbound.kind is Kind.OTHER and turn.text in FILES:
        return turn.stay(turn.reply(FILES[turn.text]))
    return answer(turn, "odd.other")


def grouped(turn: Turn, chain: Chain) -> Step | None:
    """Whatever stands in a group."""
    return group(turn) if turn.inbound.group else None


def group(turn: Turn) -> Step:
    """Groups hear no personal data: only that this is for a talk of two.

    Words of ours, figures and photos are meant for us; what people say to each other is not.
    """
    meant = turn.inbound.kind is Kind.PHOTO or said(turn.text) is not None or _figures(turn.text)
    return turn.stay(turn.reply("odd.group")) if meant else turn.stay()


def _figures(text: str) -> bool:
    """Whether a message looks like a tally: two numbers or more, and little else."""
    words = text.split()
    numbers = sum(any(letter.isdigit() for letter in word) for word in words)
    return numbers > 1 and numbers * 4 >= len(words)


GROUPS = Spec("group", claim=Claim(grouped, when("group")))
THUMB = Spec("reaction", claim=Claim(thumb, when("other")))
SPEC = Spec("odd", claim=Claim(unusual, when("empty", "long")), fallback=unused)
