"""What comes back to the talk of the war room, and what it hears as an event."""

from dataclasses import dataclass
from datetime import datetime

from bot.engine.messages import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBrowser:
    """A browser that is in: what it is, and since when."""

    name: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenPass(Outcome):
    """A one-time link, and the code that does the same on another screen; for so many minutes."""

    link: str
    place: str
    code: str
    minutes: int
    open: tuple[OpenBrowser, ...] = ()


@dataclass(frozen=True, slots=True)
class ScreensClosed(Outcome):
    """So many browsers were ended."""

    count: int


@dataclass(frozen=True, slots=True)
class ScreenOpened(Outcome):
    """Told as a notice: a browser was let in for this person."""

    browser: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PublicPage(Outcome):
    """The public page as it is now: open, waiting (for a second person), closed; its address."""

    state: str
    address: str
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class PublicRefused(Outcome):
    """Not opened: "role" is no administrator's, "hour" not before this moment (`opens`)."""

    why: str
    opens: datetime | None = None


@dataclass(frozen=True, slots=True)
class PublicNews(Outcome):
    """Told to administrators: somebody asks for it (waiting), it was opened, it was closed."""

    state: str
    who: str
    minutes: int = 0
