"""`saksi elections`: which elections are here, which one is meant, what becomes of old ones."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from models.stores.base.database import Transaction

Code = Annotated[str, typer.Argument(help="Code of the election, as `saksi elections` shows it.")]
Answer = TypeVar("Answer")
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def alone(context: typer.Context, as_json: AsJson = False) -> None:
    """Which elections are here; without a command, the list."""
    if context.invoked_subcommand is None:
        listed(as_json)


def listed(as_json: AsJson = False) -> None:
    """Every election with its date, state, stations, reports; * is the one that is meant."""
    from models.stores.base.election_states import known

    found = asyncio.run(_do(known))
    if as_json:
        rows = [asdict(one) for one in found]
        print(json.dumps({"elections": rows}, default=str, ensure_ascii=False))
        return
    from api.cli.screen_table import room, table

    lines = [
        (
            *("*" if one.chosen else "", one.code, one.name, str(one.held_on), one.state),
            *(f"{one.stations:,}", f"{one.reports:,}"),
        )
        for one in found
    ]
    head = ("", "code", "name", "date", "state", "stations", "reports")
    print(table(head, lines, room(), names=3) if lines else "no election: saksi load PACK")


def choose(code: Code) -> None:
    """Mean this election where none is named, in the chat, the API and all commands."""
    from models.stores.base import election_states

    asyncio.run(_do(lambda tx: election_states.choose(tx, code)))
    print(f"{code} is meant from now on where no election is named")


def reopen(code: Code) -> None:
    """Take reports for it again."""
    from models.stores.base.election_states import OPEN

    _put(code, OPEN, "is open: reports are taken")


def close(code: Code) -> None:
    """Let its results stand: no report, correction or decision changes them any more."""
    from models.stores.base.election_states import CLOSED

    _put(code, CLOSED, "is closed: its results stand")


def archive(code: Code) -> None:
    """Put an election away: closed, and never the one that is meant; all of it stays."""
    from models.stores.base.election_states import ARCHIVED

    _put(code, ARCHIVED, "is put away; --election still shows it")


def delete(
    code: Code,
    yes: Annotated[bool, typer.Option("--yes", help="Delete without asking once more.")] = False,
) -> None:
    """Delete an election in which nothing was reported, with lists, mandates and roles in it."""
    from models.stores.base import election_states

    if not yes:
        typer.confirm(f"Delete {code} with its lists, mandates and roles?", abort=True)
    asyncio.run(_do(lambda tx: election_states.delete(tx, code)))
    print(f"{code} is deleted")


def _put(code: str, state: str, told: str) -> None:
    from models.stores.base import election_states

    asyncio.run(_do(lambda tx: election_states.put_state(tx, code, state)))
    print(f"{code} {told}")


async def _do(do: "Callable[[Transaction], Awaitable[Answer]]") -> Answer:
    from api.processes.place import ready_database
    from models.settings import settings

    async with ready_database(settings()) as database, database.transaction() as tx:
        return await do(tx)
