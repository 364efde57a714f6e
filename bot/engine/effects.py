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
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.engine.attendance_effects import (
    ChooseReserve,
    HandleAbsence,
    ListAbsent,
    Vouch,
)
from bot.engine.broadcast_effects import (
    FindAudience,
    OptOut,
    ShowSamples,
    SteerBroadcast,
    TellBroadcast,
    WriteBroadcast,
)
from bot.engine.case_effects import (
    DecideDispute,
    DeleteOwnData,
    DropFile,
    EraseText,
    FindStation,
    FindVoter,
    HandleIncident,
    NoteCopy,
    NoteQuestion,
    OpenVersion,
    ReportIncident,
    ReportVoterChange,
    TakeTyping,
    TellOwnData,
)
from bot.engine.leader_effects import LeaderEffect
from bot.engine.meeting_effects import FileRecapPhoto, NoteRecap
from bot.engine.own_effects import OwnEffect
from bot.engine.result_effects import TellPastResults
from bot.engine.visit_effects import VisitEffect
from bot.engine.witness_effects import WitnessEffect
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
    fetched yet keeps this purpose and is fetched again; its outcome comes then. `page` is the
    number of the party whose page it is, where the caption names it.
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
    | HandleAbsence
    | ListAbsent
    | ChooseReserve
    | Vouch
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
    | NoteRecap
    | FileRecapPhoto
    | FindAudience
    | OptOut
    | ShowSamples
    | SteerBroadcast
    | TellBroadcast
    | WriteBroadcast
    | LeaderEffect
    | OwnEffect
    | WitnessEffect
    | VisitEffect
    | TellPastResults
)

__all__ = [
    "Activate",
    "AskCorrection",
    "CheckIn",
    "ChooseReserve",
    "DecideCorrection",
    "DecideDispute",
    "DeleteOwnData",
    "DropFile",
    "Effect",
    "EraseText",
    "FileRecapPhoto",
    "FindAudience",
    "FindStation",
    "FindVoter",
    "HandleAbsence",
    "HandleIncident",
    "KeepPhoto",
    "LabelPhotos",
    "ListAbsent",
    "NoteCopy",
    "NoteMandateLetter",
    "NoteQuestion",
    "NoteRecap",
    "OpenVersion",
    "OptOut",
    "ProveContact",
    "ReportIncident",
    "ReportVoterChange",
    "SetLanguage",
    "ShowSamples",
    "SteerBroadcast",
    "SubmitReport",
    "TakeTyping",
    "TellBroadcast",
    "TellOwnData",
    "TellPastResults",
    "Vouch",
    "WriteBroadcast",
]
