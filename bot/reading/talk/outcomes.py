"""What the form reader saw."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.engine.messages import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An open cell; `settles`: for an answer (as text) other cells, as the photo shows them."""

    cell: str
    settles: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """One page on a photo: its numbers by cell (None: not sure), and where each was cut out.

    `form` None where it is no form that is known; `findings` are codes of docs/form-reading.md;
    `questions` the open cells, the most useful first.
    """

    form: str | None = None
    page: int | None = None
    findings: tuple[str, ...] = ()
    cells: Mapping[str, int | None] = field(default_factory=dict)
    crops: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPhoto:
    """One photo's reading; `elsewhere`: other stations for which the same picture came."""

    photo: int
    station: int | None = None
    contest: int | None = None
    failed: bool = False
    forwarded: bool = False
    elsewhere: tuple[int, ...] = ()
    pages: tuple[ReadPage, ...] = ()


@dataclass(frozen=True, slots=True)
class FormsRead(Outcome):
    """Photos of one sender were read, an album in one answer."""

    photos: tuple[ReadPhoto, ...]
    album: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoMoved(Outcome):
    """A notice: a reviewer put a photo of this person where it belongs; numbers stay as they are.

    `sent`: when it came; `number` and `kelurahan` of the station, `ballot` that it shows.
    """

    sent: datetime | None = None
    number: int = 0
    kelurahan: str = ""
    ballot: str = ""
