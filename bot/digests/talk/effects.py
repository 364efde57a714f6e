"""What the talk of digests asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass
from datetime import datetime

from bot.base.counts import AreaCount
from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class SetDigest(Effect):
    """How often digests come from now on ("sering", "jarang", "mati"). -> DigestSet."""

    often: str


@dataclass(frozen=True, slots=True)
class DrawDigest(Effect):
    """Draw the chart of a digest's area at `path`, once for all who get it. No outcome."""

    path: str
    count: AreaCount
    at: datetime
