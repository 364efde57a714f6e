"""`saksi witnesses import` and `export-witnesses`: the coordinator's list, both ways."""

import asyncio
import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.volunteers import installation

if TYPE_CHECKING:
    from models.stores.mandates.witnesses import Imported


class _Checked(Exception):
    """Ends the transaction of a check; carries what would have been done."""

    def __init__(self, done: "Imported") -> None:
        super().__init__("only checked")
        self.done = done


def import_witnesses(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV or XLSX: name, phone, station, participant [, ballots, kelurahan, status]"
        ),
    ],
    codes: Annotated[
        Path | None, typer.Option(help="Write the activation codes to this CSV file.")
    ] = None,
    new_codes: Annotated[
        bool, typer.Option(help="Make new codes for everybody in the file.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Say what is wrong; write nothing.")] = (
        False
    ),
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Import witnesses, reserves, volunteers; all of the file or, each wrong line named, nothing.

    A line without a station is a volunteer of its kelurahan; `status`: saksi, cadangan, calon
    (accepted), pelamar (waits for an answer).
    """
    if codes and not check:
        _open(codes)
    done = _done_or_errors(file, new_codes, check, as_json)
    made = () if check else done.codes
    if codes and not check:
        with codes.open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([("name", "phone", "code"), *made])
        codes.chmod(0o600)
    for one in done.notes:
        print(one, file=sys.stderr)
    if as_json:
        _document(done, made, check)
        return
    _tell(done, made, codes, check)


def _open(codes: Path) -> None:
    """Make the file of codes before anybody gets one; raises BadInput where it cannot be."""
    from models.errors import BadInput

    try:
        codes.touch(0o600)
        codes.chmod(0o600)
    except OSError as problem:
        raise BadInput(f"--codes: {codes} cannot be written ({problem.strerror})") from None


def _done_or_errors(file: Path, new_codes: bool, check: bool, as_json: bool) -> "Imported":
    """The import; where lines are wrong all of them stand in a file beside the list.

    Raises BadInput.
    """
    import json

    from models.errors import BadInput

    try:
        return asyncio.run(_import(file, new_codes, check))
    except BadInput as refused:
        errors = refused.facts.get("errors")
        if not isinstance(errors, list):
            raise
        beside = file.with_name(f"{file.stem}-salah.csv")
        with beside.open("w", newline="", encoding="utf-8-sig") as out:
            csv.writer(out).writerows([("line", "reason"), *errors])
        if as_json:
            told = [{"line": line, "reason": reason} for line, reason in errors]
            print(json.dumps({"errors": told}, ensure_ascii=False))
        raise BadInput(f"{refused}\nall {len(errors)} wrong lines: {beside}") from None


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
    if codes and not check:
        print(f"{len(made)} activation codes in {codes}: hand each to its witness alone")
        return
    for name, phone, code in made:
        print(f"{code}  {phone}  {name}")
    if made:
        print("Each code is shown only now; hand it to its witness alone.", file=sys.stderr)


async def _import(file: Path, new_codes: bool, check: bool) -> "Imported":
    from models.stores.mandates.witnesses import import_witnesses as put

    try:
        async with installation() as (tx, keys, election):
            done = await put(tx, keys, election.id, file, new_codes=new_codes)
            if check:
                raise _Checked(done)  # nothing of the transaction stays
    except _Checked as checked:
        return checked.done
    return done


def export_witnesses(
    file: Annotated[Path, typer.Argument(help="Where to write: .csv or .xlsx")],
    area: Annotated[str | None, typer.Option(help="Code of an area; all without.")] = None,
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
    from models.stores.base.areas import area as find
    from models.stores.base.audit import note
    from models.stores.recruiting.volunteer_lists import exported

    async with installation() as (tx, keys, election):
        path = (await find(tx, election.id, area)).path if area else ""
        rows = await exported(tx, election.id, path)
        await note(tx, "operator", "witnesses exported", f"area:{area}", {"rows": len(rows)})
        return lines(rows, keys)
