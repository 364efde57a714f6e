"""Who still has to enrol: witnesses and reserves by kelurahan, with who leads nearest to them."""

from dataclasses import dataclass

from sqlalchemy import text

from models.sealing import Keys
from models.stores.base.audit import note
from models.stores.base.database import Transaction
from models.stores.persons import people
from models.stores.persons.roles import LEADS, nearest, over

_WAITING = text("""
select distinct on (k.path, p.id) p.id, p.name, p.phone_sealed, coalesce(s.code, '') as station,
       s.number, k.code as kelurahan, k.name as place, kec.name as kecamatan, k.path,
       exists (select from contact c where c.person_id = p.id) as enrolled,
       exists (select from activation x where x.person_id = p.id and x.used_at is null
               and (x.expires_at is null or x.expires_at > now())) as has_code
from mandate m
join person p on p.id = m.person_id and p.active and not p.made_up
left join station s on s.id = m.station_id
join area k on k.id = coalesce(s.kelurahan_id, m.area_id) and k.election_id = :election
left join area kec on kec.id = k.parent_id
where m.active and (:path = '' or k.path = :path or starts_with(k.path, :path || '.'))
order by k.path, p.id, s.number
""")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A witness (`tps` None: a reserve) of a kelurahan; `code` where one was made just now.

    `led_by`: whoever leads nearest, by person number and name; () where nobody does.
    """

    person: int
    name: str
    phone: str
    station: str
    tps: int | None
    kelurahan: str
    place: str
    kecamatan: str
    enrolled: bool
    has_code: bool
    led_by: tuple[tuple[int, str], ...]
    code: str = ""


async def listed(
    tx: Transaction, keys: Keys, election_id: int, path: str = "", *, new: bool = False
) -> list[Waiting]:
    """Witnesses and reserves of an area (its path), by kelurahan.

    `new`: with a new code for everybody who has not enrolled; earlier unused ones end.
    """
    rows = (await tx.execute(_WAITING, {"election": election_id, "path": path})).all()
    leaders = await over(tx, election_id, {row.path for row in rows}, LEADS)
    codes: dict[int, str] = {}
    found = []
    for row in rows:
        if new and not row.enrolled and row.id not in codes:
            codes[row.id] = await people.new_code(tx, keys, row.id)
        phone = keys.unseal_text(row.phone_sealed) if row.phone_sealed else ""
        led_by = tuple((one.person_id, one.name) for one in nearest(leaders, row.path, (row.id,)))
        place = (row.station, row.number, row.kelurahan, row.place, row.kecamatan or "")
        held = (row.enrolled, row.has_code or row.id in codes, led_by, codes.get(row.id, ""))
        found.append(Waiting(row.id, row.name, phone, *place, *held))
    data = {"listed": len(found), "new": len(codes)}
    await note(tx, "operator", "codes listed", f"election:{election_id}", data)
    return found
