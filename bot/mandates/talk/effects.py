"""What the talk of mandates asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass
from typing import ClassVar

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class AssignWitness(Effect):
    """Assign somebody to a station, or (`reserve`) to a kelurahan's reserve.

    `who`: an application's code; `place`: a station or kelurahan in words; `participant` as people
    name it, empty for our own. -> Assigned | Reserved | AssignPlaces | AssignRefused. Event for the
    witness: MandateGiven.
    """

    who: str
    place: str
    participant: str = ""
    reserve: bool = False

    weight: ClassVar[str] = "assign"


@dataclass(frozen=True, slots=True)
class ListReserves(Effect):
    """The reserve of an area. -> Reserves"""

    shows: ClassVar[str] = "reserves"

    text: str = ""


@dataclass(frozen=True, slots=True)
class FindSwap(Effect):
    """Who stands at a station, or at the one of a request (T-7QKD), and who could come instead.

    -> SwapFound | AssignPlaces | SwapRefused.
    """

    shows: ClassVar[str] = "witnesses"

    text: str


@dataclass(frozen=True, slots=True)
class SwapWitness(Effect):
    """A coordinator puts a person into another one's mandate.

    -> Swapped | SwapRefused. Events: MandateGiven for the new witness, MandateEnded for the old
    one.
    """

    mandate: int
    person: int

    weight: ClassVar[str] = "assign"


@dataclass(frozen=True, slots=True)
class AskSwap(Effect):
    """A witness asks to be replaced. -> SwapAsked | SwapRefused.

    Event for the nearest coordinators: SwapWaiting.
    """

    mandate: int
    reason: str


@dataclass(frozen=True, slots=True)
class DeclineSwap(Effect):
    """A coordinator declines such a request; the witness stays.

    -> SwapDeclined | SwapRefused. Event for the witness: SwapAnswered.
    """

    receipt: str


@dataclass(frozen=True, slots=True)
class MakeLetters(Effect):
    """The letters of the own mandates as documents; `mandate`: of this one alone.

    -> letters {rows: [{path, file, letter, number, kelurahan}]}
    """

    mandate: int | None = None


@dataclass(frozen=True, slots=True)
class AskCoverage(Effect):
    """How well the stations of an area are covered; `place` and `code` as in leader_effects.

    -> CoverageTold | AreaWhich | AreaNone | SummaryRefused.
    """

    place: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class DecideMandate(Effect):
    """Another leader's word about a mandate given after the polls opened (M-7QKD).

    Approved, its reports count; else it ends. Of one that counts: the wish that it end, which a
    second person decides -> MandateUndoAsked. -> MandateDecided | DecisionRefused.
    """

    weight: ClassVar[str] = "assign"

    receipt: str
    approved: bool
