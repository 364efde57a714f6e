"""What no step can use: stickers, voice, empty or endless texts; and groups, told nothing."""

from typing import Any

from bot.engine import ask, fill
from bot.engine.cases import current
from bot.engine.messages import Ask, Step
from bot.engine.steps import home
from bot.engine.turn import Turn
from bot.engine.words import said

LONGEST = 4096
"""Characters of a message; no messenger lets a person type more in one (Telegram, WhatsApp)."""

FILES = {"file_too_large": "odd.large", "file_gone": "odd.gone"}
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
    page = fill.asked_page(turn, case)
    values: dict[str, Any] = {
        "question": ask.question(case, page),
        "example": ask.example(case, page),
    }
    return turn.stay(turn.reply(f"{key}_report", **values))


def group(turn: Turn) -> Step:
    """Groups hear no personal data: only that this is for a talk of two."""
    return turn.stay(turn.reply("odd.group")) if said(turn.text) else turn.stay()
