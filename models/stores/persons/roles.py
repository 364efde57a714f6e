"""Roles of people: granted and ended, never deleted; who is near a station; what one may do."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, select, text
from sqlmodel import col

from models.errors import BadInput
from models.rules.rights import Held, ballots_of, number_in
from models.stores.base.audit import note
from models.stores.base.database import Transaction
from models.tables import ParticipantRow, PersonRow
from models.values import Role

_SAME = """
person_id = cast(:person as int) and role = cast(:role as varchar)
and election_id = cast(:election as smallint) and ended_at is null
and area_id is not distinct from cast(:area as bigint)
"""
_LOCK = (
    select(col(PersonRow.id))
    .where(col(PersonRow.id) == bindparam("person"))
    .with_for_update(key_share=True)
)
_GRANT = text(f"""
insert into role (person_id, role, election_id, area_id, participant_id, contest_id, number, level)
select cast(:person as int), cast(:role as varchar), cast(:election as smallint),
       cast(:area as bigint), cast(:participant as bigint), cast(:contest as int),
       cast(:number as smallint), cast(:level as varchar)
where not exists (select from role where {_SAME}
    and participant_id is not distinct from cast(:participant as bigint)
    and contest_id is not distinct from cast(:contest as int)
    and number is not distinct from cast(:number as smallint)
    and level is not distinct from cast(:level as varchar))
returning id
""")
_KECAMATAN = text("select 1 from area where id = cast(:id as bigint) and level >= 3")
_END = text(f"update role set ended_at = clock_timestamp() where {_SAME}")
OF = text("""
select r.role, coalesce(a.path, '') as path, coalesce(p.kind, '') as kind,
       coalesce(p.code, '') as code, r.contest_id, r.number, coalesce(r.level, '') as level,
       coalesce(a.name, '') as place
from role r
left join area a on a.id = r.area_id
left join participant p on p.id = r.participant_id
where r.person_id = :person and r.election_id = :election and r.ended_at is null
order by r.id
""")
HELPERS = text("""
select r.person_id, p.name, r.role, coalesce(a.path, '') as path, coalesce(a.level, -1) as level
from role r
join person p on p.id = r.person_id and p.active
left join area a on a.id = r.area_id
where r.election_id = :election and r.ended_at is null and r.role = 'coordinator'
  and exists (select from mandate m
              join station s on s.id = m.station_id
              join area k on k.id = s.kelurahan_id
              where m.person_id = :person and m.active
                and (r.area_id is null or a.election_id = :election
                     and a.code = any(string_to_array(k.path, '.'))))
order by level desc, r.id
""")
"""Coordinators over the stations of a person's mandates, those of the nearest areas first."""
_OVER = text("""
select r.person_id, p.name, r.role, coalesce(a.path, '') as path, coalesce(a.level, -1) as level
from role r
join person p on p.id = r.person_id and p.active
left join area a on a.id = r.area_id
where r.election_id = :election and r.ended_at is null and r.role = any(:roles)
  and (r.area_id is null or a.election_id = :election and a.code = any(:codes))
order by level desc, r.id
""")


_UNPROVEN = text("""
update contact set person_id = null, state = '{}' where person_id = :person and by_code
returning id
""")
_LEADS = text("""
select r.person_id, p.name, r.role, coalesce(a.path, '') as path, coalesce(a.level, -1) as level
from role r
join person p on p.id = r.person_id and p.active
left join area a on a.id = r.area_id
where r.election_id = :election and r.ended_at is null and r.role = any(:roles)
order by level, r.id limit 50
""")
_LIST = text("""
select id, ballot, array(select x.one ->> 'code' from jsonb_array_elements(choices) x (one))
       as codes
from contest where election_id = :election and ballot = :ballot and code = :code
""")
_STANDS = text("""
select c.id from contest c where c.election_id = :election and c.ballot = any(:ballots)
  and (:where = '' or c.code = :where)
  and exists (select from jsonb_array_elements(c.choices) x (one) where x.one ->> 'code' = :code)
""")
_PARTICIPANT = select(col(ParticipantRow.id)).where(
    col(ParticipantRow.election_id) == bindparam("election"),
    col(ParticipantRow.kind) == bindparam("kind"),
    col(ParticipantRow.code) == bindparam("code"),
)


@dataclass(frozen=True, slots=True)
class NewRole:
    """A role to give or to end; ids. `area_id` None: the whole election."""

    person_id: int
    role: Role
    election_id: int
    area_id: int | None = None
    participant_id: int | None = None
    contest_id: int | None = None
    number: int | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a role over a place: `path` of the role's area, `level` -1 for everywhere."""

    person_id: int
    name: str
    role: Role
    path: str
    level: int


async def grant(tx: Transaction, new: NewRole) -> bool:
    """Give a role; False when the person holds it already.

    A chat that speaks for them by an activation code alone does so no more: the own contact, or a
    second person, is needed for one who holds a role.

    Raises BadInput for a candidate without a participant, a recap witness without a kecamatan.
    """
    if new.role is Role.CANDIDATE and new.participant_id is None:
        raise BadInput("a candidate stands for a participant: party:3, pair:2, dpd:34.5")
    if new.role is Role.RECAP_WITNESS and not await tx.scalar(_KECAMATAN, {"id": new.area_id}):
        raise BadInput("a recap witness sits in one kecamatan: name it by its code, --area 347101")
    await tx.execute(_LOCK, {"person": new.person_id})
    if await tx.scalar(_GRANT, _values(new)) is None:
        return False
    ended = [int(row.id) for row in await tx.execute(_UNPROVEN, {"person": new.person_id})]
    if ended:
        subject = f"person:{new.person_id}"
        await note(tx, "operator", "chats need a proof", subject, {"ended": ended})
    return True


