"""`saksi witnesses import` and `export-witnesses`: the coordinator's list, both ways."""

import asyncio
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import list_imports as lists
from api.cli.area_names import named_area
from api.cli.volunteers import installation

if TYPE_CHECKING:
    from models.stores.mandates.witnesses import Imported


def import_witnesses(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV or XLSX: name, phone, station, participant [, ballots, kelurahan, status]"
        ),
    ],
    codes: lists.Codes = None,
    new_codes: Annotated[
        bool, typer.Option(help="Make new codes for everybody in the file.")
    ] = False,
    participant: Annotated[
        str, typer.Option(help="Whose the lines are that name none: PDIP, pair:2.")
    ] = "",
    mapped: lists.Map = None,
    check: lists.Check = False,
    election: lists.Election = None,
    as_json: lists.AsJson = False,
) -> None:
    """Import witnesses, reserves, volunteers; all of the file or, each wrong line named, nothing.

    A line without a station is a volunteer of its kelurahan; `status`: saksi, cadangan, calon
    (accepted), pelamar (waits for an answer).
    """
    if not check:
        lists.opened(codes)
    wanted = _Wanted(file, participant, new_codes, check, election, tuple(mapped or ()))
    done = _done(wanted, as_json)
    made = () if check else done.codes
    if codes and not check:
        _write_codes(codes, done)
    for one in done.notes:
        print(one, file=sys.stderr)
    if as_json:
        _document(done, made, check)
        return
    _tell(done, made, codes, check)


def _done(wanted: "_Wanted", as_json: bool) -> "Imported":
    from models.errors import BadInput

    try:
        return lists.done_or_errors(wanted.file, lambda: asyncio.run(_import(wanted)), as_json)
    except BadInput as refused:
        if "for which participant?" not in str(refused):
            raise
        raise BadInput(f"{refused}\nof all lines that name none: --participant PDIP") from None


def _document(done: "Imported", made: tuple[tuple[str, str, str], ...], check: bool) -> None:
    import json

    people = [dict(zip(("name", "phone", "code"), row, strict=True)) for row in made]
    counts = {"new": done.persons, "mandates": done.mandates, "unchanged": done.unchanged}
    counts |= {"reserves": done.reserves, "volunteers": done.volunteers}
    more = {"notes": list(done.notes), "checked": check}
    print(json.dumps({**counts, **more, "codes": people}, ensure_ascii=False))


def _tell(
    done: "Imported", made: tuple[tuple[str, str, str], ...], codes: Path | None, check: bool
) -> None:
    would = "would be: " if check else ""
    print(
        f"{would}{done.persons} new persons, {done.mandates} new mandates, {done.reserves} "
        f"reserves, {done.volunteers} volunteers, {done.unchanged} unchanged"
    )
    lists.tell_codes(made, None if check else codes)


def _write_codes(file: Path, done: "Imported") -> None:
    """The new codes with station, kelurahan and the text to forward."""
    from api.files import code_files

    by_phone = {phone: code for _, phone, code in done.codes}
    listed = [replace(one, code=by_phone.pop(one.phone, "")) for one in done.listed]
    code_files.write(file, [one for one in listed if one.code])


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An import as it was asked for."""

    file: Path
    participant: str
    new_codes: bool
    check: bool
    election: str | None
    mapped: tuple[str, ...]


async def _import(wanted: _Wanted) -> "Imported":
    from models.registers.witness_list import HEADINGS
    from models.stores.mandates.witnesses import import_witnesses as put

    headings = lists.confirmed(HEADINGS, wanted.mapped)
    with lists.reading(wanted.file.name) as progress:
        async with installation(wanted.election) as (tx, keys, election):
            done = await put(
                tx,
                keys,
                election.id,
                wanted.file,
                headings=headings,
                participant=wanted.participant,
                new_codes=wanted.new_codes,
                progress=progress,
            )
            if wanted.check:
                await tx.rollback()
    return done


def export_witnesses(
    file: Annotated[Path, typer.Argument(help="Where to write: .csv or .xlsx")],
    area: Annotated[str | None, typer.Option(help="Name or code; all without.")] = None,
) -> None:
    """Write witnesses, reserves and volunteers with their phones; it can be imported again."""
    from api.files import witnesses as files
    from models.errors import BadInput

    writers = {".csv": files.table, ".xlsx": files.workbook}
    if file.suffix.lower() not in writers:
        raise BadInput(f"{file}: write .csv or .xlsx")
    found = asyncio.run(_export(area))
    file.write_bytes(writers[file.suffix.lower()](found))
    file.chmod(0o600)
    print(f"{len(found)} lines in {file}: it holds phone numbers, keep it safe")


async def _export(area: str | None) -> list[tuple[str, ...]]:
    from api.files.witnesses import lines
    from models.stores.base.audit import note
    from models.stores.recruiting.volunteer_lists import exported

    async with installation() as (tx, keys, election):
        path = (await named_area(tx, election, area)).path if area else ""
        rows = await exported(tx, election.id, path)
        await note(tx, "operator", "witnesses exported", f"area:{area}", {"rows": len(rows)})
        return lines(rows, keys)
