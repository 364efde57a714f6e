"""`saksi witnesses assign`, `swap`, `mandates`, `coverage`: stations, letters, what is open."""

import asyncio
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.area_names import named_area
from api.cli.volunteers import AsJson, Where, installation

if TYPE_CHECKING:
    from bot.mandates.letters import Letter
    from models.stores.mandates.coverage import Coverage
    from models.stores.mandates.letters import Mandate

Who = Annotated[str, typer.Argument(help="An application's code (R-7QKD), or a phone: +62...")]
Station = Annotated[str, typer.Argument(help="The station's code.")]
Participant = Annotated[str, typer.Option(help="PDIP, party:3, pair:2; our own without.")]


def assign(
    who: Who,
    station: Annotated[str, typer.Argument(help="The station's code, or a kelurahan's.")],
    participant: Participant = "",
    reserve: Annotated[bool, typer.Option(help="Into the reserve of the kelurahan.")] = False,
) -> None:
    """Assign somebody to a station or a reserve; the witness hears it and gets the letter."""
    print(asyncio.run(_assign(who, station, participant, reserve)))


async def _assign(who: str, place: str, participant: str, reserve: bool) -> str:
    from bot.base import assigned
    from models.stores.base import participants
    from models.stores.mandates import assigning, reserve_lists

    async with installation() as (tx, keys, election):
        person = await assigning.who_is(tx, keys, election.id, _named(who))
        if reserve:
            found = await named_area(tx, election, place)
            ours, _ = await participants.find(tx, election, participant)
            where = reserve_lists.Place(election.id, found.id, ours)
            new = await reserve_lists.put(tx, where, person.person_id)
            return f"{person.name}: {'in' if new else 'already in'} the reserve of {found.title}"
        station = await assigning.station(tx, election.id, code=place)
        given = assigning.Assignment(person.person_id, station, participant)
        new = await assigned.assign(tx, election, given)
    state = "assigned to" if new else "already at"
    return f"{person.name}: {state} TPS {station.number:02d} {station.kelurahan}"


def _named(who: str) -> str:
    from models.phones import e164

    return who if who[:1].upper() == "R" else e164(who)


def swap(station: Station, old: Who, new: Who, participant: Participant = "") -> None:
    """Put somebody in another one's place; the old mandate stays on record; both hear it."""
    print(asyncio.run(_swap(station, old, new, participant)))


async def _swap(code: str, old: str, new: str, participant: str) -> str:
    from bot.base import assigned
    from models.errors import NotFound
    from models.stores.base import participants
    from models.stores.mandates import assigning

    async with installation() as (tx, keys, election):
        place = await assigning.station(tx, election.id, code=code)
        gone = await assigning.who_is(tx, keys, election.id, _named(old))
        comes = await assigning.who_is(tx, keys, election.id, _named(new))
        whose = None
        if participant:
            whose, _ = await participants.find(tx, election, participant)
        held = [
            row.id
            for row in await assigning.there(tx, place.id)
            if row.person_id == gone.person_id and whose in (None, row.participant_id)
        ]
        if len(held) != 1:
            raise NotFound(f"{gone.name} holds {len(held)} mandates there: name the participant")
        mandate = await assigning.held(tx, held[0])
        given = assigning.Assignment(comes.person_id, place)
        await assigned.replace_witness(tx, election, mandate, given)
    return f"TPS {place.number:02d} {place.kelurahan}: {comes.name} for {gone.name}"


def mandates(
    area: Where = None,
    pdf: Annotated[
        Path | None, typer.Option(help="Number the letters and write each as PDF into this folder.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """The active mandates with the numbers of their letters; with --pdf the letters themselves."""
    rows, made = asyncio.run(_mandates(area, numbered=pdf is not None))
    if pdf is not None:
        _write(pdf, made)
    if as_json:
        print(json.dumps({"mandates": rows, "written": len(made)}, ensure_ascii=False))
        return
    if not rows:
        print("no active mandates here")
    for row in rows:
        number = f"{row['letter']:05d}" if row["letter"] else "  -  "
        print(f"{number}  {row['station']}  {row['participant']}  {row['name']}")
    if pdf is not None:
        print(f"{len(made)} letters in {pdf}", file=sys.stderr)


def _write(folder: Path, made: "list[tuple[Mandate, Letter]]") -> None:
    """Each letter as a file; a bar on a terminal."""
    from rich.progress import track

    from bot.mandates import letters as paper

    folder.mkdir(parents=True, exist_ok=True)
    for row, letter in track(made, "Letters", disable=not sys.stderr.isatty()):
        (folder / paper.file_name(row)).write_bytes(paper.document(letter))


async def _mandates(
    area: str | None, *, numbered: bool
) -> "tuple[list[dict[str, object]], list[tuple[Mandate, Letter]]]":
    from bot.mandates import letters as paper
    from models.stores.base.audit import note
    from models.stores.mandates import letters

    async with installation() as (tx, _keys, election):
        path = (await named_area(tx, election, area)).path if area else ""
        rows = await letters.rows(tx, election.id, path=path)
        made: list[tuple[Mandate, Letter]] = []
        if numbered:
            missing = [row.id for row in rows if row.number is None]
            await letters.issue(tx, election.id, missing)
            rows = await letters.rows(tx, election.id, path=path)
            made = await paper.composed(tx, election, rows)
            data = {"letters": len(made), "new": len(missing)}
            await note(tx, "operator", "letters written", f"area:{area}", data)
        return [_told(row) for row in rows], made


def _told(row: "Mandate") -> dict[str, object]:
    return {
        "letter": row.number,
        "station": row.station,
        "tps": row.tps,
        "kelurahan": row.kelurahan,
        "participant": f"{row.kind}:{row.short}",
        "name": row.person,
    }


def coverage(
    area: Where = None,
    participant: Annotated[str, typer.Option(help="party:3, pair:2, PDIP; all without.")] = "",
    xlsx: Annotated[Path | None, typer.Option(help="Write a spreadsheet.")] = None,
    as_json: AsJson = False,
) -> None:
    """How many stations have no witness, one, two; where one is trained, or has a letter."""
    heading, rows, whole = asyncio.run(_coverage(area, participant))
    if xlsx is not None:
        from api.files.coverage import workbook

        xlsx.write_bytes(workbook(rows, whole))
        print(f"{xlsx}: {xlsx.stat().st_size:,} bytes", file=sys.stderr)
    if as_json:
        lines = [asdict(row) for row in rows]
        print(json.dumps({**heading, "total": asdict(whole), "rows": lines}, ensure_ascii=False))
    elif xlsx is None:
        _table(rows, whole)


async def _coverage(
    area: str | None, said: str
) -> "tuple[dict[str, str], list[Coverage], Coverage]":
    from models.stores.base import areas, participants
    from models.stores.mandates import coverage as store

    async with installation() as (tx, _keys, election):
        top = await areas.top(tx, election.id)
        place = await named_area(tx, election, area or await areas.parting(tx, election.id, top))
        whose = None
        if said:
            whose, _ = await participants.find(tx, election, said)
        rows = await store.coverage(tx, election.id, place, whose)
    return {"election": election.code, "area": place.code}, rows, store.total(place, rows)


def _table(rows: "list[Coverage]", whole: "Coverage") -> None:
    from api.cli.screen_table import room, table
    from models.stores.mandates.coverage import COUNTS

    lines = [
        [row.code, row.name, *(f"{getattr(row, name):,}" for name in COUNTS)]
        for row in (*rows, whole)
    ]
    print(table(("code", "name", *COUNTS), lines, room()))
