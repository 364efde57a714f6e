"""Work about who is missing, asked for as data: absences, reserves, vouching.

See bot/engine/effects.py for what holds for every effect.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HandleAbsence:
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
class ListAbsent:
    """The stations of an absence that still lack something, a `page` (from 1) at a time.

    -> absent_list {receipt, area, phase, name, missing, expected, page, rows: [{station, number,
    kelurahan, witnesses}], more} | decision_refused {code}.
    """

    receipt: str
    page: int = 1


@dataclass(frozen=True, slots=True)
class ChooseReserve:
    """A coordinator replaces a missing witness: by words, then by what was chosen.

    -> reserve_station {stations} (several fit, or none) | reserve_witness {station, witnesses:
    [{mandate, name}]} | reserve_offered {station, mandate, witness, reserves: [{person, name,
    place}]} | reserve_named {station, witness, reserve} | decision_refused {code}; a station is
    {id, number, kelurahan}. The witnesses hear "mandate_given" and "mandate_ended".
    """

    text: str = ""
    station_id: int | None = None
    mandate_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Vouch:
    """A coordinator vouches that a witness is at the station: by words, then by what was chosen.

    -> vouch_station {stations} | vouch_witness {station, witnesses: [{person, name}]} | vouched
    {station, witness, at, zone} | vouch_own {} where it is oneself | decision_refused
    {code}. The witness hears "presence_vouched" {number, kelurahan, by}.
    """

    text: str = ""
    station_id: int | None = None
    person_id: int | None = None
