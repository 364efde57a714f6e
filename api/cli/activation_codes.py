"""`saksi witnesses codes`: who has not enrolled yet, and new codes to hand on by kelurahan."""

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.area_names import named_area
from api.cli.volunteers import installation

if TYPE_CHECKING:
    from models.stores.mandates.code_list import Waiting


def codes(
    area: Annotated[str | None, typer.Option(help="Name or code; all without.")] = None,
    new: Annotated[
        bool, typer.Option("--new", help="Make new codes for all who have not enrolled yet.")
    ] = False,
    file: Annotated[
        Path | None, typer.Option(help="Write them to this CSV: station, kelurahan, code, text.")
    ] = None,
    by_kelurahan: Annotated[
        Path | None,
        typer.Option("--by-kelurahan", help="A CSV for each kelurahan and its coordinator here."),
    ] = None,
    bot: Annotated[str, typer.Option(help="The bot's name in the text: @SaksiDiyBot.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Who has enrolled and who has not; with --new codes to forward, shown only now."""
    from api.files import code_files as files
    from models.errors import BadInput

    if new and not (file or by_kelurahan or as_json):
        raise BadInput("where to? --file codes.csv or --by-kelurahan FOLDER: they are shown once")
    if file is not None:
        files.write(file, [])  # before any code is made
    found = asyncio.run(_listed(area, new))
    waiting = [one for one in found if not one.enrolled]
    if file is not None:
        files.write(file, waiting, bot)
        print(f"{len(waiting)} lines in {file}: hand each to its person alone")
    if by_kelurahan is not None:
        made = files.write_by_kelurahan(by_kelurahan, waiting, bot)
        print(f"{len(made)} files in {by_kelurahan}: send each to the coordinator in its name")
    if as_json:
        rows = [dict(zip(files.HEAD, files.row(one, bot), strict=True)) for one in waiting]
        print(json.dumps({"waiting": rows}, ensure_ascii=False))
    elif file is None and by_kelurahan is None:
        _show(found)


def _show(found: "list[Waiting]") -> None:
    """By kelurahan: how many enrolled, how many hold a code that nobody used yet."""
    from api.cli.screen_table import room, table

    places: dict[str, list[Waiting]] = {}
    for one in found:
        places.setdefault(one.kelurahan, []).append(one)
    rows = [
        (
            *(code, here[0].place, ", ".join(name for _, name in here[0].led_by) or "-"),
            *(f"{count:,}" for count in _counts(here)),
        )
        for code, here in places.items()
    ]
    head = ("code", "kelurahan", "coordinator", "witnesses", "enrolled", "with code", "without")
    print(table(head, rows, room(), names=3) if rows else "nobody has a mandate here")


def _counts(here: "list[Waiting]") -> tuple[int, int, int, int]:
    enrolled = sum(one.enrolled for one in here)
    held = sum(one.has_code and not one.enrolled for one in here)
    return len(here), enrolled, held, len(here) - enrolled - held


async def _listed(area: str | None, new: bool) -> "list[Waiting]":
    from models.stores.mandates.code_list import listed

    async with installation() as (tx, keys, election):
        path = (await named_area(tx, election, area)).path if area else ""
        return await listed(tx, keys, election.id, path, new=new)
