"""`saksi reconcile`: did all that providers say they brought arrive, and what became of ours."""

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from api.reconciliation import Reconciliation


def reconcile(
    file: Annotated[
        Path | None,
        typer.Argument(help="A provider's list of what it brought: CSV channel,account,id."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Compare what is stored with what providers say; exit 1 when something is not here.

    Telegram numbers a bot's updates one by one: a gap is an update that never came. A list
    (update_id of Telegram, wamid of WhatsApp) is looked up id by id. What WhatsApp reported of our
    own messages is counted.
    """
    found = asyncio.run(_found(file))
    if as_json:
        print(json.dumps(found.to_json(), ensure_ascii=False))
    else:
        _tell(found)
    if not found.agrees:
        raise typer.Exit(1)


async def _found(file: Path | None) -> "Reconciliation":
    from api.processes.place import ready_database
    from api.reconciliation import read_list, reconcile
    from models.errors import BadInput
    from models.settings import settings

    if file is not None and not file.exists():  # noqa: ASYNC240
        raise BadInput(f"there is no file {file}")
    listed = read_list(file) if file else {}
    async with ready_database(settings()) as database, database.transaction() as tx:
        return await reconcile(tx, listed)


def _tell(found: "Reconciliation") -> None:
    for bot in found.numbers:
        told = "no gap in their numbers" if not bot.missing else f"{bot.missing:,} numbers lack"
        odd = f", {bot.odd:,} events of odd shape explain some" if bot.missing and bot.odd else ""
        after = f" (the first after {bot.after})" if bot.unexplained else ""
        print(f"telegram {bot.account}: {bot.have:,} updates, {told}{odd}{after}")
    for line in found.told:
        if line.channel != "telegram":
            silent = line.sent - line.told - line.failed
            told = f"{line.told:,} reported on, {line.failed:,} failed, {silent:,} without a word"
            print(f"{line.channel} {line.account}: {line.sent:,} sent, {told}")
    if found.listed:
        print(f"of {found.listed:,} listed, {len(found.missing):,} are not here", end="; ")
        print(f"{len(found.waiting):,} wait to be handled")
    for one in found.missing[:20]:
        print(f"  not here: {one}")
