"""What becomes of re-votes and recounts: for who asks, who decides, and the witnesses."""

from dataclasses import dataclass

from bot.engine.messages import Outcome
from bot.engine.outcomes import FoundStation


@dataclass(frozen=True, slots=True)
class FoundContest:
    """A contest at a station, and its ballot's code."""

    id: int
    ballot: str


@dataclass(frozen=True, slots=True)
class VotingStation(FoundStation):
    """A station with what is voted there."""

    contests: tuple[FoundContest, ...] = ()


@dataclass(frozen=True, slots=True)
class StationsFound(Outcome):
    """The stations that fit, of those that the person may see."""

    stations: tuple[VotingStation, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionWaiting(Outcome):
    """A second person decides: how many may."""

    receipt: str
    approvers: int = 0


@dataclass(frozen=True, slots=True)
class VersionSteered(Outcome):
    """Done as the second person said (`verb`: approve, reject); `undo`: it was about undoing."""

    receipt: str
    verb: str
    undo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutVote(Outcome):
    """What a request is about; `ballots` by code, `kind` psu, psl or recount."""

    receipt: str = ""
    number: int
    kelurahan: str
    ballots: tuple[str, ...]
    kind: str = "psu"
    undo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionAsked(AboutVote):
    """A notice to those who may approve."""

    author: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionTold(AboutVote):
    """A notice to the author, and to who leads above: what became of it."""

    verb: str
    by: str
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OldVoteCounts(AboutVote):
    """A notice to each witness: the numbers of before count again."""


@dataclass(frozen=True, slots=True)
class BeginAnew(Outcome):
    """A notice to each witness: these contests (ids) are reported once more."""

    station: int
    contests: tuple[int, ...]
    kind: str = "psu"
