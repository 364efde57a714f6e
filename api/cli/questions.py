"""`saksi packs questions`: what people asked and the pack has no answer to."""

import asyncio
import json
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.moments import local

if TYPE_CHECKING:
    from models.stores.questions.questions import Unanswered


def questions(
    election: Annotated[str | None, typer.Option(help="Code of the election.")] = None,
    seen: Annotated[bool, typer.Option("--seen", help="Mark all that is listed as seen.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """List the questions without an answer, the most frequent first; answers go in the pack."""
    found, zone = asyncio.run(_list(election, seen))
    if as_json:
        rows = [
            {
                "text": r.text,
                "times": r.times,
                "first": r.first.isoformat(),
                "last": r.last.isoformat(),
            }
            for r in found
        ]
        print(json.dumps({"questions": rows}, ensure_ascii=False))
        return
    for row in found:
        print(f"{row.times:>5} x  {local(row.last, zone)}  {row.text}")
    if not found:
        print("no open questions")


async def _list(code: str | None, seen: bool) -> "tuple[list[Unanswered], str]":
    from api.processes.place import ready_database
    from models.settings import settings
    from models.stores.base.elections import election as find
    from models.stores.questions import questions as store

    async with ready_database(settings()) as database, database.transaction() as tx:
        current = await find(tx, code)
        found = await store.unanswered(tx, current.id)
        if seen:
            await store.seen(tx, [number for row in found for number in row.ids])
        return found, current.config.timezone
