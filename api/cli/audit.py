"""`saksi audit show` and `saksi audit verify`: what was done by whom, and whether the log holds."""

import asyncio
import json
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from api.cli.access import command
from api.cli.moments import local, moment
from models.errors import BadInput
from models.rules.access import Who

if TYPE_CHECKING:
    from models.settings import Settings
    from models.stores.audit.audit_check import Verdict

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
    sums: Annotated[
        bool, typer.Option("--sums", help="With the sums of rows that the database notes itself.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many, the latest.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Who saw, changed, exported, decided what; auditors of areas ask GET /api/v1/audit."""
    from models.settings import settings

    moment = when(since, datetime.now(UTC)) if since else None
    rows = asyncio.run(_shown(settings(), person, subject, moment, limit, sums))
    if as_json:
        print(json.dumps({"entries": rows}, default=str, ensure_ascii=False))
        return
    if not rows:
        print("no entries")
    for row in rows:
        data = json.dumps(row["data"], ensure_ascii=False, default=str) if row["data"] else ""
        seal = "" if row["sealed"] else "  (not sealed yet)"
        at = local(cast(datetime, row["at"]), seconds=True)
        print(f"{at}  {row['actor']:14}  {row['action']}  {row['subject']}  {data}{seal}".rstrip())


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
    sums: bool,
) -> list[dict[str, object]]:
    from api.processes.place import ready_database
    from models.errors import NotFound
    from models.phones import e164
    from models.sealing import Keys
    from models.stores.audit.audit_show import Wanted, entries
    from models.stores.persons.people import person_by_phone

    async with ready_database(config) as database, database.transaction() as tx:
        number: int | None = None
        if person is not None:
            named = person.removeprefix("person:")
            short = named.isdecimal() and len(named) < 8
            number = (
                int(named) if short else await person_by_phone(tx, Keys.of(config), e164(named))
            )
            if number is None:
                raise NotFound("nobody with this phone is known")
        rows = await entries(tx, Wanted(number, subject, since, None, limit, sums))
    return rows[::-1]


@command(app, Who.INSTALLATION)
def verify(
    head: Annotated[
        list[str] | None,
        typer.Option(help="A head that you noted down: HASH, or NUMBER:HASH; several are fine."),
    ] = None,
    heads: Annotated[
        Path | None, typer.Option(help="A file of heads; var/heads/heads.jsonl unless named.")
    ] = None,
    key: Annotated[
        str | None, typer.Option(help="The public key (hex), where the secret key is not at hand.")
    ] = None,
    files: Annotated[
        bool, typer.Option("--files/--no-files", help="Read every stored photo and compare it.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Check the audit log and all that it vouches for: every revision, report, decision, photo,
    file, message, mandate, role and second person's word, the results that count and the recap;
    exit 1 and the first that does not hold.
    """
    if heads is not None and not heads.exists():
        raise BadInput(f"--heads: there is no file {heads}")
    verdict, known = asyncio.run(verified(head or [], heads, key, files))
    if as_json:
        names = ("blocks", "entries", "rows", "results", "files", "broken", "block", "entry")
        told = {name: getattr(verdict, name) for name in (*names, "what", "mandates_since")}
        print(json.dumps({**told, "head": verdict.head.hex(), "heads": known}, default=str))
    elif verdict.broken is None:
        _holds(verdict, known)
    if verdict.broken is not None:
        print(_place(verdict), file=sys.stderr)
        raise typer.Exit(1)


def _holds(verdict: "Verdict", known: int) -> None:
    """What holds, since when, and the head to write down."""
    print(
        f"{verdict.entries:,} entries in {verdict.blocks:,} blocks hold, and so do "
        f"{verdict.rows:,} rows, {verdict.results:,} results, {verdict.files:,} files and "
        "the recap."
    )
    if verdict.mandates_since is not None:
        since = local(verdict.mandates_since)
        print(f"Mandates and roles of before {since} hold as they stood then, not before it.")
    print(f"{known:,} heads that went out before were compared with it.")
    print(f"Head: {verdict.blocks}:{verdict.head.hex()} (keep it elsewhere; --head checks it)")


def _place(verdict: "Verdict") -> str:
    """The first thing that does not hold, in one sentence."""
    entry = f", entry {verdict.entry}" if verdict.entry else ""
    if verdict.what is not None:
        return f"Broken at {verdict.what}{entry}: {verdict.broken}."
    return f"Broken at block {verdict.block}{entry}: {verdict.broken}."


async def verified(
    head: list[str], heads: Path | None, key: str | None, files: bool
) -> "tuple[Verdict, int]":
    """The verdict, and with how many heads of before it was compared."""
    from api.consistency import photo_files
    from api.processes.place import ready_database
    from models.sealing import Keys
    from models.settings import settings
    from models.stores.audit import heads as outside
    from models.stores.audit.audit_check import verify

    config = settings()
    told = outside.said(head) + outside.kept(heads or config.var / "heads" / "heads.jsonl")
    async with ready_database(config) as database:
        public = outside.key_of(key) if key else Keys.of(config).head_key
        async with database.transaction() as tx:
            verdict = await verify(tx, public, told)
        if files and verdict.broken is None:
            async with database.transaction() as tx:
                verdict = await photo_files(tx, config, verdict)
    return verdict, len(told)
