"""What the talk of reading asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class LabelPhotos(Effect):
    """Say of which contest photos are that this person sent before (ids). No outcome."""

    photos: tuple[int, ...]
    station_id: int
    contest_id: int
