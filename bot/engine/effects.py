"""Work that a turn asks for, as data; the runner does it in the same transaction.

Each effect's outcome returns to `step` as an Inbound of kind OUTCOME, in the order of the effects;
names are in the docstrings. What the runner has to know besides:

- An outcome's Inbound carries `at`, `album`, `group` and `language` of the message that asked.
- Facts are read again before an outcome: after "activated" the person and the mandates, after
  "report_saved" the report. A turn's replies come before those of its outcomes.
- Replies are told in `Step.language` (texts.render -> Rendered -> ports.Outgoing).
- SubmitReport.tally is what the witness gave. What the recap stores is complete(tally); the report
  that returns in the facts is the given one again.
- A photo that is no picture asks for nothing: its file and message stay as the record.
- Nothing is asked for in groups.
- Asked for by the conversation and not done by the runner yet (perform answers "not_ready", and the
  person is told so): AskCorrection, DecideCorrection, ReportIncident, NoteCopy, DecideDispute,
  TakeTyping, FindStation, OpenVersion, and the label of SubmitReport's receipt. Facts to be
  filled for them: copies, disputes, tasks. Events to be brought to other people's talks, as an
  Inbound of kind OUTCOME in their own turn: cells_differ, correction_waiting,
  correction_answered, incident_told, begin_anew. Take a name out of here when it works.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.values import Detail, Finding, Location, Tally


@dataclass(frozen=True, slots=True)
class Activate:
    """Prove the phone by a handed-out code. -> activated {name} | activation_refused {left}"""

    code: str


@dataclass(frozen=True, slots=True)
class ProveContact:
    """Prove the phone by the sender's own contact. -> activated {name} | contact_unknown."""

    phone: str


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """Speak another language from now on ("id", "en"). No outcome."""

    language: str


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Note the presence at a station. -> checked_in {receipt, check_in}."""

    station_id: int
    location: Location | None
    distance_m: int | None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteMandateLetter:
    """Whether the written mandate was handed to the KPPS. No outcome."""

    check_in_id: int
    handed: bool


@dataclass(frozen=True, slots=True)
class KeepPhoto:
    """Keep the photo of this message as evidence.

    -> photo_kept {photo: id, twice: bool, purpose, contest: id or None}. A file that could not be
    fetched yet keeps this purpose and is fetched again; its outcome comes then.
    """

    purpose: str
    station_id: int | None = None
    contest_id: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class LabelPhotos:
    """Say of which contest photos are that this person sent before (ids). No outcome."""

    photos: tuple[int, ...]
    station_id: int
    contest_id: int


@dataclass(frozen=True, slots=True)
class SubmitReport:
    """Save a report, or a new revision of it.

    -> report_saved {receipt, revision, state} | report_refused {code} (of models.errors).

    `tally` is as the witness gave it. `label` begins the receipt's code: "D3" -> D3-8QF.
    `reason`: "correction" when saved numbers change; "recheck" when the witness was asked again
    about cells in dispute (the numbers may be the same: then a reviewer is due). `read_from`:
    photos (ids) whose reading the numbers were taken from; such a reading is no second pair of
    eyes for them. `task_id`: an operator typed it from photos (facts.tasks); `mandate_id` is then
    0, and another person has to verify it. A report that puts a result in dispute brings
    "cells_differ" {station, contest, cells} to every witness concerned, as an event: nobody hears
    another's figure. A correction brings "correction_made" {witness, ballot, number, kelurahan,
    changes, receipt} to the nearest coordinators.
    """

    mandate_id: int
    station_id: int
    contest_id: int
    tally: Tally
    detail: Detail
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    figures: Mapping[str, int] = field(default_factory=dict)
    label: str = ""
    read_from: tuple[int, ...] = ()
    task_id: int | None = None


@dataclass(frozen=True, slots=True)
class AskCorrection:
    """After the closing time a correction waits for a coordinator's word.

    -> correction_asked {} | report_refused {code}. The coordinators get the event
    "correction_waiting" {correction, witness, number, kelurahan, ballot, changes: [[field, old,
    new]]}, the witness later "correction_answered" {approved, ballot, number, kelurahan, receipt}.
    """

    report: SubmitReport


@dataclass(frozen=True, slots=True)
class DecideCorrection:
    """A coordinator's word on a waiting correction.

    -> correction_decided {approved} | decision_refused {code}.
    """

    correction: int
    approved: bool


@dataclass(frozen=True, slots=True)
class ReportIncident:
    """Keep an incident or objection (kejadian khusus, keberatan) and tell the coordinators.

    `confidential`: the name is kept from everyone but those who handle the case. `place` in words
    where there is no station. `photos`: ids of photos kept with purpose "incident". Works for
    people who are not enrolled. -> incident_kept {receipt} | report_refused {code: too_fast}. The
    coordinators get the event "incident_new" {receipt, category, text, number, kelurahan, place,
    photos, reporter, confidential}: without the name where it is confidential. Later, to whoever
    told it: "incident_told" {receipt, status: taken|closed, by, note}.
    """

    category: str
    text: str
    station_id: int | None = None
    place: str = ""
    confidential: bool = False
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class HandleIncident:
    """A coordinator takes an incident (`status` taken) or closes it, with a note (closed).

    -> incident_handled {receipt, status: taken|closed|already, by, reporter, confidential}: the
    name is told to whoever handles it | decision_refused {code}.
    """

    receipt: str
    status: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class NoteCopy:
    """Note the paper copy (C.HASIL SALINAN) of a station: which ballots', signed by whom, and to
    whom it was handed over. `status`: received, part, refused. A refused one becomes an incident of
    category "copy_refused" (UU 7/2017 art. 506), made by a ReportIncident of the same turn.

    -> copy_noted {}.
    """

    station_id: int
    status: str
    contests: tuple[int, ...] = ()
    signed_by: str = ""
    handed_to: str = ""


@dataclass(frozen=True, slots=True)
class DecideDispute:
    """A reviewer's choice for the cells in dispute, with the reason; `seen`: revisions looked at.

    -> dispute_decided {} | decision_refused {code: own_report, stale_revision, not_allowed}.
    """

    station_id: int
    contest_id: int
    numbers: Mapping[str, int]
    seen: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class TakeTyping:
    """An operator (penginput) wants a ballot to type from its photos.

    The runner lends the next one that nobody else has, or had typed already by this person; it is
    then in facts.tasks, with its photos. -> typing_given {station, contest} | typing_none {}.
    """


@dataclass(frozen=True, slots=True)
class FindStation:
    """Look for a station by number, kelurahan or code among those that a coordinator may see.

    -> stations_found {stations: [{id, number, kelurahan, contests: [{id, ballot}]}]}, at most 8.
    """

    text: str


@dataclass(frozen=True, slots=True)
class OpenVersion:
    """A re-vote or recount (PSU, PSL, penghitungan ulang): reports of a station's contests begin
    anew; what was there stays on record and stops counting.

    `kind`: psu, psl, recount. -> version_opened {} | decision_refused {code}. The witnesses hear of
    it by the event "begin_anew" {station, contests: [...], kind}.
    """

    station_id: int
    contests: tuple[int, ...]
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class FindVoter:
    """Look up where somebody votes; `nik` as in Inbound.niks, `fact` the second fact as typed.

    -> voter_found {number, kelurahan, ..., wait} | voter_not_found {wait, silent}. The same words
    and the same `wait` for an unknown NIK, a wrong fact and a sender who asked too much. Event for
    coordinators, once a day and sender: voters_harvested {asked, missed, found}.
    """

    nik: tuple[str, str]
    fact: str


@dataclass(frozen=True, slots=True)
class EraseText:
    """Delete what this message said from the stored event. No outcome."""


@dataclass(frozen=True, slots=True)
class DropFile:
    """Delete this message's file, which nobody wanted. No outcome."""


