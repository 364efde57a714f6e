"""What the talk of broadcast asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass
from typing import ClassVar

from bot.engine.effects import Effect
from models.rules.broadcast import Verb


@dataclass(frozen=True, slots=True)
class FindAudience(Effect):
    """Look for an area by name among those that the person leads.

    Without a name: the areas that the person leads, none where that is everywhere.

    -> AudienceFound | BroadcastRefused.
    """

    name: str = ""


@dataclass(frozen=True, slots=True)
class WriteBroadcast(Effect):
    """Keep a broadcast to people with these roles in these areas (codes; none: all that one leads).

    -> BroadcastWritten | BroadcastRefused; then the event BroadcastReady.
    """

    text: str
    campaign: bool
    roles: tuple[str, ...]
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SteerBroadcast(Effect):
    """Ask for approval, approve, reject, pause, resume or cancel a broadcast.

    -> BroadcastSteered | BroadcastRefused.
    """

    receipt: str
    verb: Verb
    note: str = ""

    weight: ClassVar[str] = "broadcast"

    def weighs(self) -> bool:
        """What lets it go out; stopping it never waits."""
        return self.verb in (Verb.ASK, Verb.APPROVE, Verb.RESUME)


@dataclass(frozen=True, slots=True)
class ShowSamples(Effect):
    """Show ten recipients with what they would get. -> BroadcastSamples.

    `people`: [{name, place}]; `text` is the whole message as the first of them gets it.
    """

    receipt: str


@dataclass(frozen=True, slots=True)
class TellBroadcast(Effect):
    """How far a broadcast is, or without a receipt the newest ones.

    -> BroadcastReport (as the event) | BroadcastsListed | BroadcastRefused.
    """

    receipt: str = ""


@dataclass(frozen=True, slots=True)
class OptOut(Effect):
    """STOP (`out`), or broadcasts again, by the person's own word. No outcome."""

    out: bool
