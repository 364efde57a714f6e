"""What becomes of broadcasts: for the author, for who approves, and the delivery report."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.engine.messages import Outcome
from bot.engine.outcomes import NamedArea


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a broadcast is for: roles in areas (by name; none: everywhere), or so many listed."""

    roles: tuple[str, ...]
    areas: tuple[str, ...]
    listed: int | None = None


@dataclass(frozen=True, slots=True)
class AudienceFound(Outcome):
    """The areas that a name may mean."""

    areas: tuple[NamedArea, ...] = ()


@dataclass(frozen=True, slots=True)
class BroadcastWritten(Outcome):
    """It is kept; its recipients are found in a moment."""

    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenBroadcast(Outcome):
    """How it looks (`sample`), how many get it, who is left out by reason, how long it takes."""

    receipt: str
    author: str = ""
    campaign: bool = False
    whom: Audience
    recipients: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    seconds: int
    sample: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastReady(SeenBroadcast):
    """A notice to the author: the recipients are found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastWaiting(SeenBroadcast):
    """A notice to those who may approve."""


@dataclass(frozen=True, slots=True)
class SampleOf:
    """One of those whom it reaches, and a station where there is one."""

    name: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastSamples(Outcome):
    """Some of its recipients, and the whole message as the first of them gets it."""

    receipt: str
    recipients: int
    text: str
    people: tuple[SampleOf, ...]
    state: str = "waiting"


@dataclass(frozen=True, slots=True)
class BroadcastSteered(Outcome):
    """Done as asked; `approvers` were asked for their word."""

    receipt: str
    verb: str
    approvers: int = 0


@dataclass(frozen=True, slots=True)
class BroadcastAnswered(Outcome):
    """A notice to the author: another's word, or (`verb` quiet) that of the quiet days."""

    receipt: str
    verb: str
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastReport(Outcome):
    """A notice to author and approver when it is through, and the answer to who asks.

    `counts` of people by what became of it; `failed` and `left_out` by reason.
    """

    receipt: str
    state: str
    text: str = ""
    whom: Audience
    counts: Mapping[str, int] = field(default_factory=dict)
    failed: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BroadcastLine:
    """A line of the list."""

    receipt: str
    state: str
    people: int
    text: str


@dataclass(frozen=True, slots=True)
class BroadcastsListed(Outcome):
    """The newest ones."""

    broadcasts: tuple[BroadcastLine, ...] = ()


@dataclass(frozen=True, slots=True)
class BroadcastRefused(Outcome):
    """Not this person's to do, not on this day, or not yet; `code` of models/errors.py."""

    code: str = "error"
    receipt: str = ""
