"""What the talk of disputes asks for, as data; see bot/engine/effects.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class DecideDispute(Effect):
    """A reviewer's choice for the cells in dispute, with the reason; `seen`: revisions looked at.

    -> DisputeDecided | DecisionRefused.
    """

    station_id: int
    contest_id: int
    numbers: Mapping[str, int]
    seen: tuple[int, ...]
    reason: str

    weight: ClassVar[str] = "decide"
