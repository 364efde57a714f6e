"""Reported changes of the register: kept, decided, applied and undone in batches."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from models.errors import NotFound
from models.rules.voter_change import Change, Status
from models.stores.base import holds_sql, receipts
from models.stores.base.audit import note
from models.stores.base.database import Transaction
from models.stores.register_updates.voter_change_batches import _STATION

MOST_A_DAY = 50
"""Reports that one contact may send in a day; an officer of a neighbourhood has a few."""

_TODAY = text("""
select count(*) from voter_change
where contact_id = :contact and at > cast(:at as timestamptz) - interval '1 day'
""")
_AREA = text("""
select min(id) from area
where election_id = :election and level = 4 and lower(name) = any(:names) having count(*) = 1
""")
_LISTED = text("""
select s.kelurahan_id from voter v join station s on s.id = v.station_id
where v.election_id = :election and v.person = :person
""")
_PUT = text("""
insert into voter_change (at, election_id, contact_id, receipt, kind, person, fact, layer, text,
                          photos, kelurahan_id, status)
values (:at, :election, :contact, :receipt, :kind, :person, :fact, :layer, :text,
        to_jsonb(cast(:photos as int[])), :area, 'reported')
on conflict (receipt) do nothing returning id
""")
_LIST = text("""
select c.receipt, c.at, c.kind, k.name as kelurahan, c.status, c.text, c.reason, c.number
from voter_change c left join area k on k.id = c.kelurahan_id
where c.election_id = :election and (cast(:status as text) is null or c.status = :status)
order by c.id
""")
_DECIDE = text("""
update voter_change set status = :status, reason = :reason, decided_at = now(),
       station_id = coalesce(cast(:station as int), station_id)
where receipt = :receipt and status in ('reported', 'accepted', 'rejected') returning id
""")
_CLEAR = text(f"""
update voter_change c set text = '', person = null, fact = null, photos = '[]'
where election_id = :election and status in ('rejected', 'applied') and decided_at < :before
  and text <> '' and not {holds_sql.kelurahan("c.kelurahan_id")}
""")
_CLEAR_NOTES = text(f"""
update voter_visit v set note = ''
from station s where s.id = v.station_id and v.election_id = :election and v.at < :before
  and v.note <> '' and not {holds_sql.kelurahan("s.kelurahan_id")}
""")
_CLEAR_REMOVED = text(f"""
delete from voter_removed where election_id = :election and batch in (
    select batch from voter_change where election_id = :election and decided_at < :before)
  and not {holds_sql.WHOLE}
""")
_RECAP = text("""
select coalesce(kec.name, '') as kecamatan, coalesce(k.name, '(belum jelas)') as kelurahan, c.kind,
       count(*) as number
from voter_change c
left join area k on k.id = c.kelurahan_id left join area kec on kec.id = k.parent_id
where c.election_id = :election and c.status in ('accepted', 'applied')
  and c.at >= :since and c.at < :until
group by 1, 2, 3 order by 1, 2, 3
""")


@dataclass(frozen=True, slots=True)
class NewChange:
    """A report as it comes: kind, keyed hash (None without a NIK), words, photos' ids.

    `fact`: keyed hash of the NIK with the first name, of somebody who is to be added.
    """

    election_id: int
    contact_id: int
    at: datetime
    kind: Change
    person: UUID | None
    layer: int
    text: str
    photos: tuple[int, ...] = ()
    fact: UUID | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """A report as a coordinator reads it; `number`: in the station's list, where it is of one."""

    receipt: str
    at: datetime
    kind: str
    kelurahan: str | None
    status: str
    text: str
    reason: str | None
    number: int | None


@dataclass(frozen=True, slots=True)
class Recapped:
    """How many reports of a kind were accepted in a kelurahan."""

    kecamatan: str
    kelurahan: str
    kind: str
    number: int


async def put(tx: Transaction, new: NewChange) -> str | None:
    """Keep a report; its receipt, or None when this contact sent too many today."""
    today = await tx.scalar(_TODAY, {"contact": new.contact_id, "at": new.at})
    if int(today or 0) >= MOST_A_DAY:
        return None
    names = [part.strip().lower() for part in new.text.split(",")]
    names += [
        name.removeprefix(kind) for name in names for kind in ("kel. ", "desa ", "kelurahan ")
    ]
    area = await tx.scalar(_AREA, {"election": new.election_id, "names": names})
    if area is None and new.person is not None:
        values = {"election": new.election_id, "person": new.person}
        area = await tx.scalar(_LISTED, values)
    values = {
        "at": new.at,
        "election": new.election_id,
        "contact": new.contact_id,
        "kind": new.kind.value,
        "person": new.person,
        "fact": new.fact,
        "layer": new.layer,
        "text": new.text,
        "photos": list(new.photos),
        "area": area,
    }

    async def keep(receipt: str) -> int | None:
        number: int | None = await tx.scalar(_PUT, {**values, "receipt": receipt})
        return number

    receipt, _ = await receipts.given(keep, "U", 5)
    return receipt


async def listed(tx: Transaction, election_id: int, status: Status | None) -> list[Reported]:
    """Reports in the order in which they came, all or of one status."""
    values = {"election": election_id, "status": status.value if status else None}
    return [Reported(*row) for row in await tx.execute(_LIST, values)]


async def decide(
    tx: Transaction,
    receipt: str,
    status: Status,
    reason: str,
    station: tuple[int, str] | None = None,
) -> None:
    """A coordinator's word on a report that is not applied yet. Raises NotFound.

    `station`: election's id and station's code, where somebody new is to vote.
    """
    place = None
    if station is not None:
        named = {"election": station[0], "code": station[1]}
        place = await tx.scalar(_STATION, named)
        if place is None:
            raise NotFound("there is no such station", station=station[1])
    values = {"receipt": receipt, "status": status.value, "reason": reason, "station": place}
    found = await tx.scalar(_DECIDE, values)
    if found is None:
        raise NotFound("no such report, or it is applied already", receipt=receipt)
    await note(tx, "operator", f"voter change {status.value}", f"voter_change:{found}")


async def clear(tx: Transaction, election_id: int, before: datetime) -> int:
    """Forget the words of reports decided before a moment, and what their batches took away."""
    values = {"election": election_id, "before": before}
    await tx.execute(_CLEAR_REMOVED, values)
    await tx.execute(_CLEAR_NOTES, values)
    return int((await tx.execute(_CLEAR, values)).rowcount)


async def recap(
    tx: Transaction, election_id: int, since: datetime, until: datetime
) -> list[Recapped]:
    """Accepted and applied reports of a period by kelurahan and kind."""
    values = {"election": election_id, "since": since, "until": until}
    return [Recapped(*row) for row in await tx.execute(_RECAP, values)]
