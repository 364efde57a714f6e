"""Where D.HASIL differs from our C."""

from dataclasses import dataclass

from bot.engine.messages import Outcome


@dataclass(frozen=True, slots=True)
class Differing:
    """A station whose figures differ: (field, ours, theirs), and how many votes moved."""

    station: int
    contest: int
    fields: tuple[tuple[str, int, int], ...]
    moved: int = 0


@dataclass(frozen=True, slots=True)
class RecapNoted(Outcome):
    """Kept: stations of which both sides have figures, and those without a C of ours."""

    compared: int = 0
    alone: int = 0
    differs: tuple[Differing, ...] = ()


@dataclass(frozen=True, slots=True)
class RecapRefused(Outcome):
    """It could not be kept; `code` of models/errors.py."""

    code: str = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecapDiffers(Outcome):
    """A notice to the nearest coordinators, while the meeting is still on."""

    kecamatan: str = ""
    ballot: str = ""
    stations: int = 0
    moved: int = 0
    by: str = ""
