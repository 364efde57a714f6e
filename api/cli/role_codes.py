"""`saksi roles codes`: who holds a role and has not enrolled, and new codes to hand on."""

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.area_names import named_area
from api.cli.volunteers import installation

if TYPE_CHECKING:
    from models.stores.persons.holders_waiting import Holder


def codes(
    area: Annotated[str | None, typer.Option(help="Name or code; all without.")] = None,
    new: Annotated[
        bool, typer.Option("--new", help="Make new codes for all who have not enrolled yet.")
    ] = False,
    file: Annotated[
        Path | None, typer.Option(help="Write them to this CSV: role, area, code, text.")
    ] = None,
    bot: Annotated[str, typer.Option(help="The bot's name in the text: @SaksiDiyBot.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Who with a role has enrolled and who has not; with --new codes to forward, shown once."""
    from api.files import code_files as files
    from models.errors import BadInput

    if new and not (file or as_json):
        raise BadInput("where to? --file codes.csv: they are shown once")
    if file is not None:
        files.write_holders(file, [])  # before any code is made
    found = asyncio.run(_listed(area, new))
    waiting = [one for one in found if not one.enrolled]
    if file is not None:
        files.write_holders(file, waiting, bot)
        print(f"{len(waiting)} lines in {file}: hand each to its person alone")
    if as_json:
        rows = [dict(zip(files.HOLDERS, files.holder(one, bot), strict=True)) for one in waiting]
        print(json.dumps({"waiting": rows}, ensure_ascii=False))
    elif file is None:
        _show(found)


def _show(found: "list[Holder]") -> None:
    from api.cli.screen_table import room, table

    states = {True: "enrolled", False: "with code", None: "without code"}
    rows = [
        (one.name, one.role, f"{one.level} {one.place}".strip(), one.area or "-", states[state])
        for one in found
        for state in (True if one.enrolled else False if one.has_code else None,)
    ]
    head = ("name", "role", "place", "area", "state")
    print(table(head, rows, room(), names=5) if rows else "nobody has a role here")


async def _listed(area: str | None, new: bool) -> "list[Holder]":
    from models.stores.persons.holders_waiting import holders

    async with installation() as (tx, keys, election):
        path = (await named_area(tx, election, area)).path if area else ""
        return await holders(tx, keys, election, path, new=new)
