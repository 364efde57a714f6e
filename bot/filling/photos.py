"""Photos as every step takes them: what is no picture is refused in one sentence."""

from bot.engine.messages import Button, Reply, Step
from bot.engine.turn import Turn, button
from bot.filling import tell
from bot.filling.cases import cases

_MANY = 10
MOST = 40
"""Photos that one question, or one incident, may be about."""


def which(turn: Turn) -> Reply | None:
    """Of which ballot the photos are that wait for its name; None where none do."""
    if not turn.data.get("photos"):
        return None
    return turn.reply("photo.which_still", *choices(turn))


def choices(turn: Turn) -> tuple[Button, ...]:
    """A button for each ballot that a photo may show; of the station at hand, if there is one."""
    found = cases(turn)
    here = [case for case in found if case.station.id == turn.data.get("station")]
    return tuple(
        button(f"foto:{case.key}", "button.photo_of", ballot=tell.ballot(case.ballot))
        for case in (here or found)[:_MANY]
    )


def refused(turn: Turn) -> Step | None:
    """A file that is no picture: one clear sentence."""
    stored = turn.inbound.stored
    if stored is not None and not stored.picture:
        return turn.stay(turn.reply(f"photo.{stored.refused or 'no_picture'}"))
    return None
