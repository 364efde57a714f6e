"""What becomes of a look-up, and of what is kept about who asks."""

from dataclasses import dataclass

from bot.engine.messages import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingPlace:
    """Where somebody votes; hours as they are told ("07.00"), `status` dpt or dptb."""

    number: str
    place: str
    lat: float | None
    lon: float | None
    kelurahan: str
    kelurahan_word: str
    kecamatan: str
    kecamatan_word: str
    opens: str
    closes: str
    zone: str
    status: str


@dataclass(frozen=True, slots=True)
class VoterFound(Outcome):
    """Where somebody votes; told after `wait` seconds."""

    place: VotingPlace
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class VoterNotFound(Outcome):
    """The same for an unknown NIK, a wrong second fact and a sender who asked too much.

    `silent`: nothing is answered at all.
    """

    wait: float = 0.0
    silent: bool = False


@dataclass(frozen=True, slots=True)
class VotersHarvested(Outcome):
    """A notice to coordinators, once a day and sender: somebody asks too much."""

    asked: int
    missed: int
    found: int


@dataclass(frozen=True, slots=True)
class OwnData(Outcome):
    """How often this sender asked and was answered, for how many days that is kept; and how many
    incidents, questions without an answer, changes of the register and applications are kept.
    """

    questions: int
    answered: int
    days: int
    incidents: int = 0
    open_questions: int = 0
    changes: int = 0
    applications: int = 0


@dataclass(frozen=True, slots=True)
class OwnDataDeleted(Outcome):
    """How many questions are gone."""

    questions: int


@dataclass(frozen=True, slots=True)
class OwnDataHeld(Outcome):
    """A legal hold keeps it."""

    hold: int