async def revoke(tx: Transaction, old: NewRole) -> bool:
    """End a role; False when the person does not hold it."""
    values = _values(old)
    for name in ("participant", "contest", "number", "level"):
        values.pop(name)
    return bool((await tx.execute(_END, values)).rowcount)


def _values(role: NewRole) -> dict[str, object]:
    return {
        "person": role.person_id,
        "role": role.role.value,
        "election": role.election_id,
        "area": role.area_id,
        "participant": role.participant_id,
        "contest": role.contest_id,
        "number": role.number,
        "level": role.level,
    }


async def roles_of(tx: Transaction, election_id: int, person_id: int) -> tuple[Held, ...]:
    """What a person may do in an election."""
    rows = await tx.execute(OF, {"person": person_id, "election": election_id})
    return tuple(held_of(*row) for row in rows)


def held_of(
    role: str,
    path: str,
    kind: str,
    code: str,
    contest_id: int | None,
    number: int | None,
    level: str,
    place: str,
) -> Held:
    """What a row of `OF` says."""
    return Held(Role(role), path, kind, code, contest_id, number, level, place)


_ANY = text("select exists (select from role where person_id = :person and ended_at is null)")


async def holds_any(tx: Transaction, person_id: int) -> bool:
    """Whether a person is more than a witness, in any election."""
    return bool(await tx.scalar(_ANY, {"person": person_id}))


async def over(
    tx: Transaction, election_id: int, paths: Iterable[str], roles: Collection[Role]
) -> list[Holder]:
    """Who holds one of the roles over any place on these dotted paths, the nearest area first."""
    codes = sorted({code for path in paths for code in path.split(".")})
    named = {"election": election_id, "codes": codes, "roles": [role.value for role in roles]}
    rows = await tx.execute(_OVER, named)
    return [holder_of(r.person_id, r.name, r.role, r.path, r.level) for r in rows]


def holder_of(person_id: int, name: str, role: str, path: str, level: int) -> Holder:
    """A row of who holds a role over a place, as a value."""
    return Holder(person_id, name, Role(role), path, level)


def nearest(
    holders: Iterable[Holder], path: str, without: Collection[int] = ()
) -> tuple[Holder, ...]:
    """Of those over a place the ones of the nearest area that has any, each person once."""
    fit = [
        one
        for one in holders
        if one.person_id not in without and Held(one.role, one.path).covers(path)
    ]
    level = max((one.level for one in fit), default=None)
    return tuple({one.person_id: one for one in fit if one.level == level}.values())


LEADS = (Role.COORDINATOR, Role.ADMINISTRATOR)


async def leaders(
    tx: Transaction, election_id: int, path: str, without: Collection[int] = ()
) -> tuple[Holder, ...]:
    """Who leads nearest to a place, so that it is told to few and not to the whole ladder."""
    return nearest(await over(tx, election_id, [path], LEADS), path, without)


def above(holders: Iterable[Holder], person: int, without: Collection[int] = ()) -> list[int]:
    """Of those who lead over a place whoever stands nearest above a person."""
    found = list(holders)
    own = max((one.level for one in found if one.person_id == person), default=99)
    higher = [one for one in found if one.level < own and one.person_id not in without]
    level = max((one.level for one in higher), default=None)
    return sorted({one.person_id for one in higher if one.level == level})


async def topmost(
    tx: Transaction, election_id: int, without: Collection[int] = ()
) -> tuple[Holder, ...]:
    """Who leads the largest area that anybody leads: for what has no place of its own."""
    rows = await tx.execute(_LEADS, {"election": election_id, "roles": list(LEADS)})
    found = [Holder(r.person_id, r.name, Role(r.role), r.path, r.level) for r in rows]
    fit = [one for one in found if one.person_id not in without]
    level = min((one.level for one in fit), default=None)
    return tuple({one.person_id: one for one in fit if one.level == level}.values())


async def tied_contests(tx: Transaction, election_id: int, held: Iterable[Held]) -> list[int]:
    """Ids of the contests in which a participant stands that these roles are tied to."""
    found: list[int] = []
    for one in held:
        if one.code:
            ballots = [ballot.value for ballot in ballots_of(one.kind)]
            where, _, number = one.code.rpartition(".")
            named = {"election": election_id, "ballots": ballots, "code": number, "where": where}
            found += [row.id for row in await tx.execute(_STANDS, named)]
    return found


async def stands_in(
    tx: Transaction, election_id: int, participant: str, said: str, number: int | None
) -> int:
    """The id of a contest named like "dpr:3401" in which this candidate stands; raises BadInput."""
    kind, _, code = participant.partition(":")
    ballot, _, district = said.partition(":")
    named = {"election": election_id, "ballot": ballot.strip(), "code": district.strip()}
    row = (await tx.execute(_LIST, named)).first()
    if row is None:
        raise BadInput(f"there is no list {said!r}: write it like dpr:3401, dprd_kab:347101")
    code = number_in(code.strip(), district.strip())
    wanted = f"{code}.{number}" if number and kind == "party" else code
    if row.ballot not in ballots_of(kind.strip()) or wanted not in row.codes:
        raise BadInput(f"{participant} has no candidate {number or ''} on the list {said}".strip())
    return int(row.id)


async def participant_id(tx: Transaction, election_id: int, said: str) -> int:
    """The id of a participant named like "party:3", "pair:2"; raises BadInput."""
    kind, _, code = said.partition(":")
    named = {"election": election_id, "kind": kind.strip(), "code": code.strip()}
    found = await tx.scalar(_PARTICIPANT, named)
    if found is None:
        raise BadInput(f"there is no participant {said!r}: write it like party:3 or pair:2")
    return int(found)
