"""What becomes of reports and corrections."""

from dataclasses import dataclass

from bot.engine.messages import Outcome
from models.values import ResultState


@dataclass(frozen=True, slots=True)
class ReportSaved(Outcome):
    """A report or a revision of it is saved: its receipt, and where the station's result stands.

    `cells` are in dispute; `again`: the same figures were saved before.
    """

    receipt: str
    revision: int
    state: ResultState | None = None
    cells: tuple[str, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class ReportRefused(Outcome):
    """It was not taken (mandate gone, newer revision, too fast); `code` of models/errors.py."""

    code: str = "error"


@dataclass(frozen=True, slots=True)
class CorrectionAsked(Outcome):
    """The correction waits for a coordinator's word."""


@dataclass(frozen=True, slots=True)
class CellsDiffer(Outcome):
    """A notice to each witness of a station: reports differ in these cells; nobody's figure."""

    station: int
    contest: int
    cells: tuple[str, ...] = ()
