"""What the talk of revotes asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class FindStation(Effect):
    """Look for a station by number, kelurahan or code among those that a coordinator may see.

    -> stations_found {stations: [{id, number, kelurahan, contests: [{id, ballot}]}]}, at most 8.
    """

    text: str


@dataclass(frozen=True, slots=True)
class OpenVersion(Effect):
    """A re-vote or recount (PSU, PSL, penghitungan ulang): reports of a station's contests begin
    anew; what was there stays on record and stops counting.

    `kind`: psu, psl, recount. -> version_opened {} | decision_refused {code}. The witnesses hear of
    it by the event "begin_anew" {station, contests: [...], kind}.
    """

    station_id: int
    contests: tuple[int, ...]
    kind: str
    reason: str
