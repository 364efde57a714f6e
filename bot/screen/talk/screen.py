"""LAYAR: a one-time link into the war room; LAYAR TUTUP ends every browser that is in."""

from bot.engine.messages import Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, phrase
from bot.engine.words import Word
from bot.screen.talk.effects import ClosePublic, CloseScreens, OpenPublic, OpenScreen
from bot.screen.talk.outcomes import (
    PublicNews,
    PublicPage,
    PublicRefused,
    ScreenOpened,
    ScreenPass,
    ScreensClosed,
)
from models.rules.access import Who

_CLOSE = ("tutup", "close")
_PUBLIC = ("publik", "public")


def ask(turn: Turn, rest: str) -> Step:
    """LAYAR, LAYAR TUTUP, LAYAR PUBLIK, or LAYAR PUBLIK TUTUP."""
    said = rest.lower().split()
    if said and said[0] in _PUBLIC:
        closes = any(word in _CLOSE for word in said)
        return turn.stay(effects=(ClosePublic() if closes else OpenPublic(),))
    if said and said[0] in _CLOSE:
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


def public(turn: Turn, outcome: PublicPage) -> Step:
    """How the public page stands now."""
    minutes, address = outcome.minutes, outcome.address
    return turn.stay(turn.reply(f"screen.public_{outcome.state}", address=address, minutes=minutes))


def public_refused(turn: Turn, outcome: PublicRefused) -> Step:
    """Not this person's, or not before the hour of the law."""
    if outcome.opens is not None:
        return turn.stay(turn.reply("screen.public_hour", opens=turn.at(outcome.opens)))
    return turn.stay(turn.reply("screen.public_role"))


def public_news(turn: Turn, event: PublicNews) -> Step:
    """The event: another administrator asks, opened or closed it."""
    told = turn.reply(f"screen.news_{event.state}", who=event.who, minutes=event.minutes)
    return turn.stay(told)


SPEC = Spec(
    "screen",
    who=Who.READER,
    otherwise=nobody,
    words={Word.LAYAR: ask},
    hears=(
        *(on(ScreenPass, given), on(ScreensClosed, closed), on(ScreenOpened, opened)),
        *(on(PublicPage, public), on(PublicRefused, public_refused), on(PublicNews, public_news)),
    ),
)
