"""`saksi audit show` and `saksi audit verify`: what was done by whom, and whether the log holds."""

import asyncio
import json
import re
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.access import command
from api.cli.moments import moment
from models.rules.access import Who

if TYPE_CHECKING:
    from models.settings import Settings
    from models.stores.base.audit import Verdict

app = typer.Typer(name="audit", help="The sealed audit log.", no_args_is_help=True)
_AGO = re.compile(r"(\d{1,4})\s*([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@command(app, Who.INSTALLATION)
def show(
    person: Annotated[
        str | None, typer.Option(help="By or about a person: a phone, or an id as in person:12.")
    ] = None,
    subject: Annotated[
        str | None, typer.Option(help="About a thing: station:CODE, report:55, area:3471, token:2.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="From then on: 2024-02-14T18:00+07:00, or 90m, 6h, 2d ago.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many, the latest.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Who saw, changed, exported, decided what; auditors of areas ask GET /api/v1/audit."""
    from models.settings import settings

    moment = when(since, datetime.now(UTC)) if since else None
    rows = asyncio.run(_shown(settings(), person, subject, moment, limit))
    if as_json:
        print(json.dumps({"entries": rows}, default=str, ensure_ascii=False))
        return
    for row in rows:
        data = json.dumps(row["data"], ensure_ascii=False, default=str) if row["data"] else ""
        seal = "" if row["sealed"] else "  (not sealed yet)"
        print(
            f"{row['at']:%Y-%m-%d %H:%M:%S%z}  {row['actor']:14}  {row['action']}  "
            f"{row['subject']}  {data}{seal}".rstrip()
        )


def when(said: str, now: datetime) -> datetime:
    """A moment as it is typed; raises BadInput."""
    ago = _AGO.fullmatch(said.strip())
    if ago:
        return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    return moment(said, "--since: write it as 2024-02-14T18:00+07:00, or 90m, 6h, 2d")


async def _shown(
    config: "Settings",
    person: str | None,
    subject: str | None,
    since: datetime | None,
    limit: int,
) -> list[dict[str, object]]:
    from api.processes.place import ready_database
    from models.errors import NotFound
    from models.phones import e164
    from models.sealing import Keys
    from models.stores.audit.audit_show import Wanted, entries
    from models.stores.persons.people import person_by_phone

    async with ready_database(config) as database, database.transaction() as session:
        number: int | None = None
        if person is not None:
            named = person.removeprefix("person:")
            short = named.isdigit() and len(named) < 8
            number = (
                int(named)
                if short
                else await person_by_phone(session, Keys.of(config), e164(named))
            )
            if number is None:
                raise NotFound("nobody with this phone is known")
        rows = await entries(session, Wanted(number, subject, since, None, limit))
    return rows[::-1]


@command(app, Who.INSTALLATION)
def verify(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Check the sealed audit log from its start; exit 1 and the first break if it does not hold."""
    verdict = asyncio.run(_verified())
    if as_json:
        fields = ("blocks", "entries", "broken", "block", "entry")
        told = {name: getattr(verdict, name) for name in fields}
        print(json.dumps({**told, "head": verdict.head.hex()}))
    elif verdict.broken is None:
        print(f"{verdict.entries:,} entries in {verdict.blocks:,} blocks hold.")
        print(f"Head: {verdict.head.hex()} (note it down elsewhere to prove the log later)")
    if verdict.broken is not None:
        entry = f", entry {verdict.entry}" if verdict.entry else ""
        print(f"Broken at block {verdict.block}{entry}: {verdict.broken}.", file=sys.stderr)
        raise typer.Exit(1)


async def _verified() -> "Verdict":
    from api.processes.place import ready_database
    from models.settings import settings
    from models.stores.audit.audit_check import verify

    async with ready_database(settings()) as database, database.transaction() as session:
        return await verify(session)
