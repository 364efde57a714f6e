"""What becomes of disputes."""

from dataclasses import dataclass

from bot.engine.messages import Outcome


@dataclass(frozen=True, slots=True)
class DisputeDecided(Outcome):
    """The reviewer's decision is stored."""


@dataclass(frozen=True, slots=True)
class CellsDiffer(Outcome):
    """A notice to each witness of a station: reports differ in these cells; nobody's figure."""

    station: int
    contest: int
    cells: tuple[str, ...] = ()
