"""Volunteers from a coordinator's list, and everybody around stations as such a list again."""

from dataclasses import dataclass

from sqlalchemy import text

from models.sealing import Keys
from models.stores.base import receipts
from models.stores.base.database import Transaction
from models.stores.persons import people

_LISTED = text("""
select id from recruit
where election_id = :election and phone_hash = :hash and state in ('waiting', 'accepted')
""")
_PUT_LISTED = text("""
insert into recruit (election_id, receipt, name, phone_sealed, phone_hash, area_id, experience,
                     state, reason, person_id, decided_at)
values (:election, :receipt, :name, :sealed, :hash, :area, :experience,
        cast(:state as varchar), '', :person,
        case when cast(:state as varchar) = 'accepted' then clock_timestamp() end)
on conflict (receipt) do nothing returning id
""")


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on a coordinator's list: waiting for an answer, or `accepted` already."""

    election_id: int
    name: str
    phone: str
    area_id: int
    experience: str = ""
    accepted: bool = False


async def put_listed(tx: Transaction, keys: Keys, new: Listed) -> bool:
    """Keep a volunteer from a list; False for one who is known as such already."""
    found = {"election": new.election_id, "hash": keys.phone_hash(new.phone)}
    if await tx.scalar(_LISTED, found) is not None:
        return False
    person = None
    if new.accepted:
        person, _ = await people.put_person(tx, keys, new.name, new.phone)
    values = {**found, "name": new.name, "sealed": keys.seal_text(new.phone), "person": person}
    values |= {"area": new.area_id, "experience": new.experience}
    values["state"] = "accepted" if new.accepted else "waiting"

    async def keep(receipt: str) -> int | None:
        number: int | None = await tx.scalar(_PUT_LISTED, {**values, "receipt": receipt})
        return number

    await receipts.given(keep, "R")
    return True


@dataclass(frozen=True, slots=True)
class Exported:
    """A line of the list: `status` saksi, cadangan, pelamar or calon; the phone is sealed still."""

    status: str
    name: str
    phone_sealed: bytes | None
    station: str
    kind: str
    participant: str
    ballots: str | None
    kelurahan: str
    experience: str
    trained: bool
    letter: int | None
    path: str


_EXPORT = text("""
with passed as (
    select person_id from training where election_id = :election and passed
    group by person_id having count(distinct kind) = 2
)
select 'saksi' as status, p.name, p.phone_sealed, s.code as station, q.kind, q.code as participant,
       (select string_agg(c.ballot, ' ' order by c.id) from contest c
        where c.id = any(m.contests)) as ballots, k.code as kelurahan, '' as experience,
       t.person_id is not null as trained, l.number as letter, k.path as path
from mandate m
join person p on p.id = m.person_id and p.active
join participant q on q.id = m.participant_id
join station s on s.id = m.station_id and s.election_id = :election
join area k on k.id = s.kelurahan_id
left join passed t on t.person_id = p.id
left join mandate_letter l on l.mandate_id = m.id and l.void_at is null
where m.active and m.slot is not null
union all
select 'cadangan', p.name, p.phone_sealed, '', q.kind, q.code, null, k.code, '',
       t.person_id is not null, null, k.path
from mandate m
join person p on p.id = m.person_id and p.active
join participant q on q.id = m.participant_id
join area k on k.id = m.area_id and k.election_id = :election
left join passed t on t.person_id = p.id
where m.active and m.slot is null
union all
select case r.state when 'waiting' then 'pelamar' else 'calon' end, r.name,
       coalesce(p.phone_sealed, r.phone_sealed), '', '', '', null, k.code, r.experience,
       t.person_id is not null, null, k.path
from recruit r
join area k on k.id = r.area_id
left join person p on p.id = r.person_id
left join passed t on t.person_id = r.person_id
where r.election_id = :election
  and (r.state = 'waiting' or r.state = 'accepted' and p.active and not exists (
      select from mandate m where m.person_id = r.person_id and m.active))
""")
_ALL = text(f"""
select * from ({_EXPORT.text}) rows
where :path = '' or path = :path or starts_with(path, :path || '.')
order by path, station, status, name
""")


async def exported(tx: Transaction, election_id: int, path: str = "") -> list[Exported]:
    """Witnesses, reserves and volunteers of an area (by its path), by kelurahan and station.

    Phones are sealed still; somebody with several mandates has several rows.
    """
    named = {"election": election_id, "path": path}
    return [Exported(*row) for row in await tx.execute(_ALL, named)]
