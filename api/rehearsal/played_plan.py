"""What is asked of a rehearsal, and who plays in it."""

from dataclasses import dataclass
from pathlib import Path

from api.rehearsal.cast import Role
from api.rehearsal.faults import Faults
from api.rehearsal.slips import NONE, Profile

PATIENCE, _LONG = 60.0, 900.0
"""Seconds that a person waits for an answer; where things go wrong on purpose, a patient one."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of a rehearsal; `slips`: how often forms and people err."""

    stations: int = 200
    ballots: tuple[str, ...] = ("ppwp", "dpr")
    area: str | None = None
    pack: Path | None = None
    at_once: int = 40
    kill_worker: bool = False
    seed: int = 1
    witnesses: int = 1
    channels: tuple[str, ...] = ("telegram",)
    slips: Profile = NONE
    speed: float | None = None
    faults: Faults | None = None
    photos: float = 0.0
    workers: int = 1

    @property
    def whole(self) -> bool:
        """Whether every process plays, and all is verified at the end."""
        return self.speed is not None or self.faults is not None or self.photos > 0

    @property
    def processes(self) -> tuple[str, ...]:
        """The names of those that play."""
        workers = ("worker", *(f"worker/{n}" for n in range(2, self.workers + 1)))
        more = ("clock", "reader") if self.whole else ()
        return ("web", *workers, *more)

    @property
    def patience(self) -> float:
        """Seconds that a person waits for an answer."""
        return PATIENCE if self.faults is None else _LONG


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody who plays; the reviewer by number."""

    witnesses: list[Role]
    reviewer: int
