"""What the talk of filling asks for, as data; see bot/engine/effects.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.engine.effects import Effect
from models.values import Detail, Finding, Tally


@dataclass(frozen=True, slots=True)
class SubmitReport(Effect):
    """Save a report, or a new revision of it.

    -> ReportSaved | ReportRefused (of models.errors).

    `tally` is as the witness gave it. `label` begins the receipt's code: "D3" -> D3-8QF. `reason`:
    "correction" when saved numbers change; "recheck" when the witness was asked again about cells
    in dispute (the numbers may be the same: then a reviewer is due). `read_from`: photos (ids)
    whose reading the numbers were taken from; such a reading is no second pair of eyes for them.
    `task_id`: an operator typed it from photos (facts.tasks); `mandate_id` is then 0, and another
    person has to verify it. A report that puts a result in dispute brings CellsDiffer to every
    witness concerned, as an event: nobody hears another's figure. A correction brings
    CorrectionMade to the nearest coordinators.
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
class AskCorrection(Effect):
    """After the closing time a correction waits for a coordinator's word.

    -> CorrectionAsked | ReportRefused. The coordinators get the event CorrectionWaiting, the
    witness later CorrectionAnswered.
    """

    report: SubmitReport


@dataclass(frozen=True, slots=True)
class AskMissing(Effect):
    """What is missing in an area, by phase. -> AreaMissing."""

    place: str = ""
    code: str = ""
