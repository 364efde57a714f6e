"""What the talk of register_updates asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass

from bot.engine.effects import Effect
from bot.register_updates.talk.grammar import Visit


@dataclass(frozen=True, slots=True)
class ReportVoterChange(Effect):
    """Keep a reported change of the register: who moved, died, stands twice, is new.

    `kind`: a models.rules.voter_change.Change; `nik` as in Inbound.niks where one was given. ->
    VoterChangeKept | VoterChangeRefused (too many today).
    """

    kind: str
    text: str
    nik: tuple[str, str] | None = None
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteVisits(Effect):
    """Keep what an officer found at numbers of a station's list; each message lands once.

    The newest by the hour at which it was sent holds, whatever arrives last. -> VisitsNoted |
    VisitsWhich: none or several fit, and nothing was kept.
    """

    number: int | None
    place: str
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class TellVisits(Effect):
    """How far the lists are. -> VisitsTold."""

    number: int | None = None
    place: str = ""
