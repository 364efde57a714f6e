"""Work beside the count, asked for as data: incidents, copies, disputes, typing, re-votes, voters.

See bot/engine/effects.py for what holds for every effect.
"""

from collections.abc import Mapping
from dataclasses import dataclass


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
    """Delete what this sender asked and said as a voter.

    -> own_data_deleted {questions} | own_data_held {hold} while a legal hold keeps it.
    """
