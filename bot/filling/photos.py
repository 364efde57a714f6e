"""Photos as every step takes them: what is no picture is refused in one sentence."""

from bot.engine.messages import Step
from bot.engine.turn import Turn

MOST = 40
"""Photos that one question, or one incident, may be about."""


def refused(turn: Turn) -> Step | None:
    """A file that is no picture: one clear sentence."""
    stored = turn.inbound.stored
    if stored is not None and not stored.picture:
        return turn.stay(turn.reply("photo.no_picture"))
    return None
