"""Who holds a role and has not enrolled yet, and new codes for them."""

from dataclasses import dataclass

from sqlalchemy import text

from models.rules.organisation import title
from models.sealing import Keys
from models.stores.base.audit import note
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.persons import people

_HOLDERS = text("""
select distinct on (p.id) p.id, p.name, p.phone_sealed, r.role, coalesce(r.level, '') as level,
       coalesce(a.code, '') as area, coalesce(a.name, '') as place, coalesce(a.path, '') as path,
       exists (select from contact c where c.person_id = p.id) as enrolled,
       exists (select from activation x where x.person_id = p.id and x.used_at is null
               and (x.expires_at is null or x.expires_at > now())) as has_code
from role r
join person p on p.id = r.person_id and p.active and not p.made_up
left join area a on a.id = r.area_id
where r.election_id = :election and r.ended_at is null
  and (:path = '' or a.path = :path or starts_with(a.path, :path || '.'))
order by p.id, length(coalesce(a.path, '')), r.id
""")


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a role (the one of the largest area); `code` where one was made just now.

    `level`: of the area in the organisation's own words; `area` is "" for the whole election.
    """

    person: int
    name: str
    phone: str
    role: str
    level: str
    area: str
    place: str
    enrolled: bool
    has_code: bool
    code: str = ""


async def holders(
    tx: Transaction, keys: Keys, election: LoadedElection, path: str = "", *, new: bool = False
) -> list[Holder]:
    """Who holds a role in an area (its path) and below it, each person once, from the top down.

    `new`: with a new code for everybody who has not enrolled; earlier unused ones end.
    """
    rows = (await tx.execute(_HOLDERS, {"election": election.id, "path": path})).all()
    ladder, found = election.config.installation.ladder, []
    for row in sorted(rows, key=lambda one: (one.path, one.name)):
        code = await people.new_code(tx, keys, row.id) if new and not row.enrolled else ""
        phone = keys.unseal_text(row.phone_sealed) if row.phone_sealed else ""
        level = title(ladder, row.level, row.path.count("."))
        place = (level, row.area, row.place)
        held = (row.enrolled, row.has_code or bool(code), code)
        found.append(Holder(row.id, row.name, phone, row.role, *place, *held))
    data = {"listed": len(found), "new": sum(bool(one.code) for one in found)}
    await note(tx, "operator", "codes of roles listed", f"election:{election.id}", data)
    return found
