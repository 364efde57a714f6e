"""`saksi lines`: our bots and numbers, for which areas they are, and how busy each is."""

import asyncio
import json
from dataclasses import asdict, dataclass
from typing import Annotated

import typer


@dataclass(frozen=True, slots=True)
class Row:
    """A bot or number as it is listed; `areas` empty: for everybody."""

    channel: str
    account: str
    areas: dict[str, str]
    label: str
    people: int
    waiting: int
    sent: int
    given_up: int


def lines(
    election: Annotated[str | None, typer.Option(help="Code of the election.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """List the bots and numbers with their areas (SAKSI_LINES) and what they have sent."""
    found = asyncio.run(_rows(election))
    if as_json:
        print(json.dumps({"lines": [asdict(row) for row in found]}, ensure_ascii=False))
        return
    for row in found:
        areas = ", ".join(f"{name} ({code})" for code, name in row.areas.items()) or "everywhere"
        print(f"{row.channel}/{row.account}  {row.label}  {areas}")
        print(
            f"    {row.people} people, {row.sent} sent, {row.waiting} waiting, "
            f"{row.given_up} given up"
        )
    if not found:
        print("no bot and no number is configured")


async def _rows(code: str | None) -> list[Row]:
    from api.processes.place import ready_database
    from bot.processes import wiring
    from models.settings import settings
    from models.stores.base import areas
    from models.stores.base.elections import election
    from models.stores.messaging import busy

    config = settings()
    assigned = {line.key: line for line in wiring.lines(config)}
    keys = [("telegram", name) for name in config.telegram_tokens]
    keys += [("whatsapp", number) for number in config.whatsapp_accounts]
    rows = []
    async with ready_database(config) as database, database.transaction() as tx:
        here = (await election(tx, code)).id if assigned or code else 0
        for key in keys:
            line = assigned.get(key)
            names = {
                one: (await areas.area(tx, here, one)).name for one in (line.areas if line else ())
            }
            label = line.label if line else ""
            rows.append(Row(*key, names, label, *(await busy.of_account(tx, *key))))
    return rows
