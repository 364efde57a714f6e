"""`saksi voters changes`: reported changes of the register, decided and applied in batches."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from api.cli.access import command
from models.rules.access import Who

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from models.stores.base.database import Transaction
    from models.stores.register_updates.voter_changes import Recapped

T = TypeVar("T")
app = typer.Typer(name="voter-changes", help="Reported changes of the register.")
_ELECTION = typer.Option(help="Code of the election.")


@command(app, Who.INSTALLATION, "list")
def listed(
    status: Annotated[
        str | None, typer.Option(help="reported, accepted, rejected, applied")
    ] = None,
    election: Annotated[str | None, _ELECTION] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """The reports with their status, in the order in which they came."""
    from models.errors import BadInput
    from models.rules.voter_change import Status
    from models.stores.register_updates import voter_changes

    if status is not None and status not in list(Status):
        raise BadInput(f"no such status: {status}")
    wanted = Status(status) if status else None
    rows = _with(election, lambda tx, number: voter_changes.listed(tx, number, wanted))
    names = ("receipt", "at", "kind", "kelurahan", "status", "text", "reason")
    told = [{name: getattr(row, name) for name in names} for row in rows]
    if as_json:
        print(json.dumps({"changes": told}, default=str, ensure_ascii=False))
        return
    if not told:
        print("no reported changes")
    for row in told:
        place = row["kelurahan"] or "(belum jelas)"
        print(f"{row['receipt']}  {row['kind']:12}  {row['status']:9}  {place}: {row['text']}")


@command(app, Who.INSTALLATION)
def decide(
    receipt: str,
    accept: Annotated[bool, typer.Option("--accept/--reject")],
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    station: Annotated[str | None, typer.Option(help="Code of a new voter's station.")] = None,
) -> None:
    """Accept or reject a report; the register changes only when accepted ones are applied."""
    from models.rules.voter_change import Status
    from models.stores.register_updates import voter_changes

    word = Status.ACCEPTED if accept else Status.REJECTED
    code = receipt.upper()

    async def do(tx: "Transaction", election: int) -> None:
        place = (election, station) if station else None
        await voter_changes.decide(tx, code, word, reason, place)

    _with(None, do)
    print(f"{code}: {word.value}")


@command(app, Who.INSTALLATION)
def apply(election: Annotated[str | None, _ELECTION] = None) -> None:
    """Apply the accepted reports as one batch."""
    from models.sealing import Keys
    from models.settings import settings
    from models.stores.register_updates import voter_change_batches
    from models.voter_keys import VoterKeys

    keys = VoterKeys(Keys.of(settings()))
    done = _with(election, lambda tx, number: voter_change_batches.apply(tx, keys, number))
    told = f"{done.removed} voters taken out of the register, {done.added} added"
    print(f"batch {done.batch}: {done.reports} reports applied, {told}")


@command(app, Who.INSTALLATION)
def undo(batch: int) -> None:
    """Take a batch back: its voters stand in the register again."""
    from models.stores.register_updates import voter_change_batches

    back = _with(None, lambda tx, _: voter_change_batches.undo(tx, batch))
    print(f"batch {batch}: {back} voters put back")


@command(app, Who.INSTALLATION)
def recap(
    out: Annotated[Path, typer.Argument(help="XLSX file to write.")],
    since: Annotated[datetime, typer.Option(help="First day, 2024-01-01.")],
    until: Annotated[datetime, typer.Option(help="First day that is not in it.")],
    election: Annotated[str | None, _ELECTION] = None,
) -> None:
    """New, removed by KPU's code, and changed voters by kelurahan, as accepted in a period."""
    from models.stores.register_updates import voter_changes

    begin, end = since.replace(tzinfo=UTC), until.replace(tzinfo=UTC)
    rows = _with(election, lambda tx, number: voter_changes.recap(tx, number, begin, end))
    _write(out, rows, f"{since:%Y-%m-%d} - {until:%Y-%m-%d}")
    print(f"{sum(row.number for row in rows)} reports in {out}")


def _write(out: Path, rows: "list[Recapped]", period: str) -> None:
    import xlsxwriter

    from models.rules.voter_change import TMS, Change

    heads = [f"TMS {TMS[one]} {one.value}" if one in TMS else one.value for one in Change]
    table: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows:
        table.setdefault((row.kecamatan, row.kelurahan), {})[row.kind] = row.number
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Rekap pemutakhiran")
        sheet.write_row(0, 0, [f"Rekap pemutakhiran {period} (laporan yang diterima)"])
        sheet.write_row(1, 0, ["Kecamatan", "Kelurahan", *heads, "Jumlah"])
        for place, (names, counts) in enumerate(sorted(table.items()), 2):
            numbers = [counts.get(one.value, 0) for one in Change]
            sheet.write_row(place, 0, [*names, *numbers, sum(numbers)])


def _with(code: str | None, do: "Callable[[Transaction, int], Awaitable[T]]") -> T:
    """Do something in a transaction, with the election's id."""

    async def run() -> T:
        from api.processes.place import ready_database
        from models.settings import settings
        from models.stores.base.elections import election as find

        async with ready_database(settings()) as database, database.transaction() as tx:
            return await do(tx, (await find(tx, code)).id)

    return asyncio.run(run())
