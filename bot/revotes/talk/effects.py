"""What the talk of revotes asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass
from typing import ClassVar

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class FindStation(Effect):
    """Look for a station by number, kelurahan or code among those that a coordinator may see.

    -> StationsFound, at most 8.
    """

    text: str


@dataclass(frozen=True, slots=True)
class OpenVersion(Effect):
    """A re-vote or recount (PSU, PSL, penghitungan ulang): reports of a station's contests begin
    anew; what was there stays on record and stops counting.

    `kind`: psu, psl, recount. It waits for a second person. -> VersionWaiting | DecisionRefused.
    Event for those who may approve: VersionAsked.
    """

    station_id: int
    contests: tuple[int, ...]
    kind: str
    reason: str

    weight: ClassVar[str] = "revote"


@dataclass(frozen=True, slots=True)
class SteerVersion(Effect):
    """A word about a request: approve or reject somebody else's, or ask that it be undone.

    `verb`: approve, reject, undo. -> VersionSteered | VersionWaiting | DecisionRefused. When it is
    done the witnesses hear BeginAnew or OldVoteCounts; the author, and who leads above,
    VersionTold.
    """

    receipt: str
    verb: str

    weight: ClassVar[str] = "revote"
