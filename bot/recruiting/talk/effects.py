"""What the talk of recruiting asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass
from typing import ClassVar

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class NoteApplicant(Effect):
    """Keep the phone of somebody who applies, sealed; `phone` empty: the one that is proven.

    -> applicant_noted {status: free|waiting|known, receipt, name}: `name` is of the person who is
    known by this phone, `receipt` of the application that waits.
    """

    phone: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class FindKelurahan(Effect):
    """Look for a kelurahan by name. -> kelurahan_found {areas: [{id, title, above}], more: bool}"""

    text: str


@dataclass(frozen=True, slots=True)
class Apply(Effect):
    """Keep the application; the nearest coordinators hear of it.

    -> applied {receipt} | apply_refused {code}. Event for coordinators: "applicants_new" {since};
    for the applicant later: "application_answered" {receipt, accepted, reason}.
    """

    name: str
    area_id: int
    experience: str


@dataclass(frozen=True, slots=True)
class ClaimPhone(Effect):
    """The applicant is who is known by this phone. -> activated {name} | contact_unknown."""


@dataclass(frozen=True, slots=True)
class ListApplicants(Effect):
    """Who waits for an answer where this person leads; `since` (ISO): only those who came then.

    -> applicants {count, news: bool, rows: [{receipt, name, kelurahan, experience, former}]}
    """

    shows: ClassVar[str] = "applicants"

    since: str = ""


@dataclass(frozen=True, slots=True)
class DecideApplicant(Effect):
    """A coordinator accepts or declines an application.

    -> applicant_decided {receipt, name, accepted, already: bool} | decision_refused {code}.
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

    `wrong`: codes of questions, or fields. -> training_kept {kind, passed, score, out_of, wrong,
    quiz: bool, practice: bool}: which of the two was ever passed.
    """

    kind: str
    score: int
    out_of: int
    passed: bool
    wrong: tuple[str, ...] = ()
