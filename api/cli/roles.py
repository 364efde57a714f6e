"""`saksi roles grant`, `saksi roles revoke`, `saksi roles`: who may do what, in which area."""

import asyncio
import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from models.values import Role

if TYPE_CHECKING:
    from models.sealing import Keys
    from models.stores.base.areas import Area
    from models.stores.base.database import Transaction
    from models.stores.base.elections import LoadedElection
    from models.stores.persons.roles import NewRole

Phone = Annotated[str, typer.Argument(help="The person's phone number, +62...")]
What = Annotated[Role, typer.Argument(help="What the person may do.")]
Where = Annotated[
    str | None, typer.Option(help="Code or name of the area; everything below it too.")
]
Everywhere = Annotated[bool, typer.Option("--everywhere", help="In the whole election.")]

Within = Annotated[
    str | None, typer.Option(help="Code of the area; of it and below it. All without.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def grant(
    phone: Phone,
    role: What,
    area: Where = None,
    name: Annotated[str, typer.Option(help="Name of a person who is not known yet.")] = "",
    participant: Annotated[
        str | None, typer.Option(help="Whom a candidate stands for: PDIP, party:3, pair:2.")
    ] = None,
    list_: Annotated[
        str | None, typer.Option("--list", help="The candidate's list: dpr:3401, dprd_kab:347101.")
    ] = None,
    number: Annotated[
        int | None, typer.Option(min=1, help="The candidate's number on the party's list.")
    ] = None,
    level: Annotated[
        str | None, typer.Option(help="The organisation's own level, as in the pack: cabang.")
    ] = None,
    everywhere: Everywhere = False,
) -> None:
    """Give a person a role in an area; somebody new gets an activation code."""
    _say_where(role, area, everywhere)
    wanted = Wanted(role, area, participant, list_, number, level)
    print(asyncio.run(_grant(phone, wanted, name)))


def _say_where(role: Role, area: str | None, everywhere: bool) -> None:
    """A role of the whole election is meant, never forgotten; a candidate's is where the list is.

    Raises BadInput.
    """
    from models.errors import BadInput

    if area and everywhere:
        raise BadInput("--area and --everywhere: one of them")
    if not area and not everywhere and role is not Role.CANDIDATE:
        raise BadInput("in which area? --area CODE or NAME; or --everywhere, the whole election")


def revoke(phone: Phone, role: What, area: Where = None, everywhere: Everywhere = False) -> None:
    """End a person's role in an area; what the person did stays on record."""
    _say_where(role, area, everywhere)
    print(asyncio.run(_revoke(phone, role, area)))


def alone(context: typer.Context, area: Within = None, as_json: AsJson = False) -> None:
    """Who may do what, in which area; without a command, the list."""
    if context.invoked_subcommand is None:
        roles(area, as_json)


def roles(area: Within = None, as_json: AsJson = False) -> None:
    """Who holds which role where, from the largest area down."""
    rows = asyncio.run(_listed(area))
    if as_json:
        print(json.dumps({"roles": rows}, default=str, ensure_ascii=False))
        return
    if not rows:
        print("no roles; give one: saksi roles grant --help")
    for row in rows:
        place = f"{row['level']} {row['place'] or ''} {row['area'] or ''}".strip()
        tie = " ".join(str(row[n]) for n in ("participant", "list", "number") if row[n])
        print(
            f"person:{row['person']:<6} {row['name']:24} {row['role']:14} {place}  {tie}".rstrip()
        )


async def _listed(code: str | None) -> list[dict[str, object]]:
    from api.processes.place import ready_database
    from models.settings import settings
    from models.stores.base.areas import area
    from models.stores.base.elections import election
    from models.stores.persons.role_list import listed

    async with ready_database(settings()) as database, database.transaction() as tx:
        current = await election(tx)
        place = await area(tx, current.id, code) if code else None
        return await listed(tx, current, place.path if place else None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The role as it was typed."""

    role: Role
    area: str | None = None
    participant: str | None = None
    list_: str | None = None
    number: int | None = None
    level: str | None = None


async def _grant(phone: str, wanted: Wanted, name: str) -> str:
    from api.processes.place import ready_database
    from models.errors import NotFound
    from models.sealing import Keys
    from models.settings import settings
    from models.stores.base.elections import election
    from models.stores.persons import people, roles

    config = settings()
    keys = Keys.of(config)
    async with ready_database(config) as database, database.transaction() as tx:
        current = await election(tx)
        person = await _known(tx, keys, phone)
        code = ""
        if person is None:
            if not name:
                raise NotFound("nobody with this phone is known: add --name to register them")
            person, _ = await people.put_person(tx, keys, name, _e164(phone))
            code = await people.new_code(tx, keys, person)
        new = await _role(tx, current, person, wanted)
        given = await roles.grant(tx, new)
        if given:
            await _note(tx, "role granted", new, wanted.area)
    if code:
        print("The code is shown only now; hand it to its person alone.", file=sys.stderr)
    place = wanted.area or "the whole election"
    told = f"{wanted.role.value} in {place}: {'granted' if given else 'held already'}"
    return f"{told}\nActivation code: {code}" if code else told


async def _role(
    tx: "Transaction", current: "LoadedElection", person: int, wanted: Wanted
) -> "NewRole":
    """The role by its ids; raises NotFound, BadInput."""
    from models.rules.organisation import require_role
    from models.stores.base import participants
    from models.stores.persons import roles
    from models.stores.persons.roles import NewRole

    require_role(current.config.installation.kind, wanted.role)
    place = await _place(tx, current, wanted.area) if wanted.area else None
    tie = contest = None
    whom = await participants.coded(tx, current.id, wanted.participant or "")
    if whom:
        tie = await roles.participant_id(tx, current.id, whom)
    if wanted.list_ is not None or wanted.number is not None:
        where = (whom or "", wanted.list_ or "", wanted.number)
        contest = await roles.stands_in(tx, current.id, *where)
    level = current.config.installation.level_of(wanted.level, place.level if place else None)
    code = level.code if level else None
    return NewRole(
        person,
        wanted.role,
        current.id,
        place.id if place else None,
        tie,
        contest,
        wanted.number,
        code,
    )


async def _revoke(phone: str, role: Role, area: str | None) -> str:
    from api.processes.place import ready_database
    from models.errors import NotFound
    from models.sealing import Keys
    from models.settings import settings
    from models.stores.base.elections import election
    from models.stores.persons import roles
    from models.stores.persons.roles import NewRole

    config = settings()
    async with ready_database(config) as database, database.transaction() as tx:
        current = await election(tx)
        person = await _known(tx, Keys.of(config), phone)
        if person is None:
            raise NotFound("nobody with this phone is known")
        old = NewRole(person, role, current.id, await _area(tx, current, area))
        if not await roles.revoke(tx, old):
            raise NotFound("this person does not hold this role there")
        await _note(tx, "role revoked", old, area)
    return f"{role.value} in {area or 'the whole election'}: revoked"


def _e164(phone: str) -> str:
    from models.phones import e164

    return e164(phone)


async def _known(tx: "Transaction", keys: "Keys", phone: str) -> int | None:
    from models.stores.persons.people import person_by_phone

    return await person_by_phone(tx, keys, _e164(phone))


async def _area(tx: "Transaction", current: "LoadedElection", code: str | None) -> int | None:
    return (await _place(tx, current, code)).id if code else None


async def _place(tx: "Transaction", current: "LoadedElection", said: str) -> "Area":
    """The area of a code, or of a name that means one alone; raises BadInput, NotFound."""
    from models.errors import BadInput
    from models.stores.base.areas import area, areas_named

    if any(letter.isdigit() for letter in said) and " " not in said.strip():
        return await area(tx, current.id, said)
    named = await areas_named(tx, current, said)
    if len(named) == 1:
        return named[0]
    meant = "; ".join(f"{one.title} ({one.code})" for one in named)
    raise BadInput(f"--area {said!r}: which one? {meant}" if named else f"--area: no area {said!r}")


async def _note(tx: "Transaction", action: str, role: "NewRole", area: str | None) -> None:
    from models.stores.base.audit import note

    data = {"role": role.role.value, "area": area, "participant": role.participant_id}
    await note(tx, "operator", action, f"person:{role.person_id}", data)
