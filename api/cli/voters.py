"""`saksi import-voters`: the register of voters (DPT) becomes keyed hashes."""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from models.stores.voter_import import Progress, Report


def import_voters(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX: NIK, NKK, nama, kelurahan, TPS ...")],
    election: Annotated[str | None, typer.Option(help="Code of the election.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Import the register; what was stopped goes on, the same file again changes nothing."""
    report = asyncio.run(_import(file, election))
    if as_json:
        rejected = {
            reason: {"rows": count, "lines": lines}
            for reason, (count, lines) in report.rejected.items()
        }
        counts = {"rows": report.rows, "added": report.added, "changed": report.changed}
        more = {"unchanged": report.unchanged, "rejected": rejected, "again": report.again}
        print(json.dumps({**counts, **more}))
    else:
        _tell(report)


async def _import(file: Path, election: str | None) -> "Report":
    from api.cli.place import ready_database
    from models.registers.rows import is_sheet
    from models.sealing import Keys
    from models.settings import settings
    from models.stores.elections import election as find
    from models.stores.voter_import import Importer, is_masked
    from models.stores.voter_register import kind_for
    from models.voter_keys import VoterKeys

    config = settings()
    if is_sheet(file):
        _warn(file)
    masked = is_masked(file)
    async with ready_database(config) as database:
        async with database.transaction() as session:
            found = await find(session, election)
        kind = kind_for(config, found.config.installation.kind, masked=masked)
        with _progress() as progress:
            keys = VoterKeys(Keys.of(config))
            return await Importer(database, keys, found.id, file, kind, progress).run()


def _warn(file: Path) -> None:
    size = file.stat().st_size if file.exists() else 0
    print(
        f"{file.name}: a spreadsheet is read into memory whole, about {max(size * 12 >> 20, 1)} MB "
        "here; save it as CSV when that is too much.",
        file=sys.stderr,
    )


def _tell(report: "Report") -> None:
    from models.registers.entry import REASONS

    if report.again:
        print("imported before, nothing changed")
    elif report.resumed_at:
        print(f"went on behind row {report.resumed_at:,}")
    counts = f"{report.added:,} added, {report.changed:,} changed, {report.unchanged:,} unchanged"
    print(f"{report.rows:,} rows: {counts}")
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
