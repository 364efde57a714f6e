"""`saksi recap`: the count on the command line, as a table, as JSON, as a file to hand on."""

import asyncio
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.area_names import with_code
from models.errors import BadInput
from models.values import Ballot, Trust

if TYPE_CHECKING:
    from api.http.answers import Answer, Asked
    from models.stores.base.database import Database, Transaction
    from models.stores.recap.rebuild import Rebuilt

_NUMBERS = ("confirmed", "disputed", "valid", "invalid")


def recap(
    ballot: Annotated[
        Ballot | None, typer.Option(help="ppwp, dpr, dpd, dprd_prov, dprd_kab, gubernur, bupati.")
    ] = None,
    area: Annotated[str | None, typer.Option(help="Name or code; the nation without.")] = None,
    district: Annotated[str | None, typer.Option(help="Code of a district (dapil).")] = None,
    level: Annotated[
        str | None,
        typer.Option(help="nasional, provinsi, kabkota, kecamatan, kelurahan, tps or dapil."),
    ] = None,
    trust: Annotated[Trust, typer.Option(help="Any result, or confirmed ones only.")] = Trust.ANY,
    election: Annotated[str | None, typer.Option(help="Code; the current one without.")] = None,
    file: Annotated[
        Path | None, typer.Option(help="Write a file to hand on: .csv, .xlsx or .pdf.")
    ] = None,
    made_for: Annotated[str, typer.Option("--for", help="For whom it is made.")] = "",
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Recount from the revisions; exit 1 if it differed.")
    ] = False,
    wide: Annotated[
        bool, typer.Option("--wide", help="One table, however wide; else pages that fit.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Votes, valid, invalid, and how many stations reported, of any area or district."""
    if rebuild:
        _rebuild(asyncio.run(_rebuilt(election, ballot)), as_json)
        return
    if ballot is None:
        raise BadInput("say which ballot: --ballot ppwp")
    from api.http.answers import Asked
    from models.stores.recap.recap import Question

    asked = Asked(Question(ballot, area, district, level, trust), election)
    if file is not None:
        body = asyncio.run(_file(asked, file, made_for))
        file.write_bytes(body)
        print(f"{file}: {len(body):,} bytes")
        return
    asyncio.run(_recap(asked, as_json, made_for, wide))


async def _recap(asked: "Asked", as_json: bool, made_for: str, wide: bool) -> None:
    from api.http.answers import Answers
    from api.processes.place import ready_database
    from models.settings import settings
    from models.stores.base.elections import choice_names

    async with ready_database(settings()) as database:
        asked = await _named(database, asked)
        answer = await Answers(database).answer(asked)
        if as_json:
            await _write(answer)
        else:
            document = {**json.loads(await _whole(answer)), "for": made_for}
            async with database.transaction() as tx:
                names = await choice_names(tx, document["election"], document["ballot"])
                print(await _about(tx, document))
            _table(document, names, wide)


async def _named(database: "Database", asked: "Asked") -> "Asked":
    """The question with the code of the area that it names."""
    async with database.transaction() as tx:
        return replace(asked, question=await with_code(tx, asked.question, asked.election))


async def _about(tx: "Transaction", document: dict[str, Any]) -> str:
    """Election, ballot and place by their names, with the codes that other commands take."""
    from models.stores.base.areas import area
    from models.stores.base.elections import election

    loaded = await election(tx, document["election"])
    ballots = {one.code.value: one.name for one in loaded.config.ballots}
    ballot, code = document["ballot"], document["area"]
    place = (await area(tx, loaded.id, code)).title if code else f"dapil {document['district']}"
    named = f"{place} ({code})" if code else place
    return f"{loaded.name} ({loaded.code}): {ballots.get(ballot, ballot)} ({ballot}), {named}"


async def _file(asked: "Asked", file: Path, made_for: str) -> bytes:
    from api.files.recap_file import FileKind, recap_file
    from api.processes.place import ready_database
    from api.reach import subject_of
    from models.settings import settings
    from models.stores.base import audit

    try:
        kind = FileKind(file.suffix.removeprefix(".").lower())
    except ValueError:
        raise BadInput("the file's name must end with .csv, .xlsx or .pdf") from None
    async with ready_database(settings()) as database:
        asked = await _named(database, asked)
        body = await recap_file(database, asked, kind, made_for)
        async with database.transaction() as tx:
            await audit.note(tx, "command", "exported", subject_of(asked), {"file": file.name})
    return body


async def _write(answer: "Answer") -> None:
    if answer.pieces is None:
        sys.stdout.buffer.write(answer.body or b"")
        return
    async for piece in answer.pieces:
        sys.stdout.buffer.write(piece)


async def _whole(answer: "Answer") -> bytes:
    if answer.pieces is None:
        return answer.body or b""
    return b"".join([piece async for piece in answer.pieces])


def _table(document: dict[str, Any], names: dict[str, str], wide: bool) -> None:
    """The answer as a table: coverage first, then the choices, most votes first."""
    from api.cli.screen_table import room, table
    from api.http.provenance import signed

    totals: dict[str, int] = {}
    for row in document["rows"]:
        for code, votes in row["votes"].items():
            if "." not in code:
                totals[code] = totals.get(code, 0) + votes
    choices = sorted(totals, key=lambda code: -totals[code])
    heads = [f"{code} {names[code]}" if code in names else code for code in choices]
    rows = []
    for row in document["rows"]:
        figures = [row[name] for name in _NUMBERS] + [row["votes"].get(one, 0) for one in choices]
        reported = f"{row['reported']:,}/{row['stations']:,}"
        rows.append([row["code"], row["name"], reported, *(f"{one:,}" for one in figures)])
    print(table(("code", "name", "reported", *_NUMBERS, *heads), rows, room(wide)))
    print(signed(document))


async def _rebuilt(election: str | None, ballot: Ballot | None) -> "dict[str, Rebuilt]":
    from rich.console import Console
    from rich.progress import Progress

    from api.processes.place import ready_database
    from models.settings import settings
    from models.stores.base import elections
    from models.stores.recap.rebuild import rebuild

    done = {}
    async with ready_database(settings()) as database:
        async with database.transaction() as tx:
            loaded = await elections.election(tx, election)
        ballots = [ballot] if ballot else [Ballot(one.code) for one in loaded.config.ballots]
        with Progress(console=Console(stderr=True), transient=True) as bars:
            for one in bars.track(ballots, description="Menghitung ulang"):
                async with database.transaction() as tx:
                    done[one.value] = await rebuild(tx, loaded.id, one)
    return done


def _rebuild(done: "dict[str, Rebuilt]", as_json: bool) -> None:
    """Tell what the rebuild found; exit 1 when the folded recap was not the same."""
    from dataclasses import asdict

    if as_json:
        print(json.dumps({ballot: asdict(result) for ballot, result in done.items()}))
    for ballot, result in done.items() if not as_json else ():
        same = "the same to the last vote" if not result.wrong else f"{result.wrong} rows differed"
        print(f"{ballot}: {result.rows:,} rows counted, {same}")
        for one in result.differences:
            trust = "confirmed" if one.trust else "any"
            place = f"  {one.area} contest {one.contest} ({trust}) {one.field}"
            print(f"{place}: folded {one.folded:,}, counted {one.rebuilt:,}; corrected")
    if any(result.wrong for result in done.values()):
        raise typer.Exit(1)


def openapi() -> None:
    """The API's documentation (OpenAPI) as JSON; docs/openapi.json is this."""
    from api.app import create_app
    from models.settings import Settings

    app = create_app(Settings(), "postgresql://nobody@127.0.0.1/nothing")
    print(json.dumps(app.openapi(), indent=1, ensure_ascii=False))
