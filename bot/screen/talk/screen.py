"""LAYAR: a one-time link into the war room; LAYAR TUTUP ends every browser that is in."""

from bot.engine.messages import Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, phrase
from bot.engine.words import Word
from bot.screen.talk.effects import CloseScreens, OpenScreen
from bot.screen.talk.outcomes import ScreenOpened, ScreenPass, ScreensClosed
from models.rules.access import Who

_CLOSE = ("tutup", "close")


def ask(turn: Turn, rest: str) -> Step:
    """LAYAR, or LAYAR TUTUP."""
    if rest.strip().lower().startswith(_CLOSE):
        return turn.stay(effects=(CloseScreens(),))
    return turn.stay(effects=(OpenScreen(),))


def nobody(turn: Turn, word: str) -> Step:
    """Who has no role that sees a count: where their own things are."""
    return turn.stay(turn.reply("screen.not_yours"))


def given(turn: Turn, outcome: ScreenPass) -> Step:
    """The link, the code, and which browsers are in already."""
    rows = tuple(
        phrase("screen.open_row", browser=one.name, at=turn.at(one.since)) for one in outcome.open
    )
    return turn.stay(
        turn.reply(
            "screen.given",
            link=outcome.link,
            place=outcome.place,
            code=outcome.code,
            minutes=outcome.minutes,
            open=phrase("screen.open", rows=rows) if rows else "",
        )
    )


def closed(turn: Turn, outcome: ScreensClosed) -> Step:
    """How many were ended."""
    if not outcome.count:
        return turn.stay(turn.reply("screen.none_open"))
    return turn.stay(turn.reply("screen.closed", count=outcome.count))


def opened(turn: Turn, event: ScreenOpened) -> Step:
    """The event: a browser was let in; who it was not knows what to do."""
    return turn.stay(turn.reply("screen.opened", browser=event.browser, at=turn.at(event.at)))


SPEC = Spec(
    "screen",
    who=Who.READER,
    otherwise=nobody,
    words={Word.LAYAR: ask},
    hears=(on(ScreenPass, given), on(ScreensClosed, closed), on(ScreenOpened, opened)),
)
