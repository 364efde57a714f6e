"""`saksi verify`: whether messages, reports, photos, recap and audit log fit together."""

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from api.consistency import Consistency


def verify(
    files: Annotated[
        bool, typer.Option("--files/--no-files", help="Read every stored photo and compare it.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Prove that all that is stored fits together; exit 1 and what does not.

    Every acknowledged event has its messages, every report, check-in and photo leads to a message
    that was handled and had its effect once, every answer belongs to one, the recap is the sum of
    the reports, every photo's file is as it came, and the audit log holds (as in `saksi audit
    verify`). It reads only and may run on the night: what is on its way is told apart.
    """
    found = asyncio.run(_found(with_files=files))
    if as_json:
        print(json.dumps(found.to_json(), ensure_ascii=False))
    else:
        _tell(found)
    if found.broken():
        raise typer.Exit(1)


async def _found(*, with_files: bool) -> "Consistency":
    from api.consistency import everything
    from api.processes.place import ready_database
    from models.settings import settings
    from models.stores.audit import heads

    config = settings()
    known = heads.kept(config.var / "heads" / "heads.jsonl")
    async with ready_database(config) as database:
        return await everything(config, database, known, with_files=with_files)


def _tell(found: "Consistency") -> None:
    for one in found.laws:
        mark = "NO " if one.wrong else "yes"
        print(f"{mark} {one.rows:>12,}  {one.law}")
    log = found.log
    mark = "NO " if log.broken else "yes"
    print(f"{mark} {log.entries:>12,}  entries of the audit log hold, in {log.blocks:,} blocks")
    if log.broken is None:
        print(
            f"yes {log.rows:>12,}  rows are as the log says, {log.results:,} results and the recap"
        )
        print(f"yes {log.files:>12,}  files are as they came")
    rest = ", ".join(f"{count:,} {name}" for name, count in found.waiting.items() if count)
    print(f"On its way: {rest or 'nothing'}.")
    for line in found.broken():
        print(line, file=sys.stderr)
