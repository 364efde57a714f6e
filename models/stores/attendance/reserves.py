"""Who stands at a station now, and whether they are there: for replacing one and for vouching.

Who may take a place is reserve_lists.py in models/stores/mandates, taking it assigning.py there.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from models.stores.base.database import Transaction

_STANDING = text("""
select m.id as mandate, m.person_id as person, p.name, m.participant_id,
       exists (select from check_in c where c.station_id = m.station_id
               and c.person_id = m.person_id and c.at >= cast(:since as timestamptz)) or
       exists (select from vouch v where v.station_id = m.station_id
               and v.person_id = m.person_id and v.at >= cast(:since as timestamptz)) as present
from mandate m join person p on p.id = m.person_id
where m.station_id = :station and m.active and m.slot is not null
order by m.slot, m.id
""")


@dataclass(frozen=True, slots=True)
class Standing:
    """An active witness of a station, and whether they are there."""

    mandate: int
    person: int
    name: str
    participant_id: int
    present: bool


async def standing(tx: Transaction, station_id: int, since: datetime) -> list[Standing]:
    """The active witnesses of a station; `present` since a moment by check-in or vouching."""
    rows = await tx.execute(_STANDING, {"station": station_id, "since": since})
    return [Standing(*row) for row in rows]
