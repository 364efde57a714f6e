"""What becomes of disputes."""

from dataclasses import dataclass

from bot.engine.messages import Outcome


@dataclass(frozen=True, slots=True)
class DisputeDecided(Outcome):
    """The reviewer's decision is stored."""
