"""What the talk of revotes asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass
from typing import ClassVar

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class FindStation(Effect):
    """Look for a station by number, kelurahan or code among those that a coordinator may see.

    -> stations_found {stations: [{id, number, kelurahan, contests: [{id, ballot}]}]}, at most 8.
    """

    text: str


@dataclass(frozen=True, slots=True)
class OpenVersion(Effect):
    """A re-vote or recount (PSU, PSL, penghitungan ulang): reports of a station's contests begin
    anew; what was there stays on record and stops counting.

    `kind`: psu, psl, recount. It waits for a second person. -> version_waiting {receipt,
    approvers} | decision_refused {code}. Event for those who may approve: "version_asked"
    {receipt, author, number, kelurahan, ballots, kind, reason, undo}.
    """

    station_id: int
    contests: tuple[int, ...]
    kind: str
    reason: str

    weight: ClassVar[str] = "revote"


@dataclass(frozen=True, slots=True)
class SteerVersion(Effect):
    """A word about a request: approve or reject somebody else's, or ask that it be undone.

    `verb`: approve, reject, undo. -> version_steered {receipt, verb, undo} | version_waiting |
    decision_refused {code}. When it is done the witnesses hear "begin_anew" {station, contests,
    kind} or "old_vote_counts" {number, kelurahan, ballots}; the author, and who leads above,
    "version_told" {receipt, verb, by, number, kelurahan, kind, undo}.
    """

    receipt: str
    verb: str

    weight: ClassVar[str] = "revote"
