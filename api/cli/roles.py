"""`saksi grant` and `saksi revoke`: who may do what, in which area."""

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from models.values import Role

if TYPE_CHECKING:
    from models.sealing import Keys
    from models.stores.elections import LoadedElection
    from models.stores.roles import NewRole
    from models.stores.session import Session

Phone = Annotated[str, typer.Argument(help="The person's phone number, +62...")]
What = Annotated[Role, typer.Argument(help="What the person may do.")]
Where = Annotated[
    str | None, typer.Option(help="Code of the area; everything below it too. Without: everywhere.")
]


def grant(
    phone: Phone,
    role: What,
    area: Where = None,
    name: Annotated[str, typer.Option(help="Name of a person who is not known yet.")] = "",
    participant: Annotated[
        str | None, typer.Option(help="Whom a candidate stands for: party:3, pair:2.")
    ] = None,
) -> None:
    """Give a person a role in an area; somebody new gets an activation code."""
    print(asyncio.run(_grant(phone, role, area, name, participant)))


def revoke(phone: Phone, role: What, area: Where = None) -> None:
    """End a person's role in an area; what the person did stays on record."""
    print(asyncio.run(_revoke(phone, role, area)))


async def _grant(
    phone: str, role: Role, area: str | None, name: str, participant: str | None
) -> str:
    from api.cli.place import ready_database
    from models.errors import NotFound
    from models.sealing import Keys
    from models.settings import settings
    from models.stores import people, roles
    from models.stores.elections import election
    from models.stores.roles import NewRole

    config = settings()
    keys = Keys.of(config)
    async with ready_database(config) as database, database.transaction() as session:
        current = await election(session)
        person = await _known(session, keys, phone)
        code = ""
        if person is None:
            if not name:
                raise NotFound("nobody with this phone is known: add --name to register them")
            person, _ = await people.put_person(session, keys, name, _e164(phone))
            code = await people.new_code(session, keys, person)
        tie = await roles.participant_id(session, current.id, participant) if participant else None
        new = NewRole(person, role, current.id, await _area(session, current, area), tie)
        given = await roles.grant(session, new)
        if given:
            await _note(session, "role granted", new, area)
    if code:
        print("The code is shown only now; hand it to its person alone.", file=sys.stderr)
    told = (
        f"{role.value} in {area or 'the whole election'}: {'granted' if given else 'held already'}"
    )
    return f"{told}\nActivation code: {code}" if code else told


async def _revoke(phone: str, role: Role, area: str | None) -> str:
    from api.cli.place import ready_database
    from models.errors import NotFound
    from models.sealing import Keys
    from models.settings import settings
    from models.stores import roles
    from models.stores.elections import election
    from models.stores.roles import NewRole

    config = settings()
    async with ready_database(config) as database, database.transaction() as session:
        current = await election(session)
        person = await _known(session, Keys.of(config), phone)
        if person is None:
            raise NotFound("nobody with this phone is known")
        old = NewRole(person, role, current.id, await _area(session, current, area))
        if not await roles.revoke(session, old):
            raise NotFound("this person does not hold this role there")
        await _note(session, "role revoked", old, area)
    return f"{role.value} in {area or 'the whole election'}: revoked"


def _e164(phone: str) -> str:
    from models.phones import e164

    return e164(phone)


async def _known(session: "Session", keys: "Keys", phone: str) -> int | None:
    from models.stores.people import person_by_phone

    return await person_by_phone(session, keys, _e164(phone))


async def _area(session: "Session", current: "LoadedElection", code: str | None) -> int | None:
    from models.stores.areas import area

    return (await area(session, current.id, code)).id if code else None


async def _note(session: "Session", action: str, role: "NewRole", area: str | None) -> None:
    from models.stores.audit import note

    data = {"role": role.role.value, "area": area, "participant": role.participant_id}
    await note(session, "operator", action, f"person:{role.person_id}", data)
