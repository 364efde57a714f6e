"""`saksi phones link`: a personal link and code, for a witness without a messenger."""

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from api.phone.gate import Handout
    from models.settings import Settings


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
        "Shown only now. Send the link and tell the code by another way, to this person alone.",
        file=sys.stderr,
    )


async def _make(config: "Settings", phone: str) -> "Handout":
    from api.phone.gate import hand_out, keyed_by
    from api.processes.place import ready_database
    from models.errors import NotFound
    from models.phones import e164
    from models.sealing import Keys
    from models.stores.persons.people import person_by_phone

    keys = Keys.of(config)
    async with ready_database(config) as database, database.transaction() as tx:
        person = await person_by_phone(tx, keys, e164(phone))
        if person is None:
            raise NotFound("nobody with this phone is enrolled: saksi witnesses import FILE first")
        return await hand_out(tx, keyed_by(keys), person)
