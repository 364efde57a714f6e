"""What the talk of recap_meeting asks for, as data; see bot/engine/effects.py."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class NoteRecap(Effect):
    """Keep D.HASIL of stations as read at the meeting, and say where our C differs.

    `rows`: (station id, contest id, numbers by field). -> RecapNoted: `compared` stations of which
    both sides have figures, `alone` those without a C of ours | RecapRefused. The nearest
    coordinators get the event RecapDiffers.
    """

    rows: tuple[tuple[int, int, Mapping[str, int]], ...]


@dataclass(frozen=True, slots=True)
class FileRecapPhoto(Effect):
    """Say of which kelurahan (by one of its stations) and contest a photo of D.HASIL is.

    No outcome. Without a station it is of the kecamatan of whoever speaks.
    """

    photo: int
    station_id: int | None = None
    contest_id: int | None = None
