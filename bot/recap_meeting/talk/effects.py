"""What the talk of recap_meeting asks for, as data; see bot/engine/effects.py."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class NoteRecap(Effect):
    """Keep D.HASIL of stations as read at the meeting, and say where our C differs.

    `rows`: (station id, contest id, numbers by field). -> recap_noted {compared, alone, differs:
    [{station, contest, fields: [[field, ours, theirs]], moved}]}: `compared` stations of which both
    sides have figures, `alone` those without a C of ours | recap_refused {code}. The nearest
    coordinators get the event "recap_differs" {kecamatan, ballot, stations, moved, by}.
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
