"""Incidents and objections: kept with who told them, taken by one, closed with a note."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from models.errors import TooFast
from models.rules.code_text import LETTERS
from models.stores.base import receipts
from models.stores.base.database import Transaction
from models.stores.messaging.inbox import Sender

MOST_AN_HOUR = 5
"""Incidents that one contact may tell in an hour: a flood is no witness."""

_RECENT = text("""
select count(*) from incident
where contact_id = :contact and created_at > clock_timestamp() - interval '1 hour'
""")
_PHOTOS = text("""
select p.id from photo p left join inbox i on i.id = p.inbox_id
where p.id = any(:ids) and (p.person_id = cast(:person as int)
    or i.channel = :channel and i.account = :account and i.sender = :sender)
order by p.id
""")
_PUT = text("""
insert into incident (election_id, receipt, category, text, station_id, place, person_id,
                      contact_id, confidential, photos, state, note, inbox_id)
values (:election, :receipt, :category, :text, :station, :place, :person, :contact,
        :confidential, cast(:photos as jsonb), 'open', '', :inbox)
on conflict (receipt) do nothing returning id
""")
_HOLD = text("""
select n.id, n.election_id, n.receipt, n.person_id, n.contact_id, n.confidential, n.state,
       n.handler_id, p.name as reporter, c.name as contact_name, h.name as handler, k.path
from incident n
left join person p on p.id = n.person_id
left join contact c on c.id = n.contact_id
left join person h on h.id = n.handler_id
left join station s on s.id = n.station_id
left join area k on k.id = s.kelurahan_id
where n.receipt = :receipt for update of n
""")
_TAKE = text("""
update incident set state = 'taken', handler_id = :by, taken_at = clock_timestamp() where id = :id
""")
_CLOSE = text("""
update incident set state = 'closed', handler_id = :by, note = :note,
    taken_at = coalesce(taken_at, clock_timestamp()), closed_at = clock_timestamp()
where id = :id
""")


@dataclass(frozen=True, slots=True)
class NewIncident:
    """What was told, by which contact, and by whom if that is known."""

    election_id: int
    category: str
    text: str
    station_id: int | None
    place: str
    person_id: int | None
    contact_id: int
    confidential: bool
    photos: tuple[int, ...]
    inbox_id: int | None


async def put(tx: Transaction, new: NewIncident, sender: Sender) -> tuple[int, str]:
    """Keep an incident with the sender's own photos; its id and receipt ("I-7QKM").

    Raises TooFast for a contact that told too many within the hour.
    """
    if int(await tx.scalar(_RECENT, {"contact": new.contact_id}) or 0) >= MOST_AN_HOUR:
        raise TooFast(after=3600)
    photos = await _own(tx, new, sender)
    values = {
        "election": new.election_id,
        "category": new.category,
        "text": new.text,
        "station": new.station_id,
        "place": new.place,
        "person": new.person_id,
        "contact": new.contact_id,
        "confidential": new.confidential,
        "photos": json.dumps(photos),
        "inbox": new.inbox_id,
    }

    async def keep(code: str) -> int | None:
        number: int | None = await tx.scalar(_PUT, {**values, "receipt": code})
        return number

    code, number = await receipts.given(keep, "I", letters=LETTERS)
    return number, code


async def _own(tx: Transaction, new: NewIncident, sender: Sender) -> Sequence[int]:
    """Of the photos named those that this sender or person sent."""
    if not new.photos:
        return []
    named = {"ids": list(new.photos), "person": new.person_id, **sender._asdict()}
    return [row.id for row in await tx.execute(_PHOTOS, named)]


@dataclass(frozen=True, slots=True)
class HeldIncident:
    """An incident that this transaction holds; `path` is of its station's kelurahan."""

    id: int
    election_id: int
    receipt: str
    person_id: int | None
    contact_id: int | None
    confidential: bool
    state: str
    handler_id: int | None
    reporter: str | None
    contact_name: str | None
    handler: str | None
    path: str | None


async def hold(tx: Transaction, code: str) -> HeldIncident | None:
    """An incident by its receipt, locked, with the names around it and its station's path."""
    row = (await tx.execute(_HOLD, {"receipt": code})).first()
    return None if row is None else HeldIncident(*row)


async def take(tx: Transaction, incident_id: int, by: int) -> None:
    """Somebody handles it from now on."""
    await tx.execute(_TAKE, {"id": incident_id, "by": by})


async def close(tx: Transaction, incident_id: int, by: int, note: str) -> None:
    """It is handled; the note says how."""
    await tx.execute(_CLOSE, {"id": incident_id, "by": by, "note": note})
