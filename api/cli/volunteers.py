"""`saksi witnesses recruits`, `accept`, `decline`: volunteers on the command line."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.area_names import named_area

if TYPE_CHECKING:
    from models.sealing import Keys
    from models.stores.base.database import Transaction
    from models.stores.base.elections import LoadedElection

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Where = Annotated[str | None, typer.Option(help="Name or code; everything below it too.")]
Codes = Annotated[list[str], typer.Argument(help="Codes of applications: R-7QKD R-8RTM.")]


@asynccontextmanager
async def installation(
    code: str | None = None,
) -> "AsyncIterator[tuple[Transaction, Keys, LoadedElection]]":
    """A transaction, the keys and the election, the current one without a code; NotFound."""
    from api.processes.place import ready_database
    from models.sealing import Keys
    from models.settings import settings
    from models.stores.base.elections import election

    config = settings()
    async with ready_database(config) as database, database.transaction() as tx:
        yield tx, Keys.of(config), await election(tx, code)


def recruits(area: Where = None, as_json: AsJson = False) -> None:
    """Who applied and waits for an answer, with the phone; the reading is noted in the audit."""
    rows = asyncio.run(_recruits(area))
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        print("  ".join(row.values()))
    print(f"{len(rows)} waiting", file=sys.stderr)


async def _recruits(area: str | None) -> list[dict[str, str]]:
    from models.stores.base.audit import note
    from models.stores.recruiting import recruits as store

    async with installation() as (tx, keys, election):
        where = (await named_area(tx, election, area)).path if area else ""
        rows = await store.listed(tx, election.id, [where], most=100_000)
        await note(tx, "operator", "recruits shown", f"area:{area}", {"count": len(rows)})
        return [
            {
                "code": row.receipt,
                "name": row.name,
                "phone": keys.unseal_text(row.phone_sealed),
                "kelurahan": row.area,
                "place": row.kelurahan,
                "experience": row.experience,
            }
            for row in rows
        ]


def accept(codes: Codes) -> None:
    """Accept those who applied, all of them or none; each hears it."""
    print("\n".join(asyncio.run(_answer(codes, True, ""))))


def decline(
    codes: Codes, reason: Annotated[str, typer.Option(help="Told to the applicants.")] = ""
) -> None:
    """Decline those who applied; each hears it."""
    print("\n".join(asyncio.run(_answer(codes, False, reason))))


async def _answer(codes: list[str], accepted: bool, reason: str) -> list[str]:
    from bot.recruiting import answering
    from models.stores.recruiting import recruits as store
    from models.stores.recruiting.recruit_answers import Decision

    async with installation() as (tx, keys, election):
        decision = Decision(accepted, None, datetime.now(UTC), reason=reason)
        told = []
        for code in dict.fromkeys(codes):
            row = await store.hold(tx, election.id, code)
            done = await answering.answer(tx, keys, row, decision)
            state = "accepted" if done.accepted else "declined"
            told.append(f"{done.receipt} {done.name}: {'was ' if done.already else ''}{state}")
        return told
