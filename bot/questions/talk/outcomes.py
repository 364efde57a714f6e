"""What was published of an earlier election; and questions that a leader answered."""

from dataclasses import dataclass

from bot.engine.messages import Outcome
from bot.engine.outcomes import NamedArea


@dataclass(frozen=True, slots=True)
class QuestionAnswered(Outcome):
    """To somebody who asked: a leader's answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class QuestionsClosed(Outcome):
    """To the leader: how many chats get the answer."""

    count: int


@dataclass(frozen=True, slots=True)
class PastRow:
    """Who got how many votes, and their share in per cent."""

    name: str
    votes: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PastResult:
    """A ballot's result in an `area`; that is above the one that was `asked` for where that one
    has no figures. `others` are not shown; of `all_stations` only `stations` have figures.
    """

    ballot: str
    area: str
    asked: str
    rows: tuple[PastRow, ...]
    others: int
    stations: int
    all_stations: int
    source: str


@dataclass(frozen=True, slots=True)
class PastResults(Outcome):
    """The results of an election, one for each ballot."""

    election: str
    results: tuple[PastResult, ...]


@dataclass(frozen=True, slots=True)
class PastResultsWhich(Outcome):
    """Several areas are called so; `question` is the pack's code."""

    question: str
    areas: tuple[NamedArea, ...]


@dataclass(frozen=True, slots=True)
class PastResultsNone(Outcome):
    """Nothing published is known of that place."""

    question: str
    place: str = ""
