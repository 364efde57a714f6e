"""`saksi phones link`, `browsers`: links to the browser phone, and which browsers they opened."""

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.moments import local, zone_here

if TYPE_CHECKING:
    from api.phone.gate import Handout
    from models.sealing import Keys
    from models.settings import Settings
    from models.stores.base.database import Transaction


def phone_link(
    phone: Annotated[str, typer.Argument(help="The person's phone number, +62...")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Make a personal link to the browser phone, and its code; an earlier link ends."""
    from models.settings import settings

    made = asyncio.run(_make(settings(), phone))
    address = f"{settings().pages}/p/{made.token}"
    if as_json:
        import json

        print(json.dumps({"link": address, "code": made.code}))
        return
    print(f"{address}\nKode: {made.code}")
    print(
        "Shown only now. Send the link and tell the code by another way, to this person alone. "
        "It opens one browser, once.",
        file=sys.stderr,
    )


async def _make(config: "Settings", phone: str) -> "Handout":
    from api.phone.gate import hand_out, keyed_by
    from api.processes.place import ready_database
    from models.sealing import Keys

    keys = Keys.of(config)
    async with ready_database(config) as database, database.transaction() as tx:
        return await hand_out(tx, keyed_by(keys), await _person(tx, keys, phone))


def browsers(
    phone: Annotated[str, typer.Argument(help="The person's phone number, +62...")],
    end: Annotated[bool, typer.Option("--end", help="End them: a new link is needed.")] = False,
) -> None:
    """Which browsers are this person's phone; with --end none is any more."""
    from models.settings import settings

    for line in asyncio.run(_browsers(settings(), phone, end=end)):
        print(line)


async def _browsers(config: "Settings", phone: str, *, end: bool) -> list[str]:
    from api.processes.place import ready_database
    from models.sealing import Keys
    from models.stores.base.audit import note
    from models.stores.persons import phone_sessions

    async with ready_database(config) as database, database.transaction() as tx:
        person = await _person(tx, Keys.of(config), phone)
        found = await phone_sessions.listed(tx, person)
        zone = await zone_here(tx)
        told = [f"{o.browser}, since {local(o.created_at, zone)}" for o in found]
        if end and found:
            await phone_sessions.end(tx, person)
            await note(tx, "operator", "phone closed", f"person:{person}")
            return [f"{line}: ended" for line in told]
    return told or ["no browser is this person's phone"]


async def _person(tx: "Transaction", keys: "Keys", phone: str) -> int:
    from models.errors import NotFound
    from models.phones import e164
    from models.stores.persons.people import person_by_phone

    person = await person_by_phone(tx, keys, e164(phone))
    if person is None:
        raise NotFound("nobody with this phone is enrolled: saksi witnesses import FILE first")
    return person
