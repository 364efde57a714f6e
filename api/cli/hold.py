"""`saksi holds`: keep the material of an election, an area or a station from every deletion."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from api.cli.access import command
from api.cli.area_names import named_area
from models.rules.access import Who

if TYPE_CHECKING:
    from models.stores.base.database import Transaction
    from models.stores.base.elections import LoadedElection

T = TypeVar("T")
app = typer.Typer(
    name="holds", help="Legal holds: what stands above every deletion.", no_args_is_help=True
)
Election = Annotated[str | None, typer.Option(help="Code; the current one without.")]
Reason = Annotated[str, typer.Option(help="Why; it stays on record.")]
By = Annotated[str, typer.Option(help="Who decides it; stays on record.")]


def add(
    reason: Reason,
    by: By,
    area: Annotated[
        str | None, typer.Option(help="Name or code of an area and all below it.")
    ] = None,
    station: Annotated[str | None, typer.Option(help="Code of one station.")] = None,
    election: Election = None,
) -> None:
    """Put a hold; of the whole election without --area and --station."""
    number, place = asyncio.run(
        _do(lambda tx, loaded: _put(tx, loaded, (reason, by), area, station), election)
    )
    print(f"Hold {number} is on: {place}.")


async def _put(
    tx: "Transaction",
    loaded: "LoadedElection",
    why: tuple[str, str],
    area: str | None,
    station: str | None,
) -> tuple[int, str]:
    """The new hold's number, and its place in words; `why`: the reason, and by whom."""
    from models.stores.base import holds
    from models.stores.base.holds import NewHold

    named = await named_area(tx, loaded, area) if area else None
    new = NewHold(*why, named.code if named else None, station)
    place = f"{named.name} ({named.code})" if named else "the whole election"
    return await holds.put(tx, loaded, new), station or place


def show(
    lifted: Annotated[bool, typer.Option("--all", help="Lifted ones, too.")] = False,
    election: Election = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """The holds that are on."""
    from models.stores.base import holds

    rows = asyncio.run(_do(lambda tx, loaded: holds.listed(tx, loaded, lifted=lifted), election))
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        place = row["station"] or row["area"] or "the whole election"
        ended = f"; lifted {row['lifted_at']} by {row['lifted_by']}: {row['lifted_reason']}"
        print(
            f"{row['id']}  {place}, since {row['put_at']} by {row['put_by']}: {row['reason']}"
            f"{ended if row['lifted_at'] else ''}"
        )
    if not rows:
        print("No hold is on.")


def lift(
    number: Annotated[int, typer.Argument(help="The hold's number.")],
    reason: Reason,
    by: By,
    election: Election = None,
) -> None:
    """End a hold; deletions go on from the next hour."""
    from models.stores.base import holds

    asyncio.run(_do(lambda tx, loaded: holds.lift(tx, loaded, number, reason, by), election))
    print(f"Hold {number} is lifted.")


async def _do(
    work: "Callable[[Transaction, LoadedElection], Awaitable[T]]", election: str | None
) -> T:
    from api.processes.place import ready_database
    from models.settings import settings
    from models.stores.base import elections

    async with ready_database(settings()) as database, database.transaction() as tx:
        return await work(tx, await elections.election(tx, election))


command(app, Who.INSTALLATION)(add)
command(app, Who.INSTALLATION, "list")(show)
command(app, Who.INSTALLATION)(lift)
