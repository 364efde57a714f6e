"""Work around volunteers and witnesses, asked for as data: applying, training, stations, swaps.

See bot/engine/effects.py for what holds for every effect.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoteApplicant:
    """Keep the phone of somebody who applies, sealed; `phone` empty: the one that is proven.

    -> applicant_noted {status: free|waiting|known, receipt, name}: `name` is of the person who is
    known by this phone, `receipt` of the application that waits.
    """

    phone: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class FindKelurahan:
    """Look for a kelurahan by name. -> kelurahan_found {areas: [{id, title, above}], more: bool}"""

    text: str


@dataclass(frozen=True, slots=True)
class Apply:
    """Keep the application; the nearest coordinators hear of it.

    `changed_hands`: the phone was somebody else's before. -> applied {receipt} | apply_refused
    {code}. Event for coordinators: "applicants_new" {since}; for the applicant later:
    "application_answered" {receipt, accepted, reason}.
    """

    name: str
    area_id: int
    experience: str
    changed_hands: bool = False


@dataclass(frozen=True, slots=True)
class ClaimPhone:
    """The applicant is who is known by this phone. -> activated {name} | contact_unknown."""


@dataclass(frozen=True, slots=True)
class ListApplicants:
    """Who waits for an answer where this person leads; `since` (ISO): only those who came then.

    -> applicants {count, news: bool, rows: [{receipt, name, kelurahan, experience, former}]}
    """

    since: str = ""


@dataclass(frozen=True, slots=True)
class DecideApplicant:
    """A coordinator accepts or declines an application.

    -> applicant_decided {receipt, name, accepted, already: bool} | decision_refused {code}.
    """

    receipt: str
    accepted: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class KeepTraining:
    """Keep how a quiz or a practice report went (`kind`); it counts in no recap.

    `wrong`: codes of questions, or fields. -> training_kept {kind, passed, score, out_of, wrong,
    quiz: bool, practice: bool}: which of the two was ever passed.
    """

    kind: str
    score: int
    out_of: int
    passed: bool
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AssignWitness:
    """Assign somebody to a station, or (`reserve`) to a kelurahan's reserve.

    `who`: an application's code; `place`: a station or kelurahan in words; `participant`
    as people name it, empty for our own. -> assigned {name, number, kelurahan, again} | reserved
    {name, kelurahan, again} | assign_places {stations: [{code, number, kelurahan}]} |
    assign_refused {code, number, kelurahan, names}. Event for the witness: "mandate_given"
    {mandate, number, kelurahan}.
    """

    who: str
    place: str
    participant: str = ""
    reserve: bool = False


@dataclass(frozen=True, slots=True)
class ListReserves:
    """The reserve of an area. -> reserves {rows: [{name, kelurahan}], more: bool}"""

    text: str = ""


@dataclass(frozen=True, slots=True)
class FindSwap:
    """Who stands at a station, or at the one of a request (T-7QKD), and who could come instead.

    -> swap_found {number, kelurahan, reason, witnesses: [{mandate, name, participant}],
    candidates: [{person, name, kelurahan, reserve}]} | assign_places | swap_refused {code}.
    """

    text: str


@dataclass(frozen=True, slots=True)
class SwapWitness:
    """A coordinator puts a person into another one's mandate.

    -> swapped {name, old, number, kelurahan} | swap_refused {code}. Events: "mandate_given" for the
    new witness, "mandate_ended" {number, kelurahan} for the old one.
    """

    mandate: int
    person: int


@dataclass(frozen=True, slots=True)
class AskSwap:
    """A witness asks to be replaced. -> swap_asked {receipt, again} | swap_refused {code}.

    Event for the nearest coordinators: "swap_waiting" {receipt, name, number, kelurahan, reason}.
    """

    mandate: int
    reason: str


@dataclass(frozen=True, slots=True)
class DeclineSwap:
    """A coordinator declines such a request; the witness stays.

    -> swap_declined {} | swap_refused {code}. Event for the witness: "swap_answered" {number,
    kelurahan}.
    """

    receipt: str


@dataclass(frozen=True, slots=True)
class MakeLetters:
    """The letters of the own mandates as documents; `mandate`: of this one alone.

    -> letters {rows: [{path, file, letter, number, kelurahan}]}
    """

    mandate: int | None = None


@dataclass(frozen=True, slots=True)
class AskCoverage:
    """How well the stations of an area are covered; `place` and `code` as in leader_effects.

    -> coverage_told {total, rows: [{code, name, stations, none, ...}], stations: bool} |
    area_which | area_none | summary_refused.
    """

    place: str = ""
    code: str = ""


WitnessEffect = (
    NoteApplicant
    | FindKelurahan
    | Apply
    | ClaimPhone
    | ListApplicants
    | DecideApplicant
    | KeepTraining
    | AssignWitness
    | ListReserves
    | FindSwap
    | SwapWitness
    | AskSwap
    | DeclineSwap
    | MakeLetters
    | AskCoverage
)
