"""`saksi roles remove`, `saksi phones moved`, `saksi phones sure`: who leaves, who holds which."""

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from models.settings import Settings

Phone = Annotated[str, typer.Argument(help="The person's phone number, +62...")]


def remove(phone: Phone) -> None:
    """End everything that a person may do, at once; what the person did stays on record."""
    from models.settings import settings

    asyncio.run(_remove(settings(), phone))
    print("removed: chats, links, codes, tokens, roles and mandates ended")


def phone_moved(
    phone: Phone,
    name: Annotated[str, typer.Option(help="Who holds this phone now.")],
) -> None:
    """A phone is somebody else's now: the old holder's chats end, the new one gets a code."""
    from models.settings import settings

    code = asyncio.run(_moved(settings(), phone, name))
    print(f"{name} holds this phone now.\nActivation code: {code}")
    print("The code is shown only now; hand it to its person alone.", file=sys.stderr)


def phone_sure(phone: Phone) -> None:
    """Somebody spoke to this person: their new chat is theirs, and is not asked for codes."""
    from models.settings import settings

    chats = asyncio.run(_sure(settings(), phone))
    print(f"{chats} chats speak for this person as they did before")


async def _sure(config: "Settings", phone: str) -> int:
    from api.processes.place import ready_database
    from models.errors import NotFound
    from models.phones import e164
    from models.sealing import Keys
    from models.stores.base import audit
    from models.stores.persons import held_acts
    from models.stores.persons.people import person_by_phone

    async with ready_database(config) as database, database.transaction() as tx:
        person = await person_by_phone(tx, Keys.of(config), e164(phone))
        if person is None:
            raise NotFound("nobody with this phone is known")
        await audit.note(tx, "operator", "chats made sure of", f"person:{person}")
        return await held_acts.sure(tx, person)


async def _remove(config: "Settings", phone: str) -> None:
    from api.processes.place import ready_database
    from models.errors import NotFound
    from models.phones import e164
    from models.sealing import Keys
    from models.stores.base import audit
    from models.stores.persons import leaving
    from models.stores.persons.people import person_by_phone

    async with ready_database(config) as database, database.transaction() as tx:
        person = await person_by_phone(tx, Keys.of(config), e164(phone))
        if person is None:
            raise NotFound("nobody with this phone is known")
        await leaving.remove(tx, person)
        await audit.note(tx, "operator", "person removed", f"person:{person}")


async def _moved(config: "Settings", phone: str, name: str) -> str:
    from api.processes.place import ready_database
    from models.phones import e164
    from models.sealing import Keys
    from models.stores.base import audit
    from models.stores.persons import leaving, people

    keys = Keys.of(config)
    async with ready_database(config) as database, database.transaction() as tx:
        old, new = await leaving.move_phone(tx, keys, e164(phone), name)
        await audit.note(tx, "operator", "phone moved", f"person:{old}", {"to": new})
        return await people.new_code(tx, keys, new)
