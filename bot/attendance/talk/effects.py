"""What the talk of attendance asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass
from typing import ClassVar

from bot.engine.effects import Effect
from models.values import Location


@dataclass(frozen=True, slots=True)
class HandleAbsence(Effect):
    """A coordinator takes an absence (`status` taken) or closes it (closed), by its code.

    -> absence_handled {receipt, status: taken|closed|already, by, area, phase, name, missing,
    expected} | decision_refused {code}. The coordinators hear of absences by the event
    "absence_new" {receipt, phase, name, by, zone, area, step, expected, missing, named}: `named`
    are stations {number, kelurahan, witness} at step 0, areas {area, missing} above.
    """

    receipt: str
    status: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ListAbsent(Effect):
    """The stations of an absence that still lack something, a `page` (from 1) at a time.

    -> absent_list {receipt, area, phase, name, missing, expected, page, rows: [{station, number,
    kelurahan, witnesses}], more} | decision_refused {code}.
    """

    shows: ClassVar[str] = "absent"

    receipt: str
    page: int = 1


@dataclass(frozen=True, slots=True)
class ChooseReserve(Effect):
    """A coordinator replaces a missing witness: by words, then by what was chosen.

    -> reserve_station {stations} (several fit, or none) | reserve_witness {station, witnesses:
    [{mandate, name}]} | reserve_offered {station, mandate, witness, reserves: [{person, name,
    place}]} | reserve_named {station, witness, reserve} | decision_refused {code}; a station is
    {id, number, kelurahan}. The witnesses hear "mandate_given" and "mandate_ended".
    """

    shows: ClassVar[str] = "reserves"

    text: str = ""
    station_id: int | None = None
    mandate_id: int | None = None
    person_id: int | None = None

    weight: ClassVar[str] = "assign"

    def weighs(self) -> bool:
        """Once the person is chosen."""
        return self.person_id is not None


@dataclass(frozen=True, slots=True)
class Vouch(Effect):
    """A coordinator vouches that a witness is at the station: by words, then by what was chosen.

    -> vouch_station {stations} | vouch_witness {station, witnesses: [{person, name}]} | vouched
    {station, witness, at, zone} | vouch_own {} where it is oneself | decision_refused
    {code}. The witness hears "presence_vouched" {number, kelurahan, by}.
    """

    shows: ClassVar[str] = "witnesses"

    text: str = ""
    station_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class CheckIn(Effect):
    """Note the presence at a station. -> checked_in {receipt, check_in}."""

    station_id: int
    location: Location | None
    distance_m: int | None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteMandateLetter(Effect):
    """Whether the written mandate was handed to the KPPS. No outcome."""

    check_in_id: int
    handed: bool
