"""`saksi import-witnesses`: the coordinator's list becomes persons, mandates and codes."""

import asyncio
import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from models.stores.witnesses import Imported


def import_witnesses(
    file: Annotated[
        Path, typer.Argument(help="CSV: name, phone, station, participant [, ballots]")
    ],
    codes: Annotated[
        Path | None, typer.Option(help="Write the activation codes to this CSV file.")
    ] = None,
    new_codes: Annotated[
        bool, typer.Option(help="Make new codes for everybody in the file.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Import witnesses; all of the file or, with every wrong line named, nothing."""
    done = asyncio.run(_import(file, new_codes))
    if codes:
        with codes.open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([("name", "phone", "code"), *done.codes])
        codes.chmod(0o600)
    if as_json:
        import json

        people = [dict(zip(("name", "phone", "code"), row, strict=True)) for row in done.codes]
        counts = {"new": done.persons, "mandates": done.mandates, "unchanged": done.unchanged}
        print(json.dumps({**counts, "codes": people}))
        return
    _tell(done, codes)


def _tell(done: "Imported", codes: Path | None) -> None:
    print(f"{done.persons} new persons, {done.mandates} new mandates, {done.unchanged} unchanged")
    if codes:
        print(f"{len(done.codes)} activation codes in {codes}: hand each to its witness alone")
    else:
        for name, phone, code in done.codes:
            print(f"{code}  {phone}  {name}")
        if done.codes:
            print("Each code is shown only now; hand it to its witness alone.", file=sys.stderr)


async def _import(file: Path, new_codes: bool) -> "Imported":
    from api.cli.place import ready_database
    from models.errors import NotFound
    from models.sealing import Keys
    from models.settings import settings
    from models.stores.elections import current_election
    from models.stores.witnesses import import_witnesses as put

    config = settings()
    async with ready_database(config) as database, database.transaction() as session:
        election = await current_election(session)
        if election is None:
            raise NotFound("no election is loaded yet: saksi load PACK")
        return await put(session, Keys.of(config), election.id, file, new_codes=new_codes)
