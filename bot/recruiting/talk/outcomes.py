"""What becomes of applications, and of training."""

from dataclasses import dataclass

from bot.engine.messages import Outcome


@dataclass(frozen=True, slots=True)
class ApplicantNoted(Outcome):
    """The phone is kept: `status` free, known (of `name`), waiting (with a receipt), or bad."""

    status: str
    name: str = ""
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class FoundKelurahan:
    """A kelurahan that a name may mean, with what is above it."""

    id: int
    title: str
    above: str


@dataclass(frozen=True, slots=True)
class KelurahanFound(Outcome):
    """Those that fit; `more` than are told."""

    areas: tuple[FoundKelurahan, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Applied(Outcome):
    """The application is kept, with its code."""

    receipt: str


@dataclass(frozen=True, slots=True)
class ApplyRefused(Outcome):
    """It was not taken: a code of models/errors.py."""

    code: str


@dataclass(frozen=True, slots=True)
class ApplicantsNew(Outcome):
    """A notice to coordinators: somebody applied since then (ISO)."""

    since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applying:
    """An application; `former` is who had this phone before."""

    receipt: str
    name: str
    kelurahan: str
    experience: str = ""
    former: str = ""


@dataclass(frozen=True, slots=True)
class Applicants(Outcome):
    """Who waits for an answer; `news`: asked for because somebody new applied."""

    count: int = 0
    rows: tuple[Applying, ...] = ()
    news: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantDecided(Outcome):
    """The coordinator's word is taken; `already`: it was answered before."""

    receipt: str
    name: str
    accepted: bool
    already: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationAnswered(Outcome):
    """A notice to the applicant: the coordinator's word."""

    receipt: str
    accepted: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingKept(Outcome):
    """How a quiz or a practice report went (`kind`), and which of the two was ever passed."""

    kind: str
    score: int
    out_of: int
    passed: bool
    wrong: tuple[str, ...] = ()
    quiz: bool = False
    practice: bool = False
