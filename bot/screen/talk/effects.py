"""What the talk of the war room asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass
from typing import ClassVar

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class OpenScreen(Effect):
    """Make a one-time link and code for the war room. -> ScreenPass."""

    weight: ClassVar[str] = "screen"


@dataclass(frozen=True, slots=True)
class CloseScreens(Effect):
    """End every browser of this person's that is in the war room. -> ScreensClosed."""


@dataclass(frozen=True, slots=True)
class OpenPublic(Effect):
    """Ask to open the public page, or open it as the second person. -> PublicPage | PublicRefused.

    Opening it weighs; saying that it shall be closed does not.
    """

    weight: ClassVar[str] = "public"


@dataclass(frozen=True, slots=True)
class ClosePublic(Effect):
    """Close the public page at once. -> PublicPage | PublicRefused."""
