"""Who may do what where: rights follow the area downward, and nobody decides the own report.

Pure: who holds which role is read elsewhere; what a refusal is called is in models/errors.py.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.errors import NotAllowed, OwnReport, TiedToParticipant
from models.rules.access import ROLES, Who
from models.values import Ballot, Contest, Role


class Action(StrEnum):
    """What a role may be needed for."""

    DECIDE = "decide"  # cells in dispute
    APPROVE = "approve"  # a correction after the closing time
    OPEN_VERSION = "open_version"  # a re-vote or a recount
    HANDLE_INCIDENT = "handle_incident"
    HANDLE_ABSENCE = "handle_absence"  # stations that lack something: take, close, list
    LIST_ATTENDANCE = "list_attendance"  # for attendance pay, by name
    NAME_RESERVE = "name_reserve"  # in a missing witness's place
    VOUCH = "vouch"  # that a witness is at the station
    TYPE = "type"  # a ballot from its photos
    FIND_STATION = "find_station"
    SEE = "see"  # counts, stations, reports, findings of an area
    READ_AUDIT = "read_audit"  # who saw, changed, exported, decided there
    VISIT_VOTERS = "visit_voters"  # the field officer's own list of an area
    NOTE_RECAP = "note_recap"  # figures of D.HASIL at the kecamatan's recap meeting
    BROADCAST = "broadcast"  # to write, approve, stop and resume one
    LEAD_WITNESSES = "lead_witnesses"  # accept, assign, swap


_LEADS = ROLES[Who.LEADER]

MAY: Mapping[Action, frozenset[Role]] = {
    Action.DECIDE: frozenset({Role.REVIEWER}),
    Action.APPROVE: _LEADS,
    Action.OPEN_VERSION: _LEADS,
    Action.HANDLE_INCIDENT: _LEADS,
    Action.HANDLE_ABSENCE: _LEADS,
    Action.LIST_ATTENDANCE: _LEADS,
    Action.NAME_RESERVE: _LEADS,
    Action.VOUCH: _LEADS,
    Action.TYPE: frozenset({Role.OPERATOR}),
    Action.FIND_STATION: _LEADS,
    Action.SEE: ROLES[Who.READER],
    Action.READ_AUDIT: ROLES[Who.AUDITOR],
    Action.VISIT_VOTERS: ROLES[Who.FIELD_OFFICER],
    Action.NOTE_RECAP: frozenset({Role.RECAP_WITNESS}),
    Action.BROADCAST: _LEADS,
    Action.LEAD_WITNESSES: _LEADS,
}
"""Which roles may do what; a test walks it."""

_PAIRS = frozenset({Ballot.PPWP, Ballot.GUBERNUR, Ballot.BUPATI})


@dataclass(frozen=True, slots=True)
class Held:
    """A role that a person holds: `path` is its area's dotted path, empty for everywhere.

    `kind` and `code` name the participant that the person is tied to ("party", "3"; "dpd",
    "34.7"), if any;
    of a candidate `contest` is the id of the contest and `number` the place on the list there.
    `level` is the organisation's own name of the role's level ("cabang"), where it was given;
    `place` the name of its area.
    """

    role: Role
    path: str = ""
    kind: str = ""
    code: str = ""
    contest: int | None = None
    number: int | None = None
    level: str = ""
    place: str = ""

    def covers(self, path: str) -> bool:
        """Whether an area or a station's kelurahan lies in this role's area."""
        return not self.path or path == self.path or path.startswith(f"{self.path}.")


def may(held: Iterable[Held], action: Action, path: str) -> bool:
    """Whether somebody with these roles may do this in the area with this path."""
    return any(one.role in MAY[action] and one.covers(path) for one in held)


def paths(held: Iterable[Held], action: Action) -> tuple[str, ...]:
    """The areas in which this may be done: the topmost ones; ("",) is everywhere."""
    found = {one.path for one in held if one.role in MAY[action]}
    if "" in found:
        return ("",)
    inner = {p for p in found for q in found if p.startswith(f"{q}.")}
    return tuple(sorted(found - inner))


def administers_all(held: Iterable[Held]) -> bool:
    """Whether somebody with these roles administers the whole election, and not an area of it."""
    return any(one.role is Role.ADMINISTRATOR and not one.path for one in held)


def tied(held: Iterable[Held], contest: Contest, cells: Iterable[str]) -> bool:
    """Whether one of the cells belongs to a participant that the person is tied to."""
    named = {cell.partition(".")[0] for cell in cells}
    return any(
        number_in(one.code, contest.code) in named and _stands(one.kind, contest)
        for one in held
        if one.code
    )


def number_in(code: str, district: str) -> str:
    """A participant's number on the ballot of a district; empty where it does not stand there.

    Codes name the district of single candidates and of a Pilkada's pairs: "34.7" is candidate 7 of
    the DPD in provinsi 34; "3" is party 3, or pair 3 of the president's ballot, everywhere.
    """
    where, _, number = code.rpartition(".")
    return number if where in ("", district) else ""


def concerned(held: Iterable[Held], contest: Contest) -> bool:
    """Whether a participant that the person is tied to stands in the contest at all."""
    return tied(held, contest, (choice.code for choice in contest.choices))


def ballots_of(kind: str) -> frozenset[Ballot]:
    """The ballots on which participants of this kind stand: "party", "pair", "dpd"."""
    if kind == "party":
        return frozenset({Ballot.DPR, Ballot.DPRD_PROV, Ballot.DPRD_KAB})
    if kind == "pair":
        return _PAIRS
    return frozenset(one for one in Ballot if one.value == kind)


def refuse_tied(held: Iterable[Held], contest: Contest, cells: Iterable[str]) -> None:
    """Raises TiedToParticipant where a cell belongs to whom the person is tied to."""
    if tied(held, contest, cells):
        raise TiedToParticipant(contest=contest.code)


def _stands(kind: str, contest: Contest) -> bool:
    """Whether participants of this kind are what the contest's numbers name."""
    if kind == "party":
        return contest.has_parties
    return contest.ballot in _PAIRS if kind == "pair" else contest.ballot.value == kind


def require(
    held: Iterable[Held], action: Action, path: str, *, own: bool = False
) -> tuple[Held, ...]:
    """The roles again, when they suffice.

    Raises NotAllowed, and OwnReport where the person's `own` report is at stake.
    """
    kept = tuple(held)
    if not may(kept, action, path):
        raise NotAllowed(action=action.value)
    if own:
        raise OwnReport(action=action.value)
    return kept
