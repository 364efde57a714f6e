"""What the talk of corrections asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass
from typing import ClassVar

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class DecideCorrection(Effect):
    """A coordinator's word on a waiting correction.

    -> CorrectionDecided | DecisionRefused.
    """

    correction: int
    approved: bool

    weight: ClassVar[str] = "correction"

    def weighs(self) -> bool:
        """It changes a result where it approves."""
        return self.approved
