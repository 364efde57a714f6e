"""`saksi tokens`: a person's token for the API, made, listed and revoked."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from api.cli.access import command
from models.rules.access import Who

if TYPE_CHECKING:
    from models.sealing import Keys
    from models.stores.base.database import Transaction

app = typer.Typer(
    name="tokens",
    help="Tokens for the API, each with the roles of its person.",
    no_args_is_help=True,
)
T = TypeVar("T")
Phone = Annotated[str, typer.Argument(help="The person's phone number, +62...")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@command(app, Who.INSTALLATION)
def make(
    phone: Phone,
    label: Annotated[str, typer.Option(help="What it is for: laptop posko.")] = "",
    days: Annotated[int | None, typer.Option(min=1, help="Ends after so many days.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a token for a person who has a role; it is shown once and kept as a keyed hash."""
    until = datetime.now(UTC) + timedelta(days=days) if days else None

    async def work(tx: "Transaction", keys: "Keys") -> tuple[int, str]:
        from models.stores.base import audit
        from models.stores.persons import api_tokens

        person = await _person(tx, keys, phone)
        number, token = await api_tokens.make(tx, keys, person, label, until)
        data = {"token": number, "until": until.isoformat() if until else None}
        await audit.note(tx, "operator", "token made", f"person:{person}", data)
        return number, token

    number, token = _run(work)
    if as_json:
        print(json.dumps({"id": number, "token": token, "expires_at": _moment(until)}))
        return
    print(token)
    print(
        f"Token {number}, shown only now. Hand it to its person alone; whoever has it reads what "
        f"this person may read. To end it: saksi tokens revoke {number}",
        file=sys.stderr,
    )


@command(app, Who.INSTALLATION, "list")
def listed(
    phone: Annotated[str | None, typer.Option(help="Of one person; all without.")] = None,
    as_json: AsJson = False,
) -> None:
    """The tokens: whose, for what, until when, and whether they work. Never the tokens."""

    async def work(tx: "Transaction", keys: "Keys") -> list[dict[str, object]]:
        from models.stores.persons import api_tokens

        return await api_tokens.listed(tx, await _person(tx, keys, phone) if phone else None)

    rows = _run(work)
    if as_json:
        print(json.dumps({"tokens": rows}, default=str, ensure_ascii=False))
        return
    if not rows:
        print("no tokens; make one: saksi tokens make --help")
    for row in rows:
        state = "works" if row["works"] else "ended"
        until = f"until {row['expires_at']:%Y-%m-%d}" if row["expires_at"] else "without end"
        print(f"{row['id']:5}  {state}  {until:16}  {row['name']}  {row['label']}")


@command(app, Who.INSTALLATION)
def revoke(
    number: Annotated[int | None, typer.Argument(help="The token's number.")] = None,
    phone: Annotated[str | None, typer.Option(help="All tokens of a person.")] = None,
) -> None:
    """End a token, or all tokens of a person; a second later they open nothing."""
    from models.errors import BadInput, NotFound

    if (number is None) == (phone is None):
        raise BadInput("say which: saksi tokens revoke 7, or --phone +62...")

    async def work(tx: "Transaction", keys: "Keys") -> list[int]:
        from models.stores.base import audit
        from models.stores.persons import api_tokens

        person = await _person(tx, keys, phone) if phone else None
        ended = await api_tokens.revoke(tx, token=number, person=person)
        for one in ended:
            await audit.note(tx, "operator", "token revoked", f"token:{one}")
        return ended

    ended = _run(work)
    if not ended:
        raise NotFound("there is no such token that works")
    print(f"ended: {', '.join(map(str, ended))}")


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


async def _person(tx: "Transaction", keys: "Keys", phone: str) -> int:
    from models.errors import NotFound
    from models.phones import e164
    from models.stores.persons.people import person_by_phone

    found = await person_by_phone(tx, keys, e164(phone))
    if found is None:
        raise NotFound("nobody with this phone is known: saksi roles grant first")
    return found


def _run(work: "Callable[[Transaction, Keys], Awaitable[T]]") -> T:
    async def run() -> T:
        from api.processes.place import ready_database
        from models.sealing import Keys
        from models.settings import settings

        config = settings()
        async with ready_database(config) as database, database.transaction() as tx:
            return await work(tx, Keys.of(config))

    return asyncio.run(run())
