"""`saksi witnesses attendance`: the list for attendance pay, as a spreadsheet or JSON."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli.area_names import named_area


def attendance(
    area: Annotated[str | None, typer.Option(help="Name or code; the nation without.")] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Write a spreadsheet to this file.")] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV on standard output.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
    election: Annotated[str | None, typer.Option(help="Code; the current one without.")] = None,
) -> None:
    """Who attended, shown by what: check-ins, vouching, reports, photos, paper copies."""
    from models.errors import BadInput

    if (xlsx is not None) + as_csv + as_json != 1:
        raise BadInput("say one of --xlsx FILE, --csv, --json")
    count = asyncio.run(_write(area, election, xlsx, as_json))
    if xlsx is not None:
        xlsx.chmod(0o600)
        print(f"{count} witnesses in {xlsx}")


async def _write(code: str | None, election: str | None, xlsx: Path | None, as_json: bool) -> int:
    from api.files import attendance as files
    from api.processes.place import ready_database
    from models.settings import settings
    from models.stores.attendance import pay_list
    from models.stores.base import areas, audit, elections

    async with ready_database(settings()) as database, database.transaction() as tx:
        loaded = await elections.election(tx, election)
        top = code or await areas.top(tx, loaded.id)
        place = await named_area(tx, loaded, top)
        kind = "xlsx" if xlsx is not None else "json" if as_json else "csv"
        data = {"list": "attendance", "kind": kind, "election": loaded.code}
        await audit.note(tx, "command", "exported", f"area:{place.code}", data)
        found = pay_list.rows(tx, loaded, place)
        if xlsx is not None:
            return await files.workbook(xlsx, f"{loaded.name}, {place.title}", found)
        head = {"election": loaded.code, "area": place.code}
        parts = files.document(head, found) if as_json else files.lines(found)
        async for part in parts:
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.write(b"\n" if as_json else b"")
        sys.stdout.flush()
        return 0
