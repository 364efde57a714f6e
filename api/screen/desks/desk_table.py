"""One description of a table: the page, the CSV and the XLSX are made of it; pure."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from api.screen.desks.desk_words import Words
from bot.engine.effects import Effect
from models.rules.access import Who
from models.rules.rights import Action
from models.stores.desks.paging import Listing

Line = TypeVar("Line")
Value = str | int


class Kind(StrEnum):
    """How the words of a column stand: hours and codes whole, long ones with room."""

    PLAIN = "plain"
    HOUR = "hour"
    CODE = "code"
    LONG = "long"


class Beside(StrEnum):
    """What a page tells beside its table."""

    NOTHING = "nothing"
    CHANNELS = "channels"  # how each channel's messages go, for whoever leads everything
    CROWD = "crowd"  # what only shows in many stations together


@dataclass(frozen=True, slots=True)
class Column(Generic[Line]):
    """A column: its name (its heading is the text desks.c_NAME) and what it says of a row.

    `sort`: the order of the listing that its heading asks for; `link`: where a cell leads to;
    `kind`: how its words stand on the page.
    """

    name: str
    tell: Callable[[Line, Words], Value]
    sort: str = ""
    link: Callable[[Line], str] | None = None
    kind: Kind = Kind.PLAIN


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the listing: its choices (texts desks.w_CHOICE), or words to look for."""

    name: str
    choices: tuple[str, ...] = ()
    group: str = "desks.w"
    """The beginning of the keys of its choices' texts."""


@dataclass(frozen=True, slots=True)
class Act(Generic[Line]):
    """What is done about a row, as by chat: an effect made of the row's handle and a note.

    `open`: whether the row stands so that it can be done; `note`: how long the words must be that
    go with it, 0 where they may be missing, None where it takes none.
    """

    name: str
    effect: Callable[[str, str], Effect]
    open: Callable[[Line], bool]
    note: int | None = None


@dataclass(frozen=True, slots=True)
class Table(Generic[Line]):
    """A table of the war room at /screen/NAME.

    `who` may open it and `action` says in which areas; `handle` names a row for its acts. `asks`:
    its listing asks itself whether all areas of a row are within reach (parameter `reach`).
    """

    name: str
    listing: Listing[Line]
    columns: tuple[Column[Line], ...]
    who: Who
    action: Action
    filters: tuple[Filter, ...] = ()
    acts: tuple[Act[Line], ...] = ()
    handle: Callable[[Line], str] = lambda row: ""
    photos: Callable[[Line], list[int]] = lambda row: []
    asks: bool = False
    shows: str = ""
    """Which list of names the audit log is told of, as the chat does (Effect.shows)."""
    beside: Beside = Beside.NOTHING
    placed: bool = True
    """Whether its rows lie in areas to choose from."""
    phones: bool = False
    """Whether the phone of a row that lacks something is told (witness_phones.py)."""

    def act(self, name: str) -> Act[Line] | None:
        """One of the acts."""
        return next((one for one in self.acts if one.name == name), None)
