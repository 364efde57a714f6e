"""What the talk of digests asks for, as data; see bot/engine/effects.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class SetDigest(Effect):
    """How often digests come from now on ("sering", "jarang", "mati"). -> digest_set {often}."""

    often: str


@dataclass(frozen=True, slots=True)
class DrawDigest(Effect):
    """Draw the chart of a digest's area at `path`, once for all who get it. No outcome."""

    path: str
    figures: Mapping[str, Any] = field(default_factory=dict)
