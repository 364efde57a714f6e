"""`saksi load` and `saksi packs build`: election packs from the command line."""

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
    from models.packs.build import Built
    from models.stores.packs.pack_load import Loaded
    from models.stores.packs.pack_rows import Progress


_MOST = 60
"""Letters of a setting that are told; lists of ballots or questions are longer."""


def load(
    pack: Annotated[Path, typer.Argument(help="Folder with election.toml and its CSV files.")],
    removals: Annotated[
        bool, typer.Option("--removals", help="Let the pack drop over 5 % of the stations.")
    ] = False,
    check: lists.Check = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Load or update an election: all or nothing, and says what changed."""
    from models.errors import BadPack

    try:
        loaded = asyncio.run(_load(pack, removals, check))
    except BadPack as refused:
        if as_json:
            print(json.dumps({"errors": refused.facts.get("faults", [refused.facts])}))
        raise
    if as_json:
        from dataclasses import asdict

        changes = {table: asdict(change) for table, change in loaded.changes.items()}
        head: dict[str, object] = {"election": loaded.code, "unchanged": loaded.unchanged}
        if loaded.settings:
            head["settings"] = {key: list(two) for key, two in loaded.settings.items()}
        checked = {"checked": True} if check else {}
        print(json.dumps({**head, "changes": changes, **checked}))
    else:
        _tell(loaded, "would be loaded" if check else "loaded")


def build_pack(
    area: Annotated[
        list[str] | None, typer.Option(help="Code of an area, kelurahan to provinsi, 0 the nation.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder to write to; packs/pemilu-2024-AREA if not given.")
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option("--from", help="Folder of the tables; SAKSI_SHARED/data/election."),
    ] = None,
    pilkada: Annotated[
        Path | None,
        typer.Option(help="A Pilkada instead: its pairs, as CSV or XLSX (docs/packs.md)."),
    ] = None,
    day: Annotated[
        str, typer.Option("--date", help="The day of the Pilkada: 2024-11-27.")
    ] = "2024-11-27",
    like: Annotated[
        Path | None, typer.Option(help="The pack whose areas and stations the Pilkada has.")
    ] = None,
    mapped: lists.Map = None,
) -> None:
    """Make the pack of any area of 2024 from public tables, or of a Pilkada from its pairs."""
    from models.errors import BadInput

    if not area and not like:
        raise BadInput("of which area? --area 3471; or of a Pilkada: --pilkada PAIRS --like PACK")
    if pilkada is None:
        built = _from_tables(source, out or _folder("pemilu-2024", area or []), area or [])
    else:
        built = _pilkada(pilkada, day, like, mapped or [], (source, out, area or []))
    _built(built)


def _folder(kind: str, areas: list[str]) -> Path:
    return Path("packs", "-".join([kind, *areas]))


def _from_tables(source: Path | None, folder: Path, areas: list[str]) -> "Built":
    import os

    from models.packs.build import build_pack as build

    tables = source or Path(os.environ.get("SAKSI_SHARED", "../shared"), "data", "election")
    with _progress() as progress:
        return build(tables, folder, areas, lambda file: progress(file, 0))


def _pilkada(
    pairs: Path,
    day: str,
    like: Path | None,
    mapped: list[str],
    tables: tuple[Path | None, Path | None, list[str]],
) -> "Built":
    from datetime import date
    from tempfile import TemporaryDirectory

    from models.errors import BadInput
    from models.packs.build.pilkada import build_pilkada
    from models.registers.pair_list import HEADINGS, read_pairs

    source, out, areas = tables
    try:
        when = date.fromisoformat(day)
    except ValueError:
        raise BadInput(f"--date {day!r}: write it like 2024-11-27") from None
    listed = list(read_pairs(pairs, lists.confirmed(HEADINGS, mapped)))
    folder = out or _folder("pilkada", [str(when.year), *(areas or [pairs.stem])])
    if like is not None:
        return build_pilkada(like, listed, folder, when)
    with TemporaryDirectory() as between:
        _from_tables(source, Path(between), areas)
        return build_pilkada(Path(between), listed, folder, when)


def _built(built: "Built") -> None:
    print(f"{built.folder}: {built.code}, {built.name}")
    for file, rows in built.rows.items():
        print(f"  {file:22}{rows:>9,} rows")
    if built.unplaced:
        number = len(built.unplaced)
        print(f"  {number} kelurahan are in no listed district of the DPRD kabupaten/kota")


async def _load(pack: Path, removals: bool, check: bool) -> "Loaded":
    from api.processes.place import ready_database
    from models.settings import settings
    from models.stores.packs.pack_load import load_pack

    async with ready_database(settings()) as database:
        with _progress() as progress:
            async with database.transaction() as tx:
                loaded = await load_pack(tx, pack, progress=progress, removals=removals)
                if check:
                    await tx.rollback()
            return loaded


def _tell(loaded: "Loaded", done: str) -> None:
    if loaded.unchanged:
        print(f"{loaded.code}: already loaded, nothing changed")
        return
    print(f"{loaded.code}: {done}")
    for key, (before, now) in loaded.settings.items():
        print(f"  election.toml: {key}: {_short(before)} -> {_short(now)}")
    for table, change in loaded.changes.items():
        line = f"  {table:13}{change.added:>9,} added {change.changed:>9,} changed"
        print(f"{line} {change.removed:>9,} removed")
        if change.kept:
            print(f"  {'':13}{change.kept:>9,} gone from the pack, kept: others hang on them")


def _short(value: object) -> str:
    """A setting in a line."""
    told = json.dumps(value, ensure_ascii=False)
    return told if len(told) <= _MOST else f"{told[:_MOST]} ..."


@contextmanager
def _progress() -> Iterator["Progress"]:
    """Bars on standard error where somebody watches, one for each table."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    console = Console(file=sys.stderr)
    shown = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    tasks = {}
    with shown:

        def tell(table: str, done: int) -> None:
            if table not in tasks:
                tasks[table] = shown.add_task(table, total=None)
            rows = f"  {done:,} rows" if done else ""
            shown.update(tasks[table], description=f"{table}{rows}")

        yield tell
