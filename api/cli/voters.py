"""`saksi voters import`: the register of voters (DPT) becomes keyed hashes."""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import list_imports as lists

if TYPE_CHECKING:
    from models.stores.voters.voter_import import Progress, Report


def import_voters(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX: NIK, NKK, nama, kelurahan, TPS ...")],
    mapped: lists.Map = None,
    check: lists.Check = False,
    election: lists.Election = None,
    as_json: lists.AsJson = False,
) -> None:
    """Import the register; what was stopped goes on, the same file again changes nothing."""
    report = asyncio.run(_import(file, mapped or [], election, check))
    for one in report.notes:
        print(one, file=sys.stderr)
    if as_json:
        rejected = {
            reason: {"rows": count, "lines": lines}
            for reason, (count, lines) in report.rejected.items()
        }
        counts = {"rows": report.rows, "added": report.added, "changed": report.changed}
        more = {"unchanged": report.unchanged, "rejected": rejected, "again": report.again}
        print(json.dumps({**counts, **more, "notes": report.notes}, ensure_ascii=False))
    elif check:
        _rejected(report)
    else:
        _tell(report)


async def _import(file: Path, mapped: list[str], election: str | None, check: bool) -> "Report":
    from api.processes.place import ready_database
    from models.registers.register_columns import HEADINGS
    from models.registers.rows import is_sheet
    from models.sealing import Keys
    from models.settings import settings
    from models.stores.base.elections import election as find
    from models.stores.voters.voter_import import Importer, is_masked
    from models.stores.voters.voter_register import kind_for
    from models.voter_keys import VoterKeys

    config = settings()
    if is_sheet(file):
        _warn(file)
    headings = lists.confirmed(HEADINGS, mapped)
    masked = is_masked(file, headings)
    async with ready_database(config) as database:
        async with database.transaction() as tx:
            found = await find(tx, election)
        kind = kind_for(config, found.config.installation.kind, masked=masked)
        with _progress() as progress:
            keys = VoterKeys(Keys.of(config))
            importer = Importer(database, keys, found.id, file, kind, progress, headings)
            return await (importer.check() if check else importer.run())


def _warn(file: Path) -> None:
    size = file.stat().st_size if file.exists() else 0
    print(
        f"{file.name}: a spreadsheet is read into memory whole, about {max(size * 12 >> 20, 1)} MB "
        "here; save it as CSV when that is too much.",
        file=sys.stderr,
    )


def _tell(report: "Report") -> None:
    if report.again:
        print("imported before, nothing changed")
    elif report.resumed_at:
        print(f"went on behind row {report.resumed_at:,}")
    counts = f"{report.added:,} added, {report.changed:,} changed, {report.unchanged:,} unchanged"
    print(f"{report.rows:,} rows: {counts}")
    _rejected(report)


def _rejected(report: "Report") -> None:
    from models.registers.register_row import REASONS

    if not report.rejected:
        print("every row can be taken")
    for reason, (count, lines) in sorted(report.rejected.items(), key=lambda one: -one[1][0]):
        where = f" (lines {', '.join(map(str, lines))}{' ...' if count > len(lines) else ''})"
        print(f"  {count:>9,} rejected: {REASONS[reason]}{where if lines else ''}")


@contextmanager
def _progress() -> Iterator["Progress"]:
    """Rows so far on standard error, where somebody watches."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as shown:
        task = shown.add_task("reading", total=None)
        yield lambda rows: shown.update(task, description=f"{rows:,} rows")


def voters_log(
    out: Annotated[Path, typer.Argument(help="CSV file to write.")],
    election: Annotated[str | None, typer.Option(help="Code of an election; else all.")] = None,
    senders: Annotated[
        bool, typer.Option("--senders", help="With the channel's own id of who asked.")
    ] = False,
) -> None:
    """Write who asked what, for the data protection officer; the NIK is a keyed hash."""
    out.touch(mode=0o600)
    print(f"{asyncio.run(_log(out, election, senders)):,} questions in {out}")


async def _log(out: Path, code: str | None, senders: bool) -> int:
    import csv

    from api.processes.place import ready_database
    from models.settings import settings
    from models.stores.base.audit import note
    from models.stores.base.elections import election as find
    from models.stores.voters import voter_log

    count = 0
    async with ready_database(settings()) as database, database.transaction() as tx:
        number = (await find(tx, code)).id if code else None
        with out.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(voter_log.COLUMNS)
            async for row in voter_log.rows(tx, number, senders=senders):
                writer.writerow(row)
                count += 1
        data = {"questions": count, "senders": senders, "election": code}
        await note(tx, "operator", "voter questions exported", "voter_ask", data)
    return count


def rotate_voters() -> None:
    """Wrap the stored hashes with the newest key of SAKSI_VOTER_KEYS; what was stopped goes on."""
    print(f"{asyncio.run(_rotate()):,} voters wrapped")


async def _rotate() -> int:
    from api.processes.place import ready_database
    from models.sealing import Keys
    from models.settings import settings
    from models.stores.voters.voter_rotation import rotate
    from models.voter_keys import VoterKeys

    config = settings()
    async with ready_database(config) as database:
        with _progress() as progress:
            return await rotate(database, VoterKeys(Keys.of(config)), progress)


def forget_voters(
    election: Annotated[str, typer.Argument(help="Code of the election.")],
    yes: Annotated[bool, typer.Option("--yes", help="Really delete.")] = False,
) -> None:
    """Delete an election's register when its purpose has ended; the audit log keeps how many."""
    if not yes:
        print("Nothing deleted; to delete the register say --yes.", file=sys.stderr)
        raise SystemExit(2)
    print(f"{asyncio.run(_forget(election)):,} voters deleted")


async def _forget(code: str) -> int:
    from api.processes.place import ready_database
    from models.settings import settings
    from models.stores.base.audit import note
    from models.stores.base.elections import election as find
    from models.stores.voters.voters import forget

    async with ready_database(settings()) as database, database.transaction() as tx:
        found = await find(tx, code)
        gone = await forget(tx, found.id)
        await note(tx, "operator", "voters deleted", f"election:{code}", {"voters": gone})
        return gone
