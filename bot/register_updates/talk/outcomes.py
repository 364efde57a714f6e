"""What becomes of reported changes, and of an officer's lists."""

from dataclasses import dataclass

from bot.engine.messages import Outcome


@dataclass(frozen=True, slots=True)
class VoterChangeKept(Outcome):
    """Safe with its code."""

    receipt: str


@dataclass(frozen=True, slots=True)
class VoterChangeRefused(Outcome):
    """More than one phone sends in a day."""


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """A station whose list an officer may mean."""

    number: int
    kelurahan: str


@dataclass(frozen=True, slots=True)
class ListProgress(ListedPlace):
    """How far its list is: numbers that are `done`, `of` how many (0: not known)."""

    done: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitsNoted(Outcome):
    """What was kept of a list, and which numbers come next.

    `reported`: changes; `older`: a newer word stands there already; `over`: beyond the list's end.
    """

    place: ListProgress
    noted: int
    reported: int = 0
    older: int = 0
    over: int = 0
    next: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitsWhich(Outcome):
    """None fits, or several do: nothing was kept."""

    stations: tuple[ListedPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitsTold(Outcome):
    """How far the lists are, and how many more there are."""

    stations: tuple[ListProgress, ...] = ()
    more: int = 0
