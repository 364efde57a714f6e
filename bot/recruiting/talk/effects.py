"""What the talk of recruiting asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass
from typing import ClassVar

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class NoteApplicant(Effect):
    """Keep the phone of somebody who applies, sealed; `phone` empty: the one that is proven.

    -> ApplicantNoted: `name` is of the person who is known by this phone, `receipt` of the
    application that waits.
    """

    phone: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class FindKelurahan(Effect):
    """Look for a kelurahan by name. -> KelurahanFound"""

    text: str


@dataclass(frozen=True, slots=True)
class Apply(Effect):
    """Keep the application; the nearest coordinators hear of it.

    -> Applied | ApplyRefused. Event for coordinators: ApplicantsNew; for the applicant later:
    ApplicationAnswered.
    """

    name: str
    area_id: int
    experience: str


@dataclass(frozen=True, slots=True)
class ClaimPhone(Effect):
    """The applicant is who is known by this phone. -> Activated | ContactUnknown."""


@dataclass(frozen=True, slots=True)
class ListApplicants(Effect):
    """Who waits for an answer where this person leads; `since` (ISO): only those who came then.

    -> Applicants
    """

    shows: ClassVar[str] = "applicants"

    since: str = ""


@dataclass(frozen=True, slots=True)
class DecideApplicant(Effect):
    """A coordinator accepts or declines an application.

    -> ApplicantDecided | DecisionRefused.
    """

    receipt: str
    accepted: bool
    reason: str = ""

    weight: ClassVar[str] = "recruit"

    def weighs(self) -> bool:
        """It lets somebody in where it accepts."""
        return self.accepted


@dataclass(frozen=True, slots=True)
class KeepTraining(Effect):
    """Keep how a quiz or a practice report went (`kind`); it counts in no recap.

    `wrong`: codes of questions, or fields. -> TrainingKept: which of the two was ever passed.
    """

    kind: str
    score: int
    out_of: int
    passed: bool
    wrong: tuple[str, ...] = ()