@dataclass(frozen=True, slots=True)
class ReportVoterChange:
    """Keep a reported change of the register: who moved, died, stands twice, is new.

    `kind`: a models.rules.voter_change.Change; `nik` as in Inbound.niks where one was given.
    -> voter_change_kept {receipt} | voter_change_refused {} (too many today).
    """

    kind: str
    text: str
    nik: tuple[str, str] | None = None
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteQuestion:
    """Keep a question that nobody has an answer to, for the coordinator. No outcome."""

    text: str


@dataclass(frozen=True, slots=True)
class TellOwnData:
    """What is kept about this sender. -> own_data {questions, answered, since, until, days}."""


@dataclass(frozen=True, slots=True)
class DeleteOwnData:
    """Delete what this sender asked and said as a voter. -> own_data_deleted {questions}."""


Effect = (
    Activate
    | ProveContact
    | SetLanguage
    | CheckIn
    | NoteMandateLetter
    | KeepPhoto
    | LabelPhotos
    | SubmitReport
    | AskCorrection
    | DecideCorrection
    | ReportIncident
    | HandleIncident
    | NoteCopy
    | DecideDispute
    | TakeTyping
    | FindStation
    | OpenVersion
    | FindVoter
    | EraseText
    | DropFile
    | NoteQuestion
    | ReportVoterChange
    | TellOwnData
    | DeleteOwnData
)
