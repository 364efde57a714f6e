"""`saksi rehearsal start`, `stop`, `status`: all train on the real numbers, then it is wiped."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.moments import local, zone_here

if TYPE_CHECKING:
    from models.stores.base.dress_rehearsals import Dress


def start() -> None:
    """Begin a dress rehearsal with the real people: all works as it will, marked LATIHAN.

    It runs in a copy of the database; the real one stays as it is. Running processes go over by
    themselves within seconds.
    """
    from api.rehearsal.dress import start as begin
    from models.settings import settings

    name = asyncio.run(begin(settings()))
    print(f"LATIHAN: the rehearsal runs, in the database {name}; every message says so.")
    print("The real count is untouched. End it, and wipe all of it: saksi rehearsal stop")


def stop(
    yes: Annotated[bool, typer.Option("--yes", help="Wipe without asking once more.")] = False,
) -> None:
    """End the dress rehearsal: everything that was sent in it is wiped, nothing of it counts."""
    from api.rehearsal.dress import stop as end
    from models.settings import settings

    if not yes:
        typer.confirm("Wipe everything that was reported in the rehearsal?", abort=True)
    wiped = asyncio.run(end(settings()))
    print(
        f"wiped: {wiped.messages:,} messages, {wiped.reports:,} reports, {wiped.photos:,} photos; "
        "from now on everything is real"
    )


def status() -> None:
    """Whether a dress rehearsal runs, and since when."""
    running, zone = asyncio.run(_running())
    if running is None:
        print("no rehearsal: everything is real")
    else:
        since = f" since {local(running.since, zone)}" if running.since else ""
        print(f"LATIHAN: a rehearsal runs{since}, in the database {running.database}")


async def _running() -> "tuple[Dress | None, str]":
    from api.processes.place import ready_database
    from models.settings import settings
    from models.stores.base.dress_rehearsals import running

    async with ready_database(settings(), real=True) as database, database.transaction() as tx:
        return await running(tx), await zone_here(tx)
