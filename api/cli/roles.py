"""`saksi roles grant`, `saksi roles revoke`, `saksi roles`: who may do what, in which area."""

import asyncio
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import list_imports as lists
from api.cli.volunteers import installation
from models.values import Role

if TYPE_CHECKING:
    from models.sealing import Keys
    from models.stores.base.areas import Area
    from models.stores.base.database import Transaction
    from models.stores.base.elections import LoadedElection
    from models.stores.persons.role_import import ImportedRoles
    from models.stores.persons.roles import NewRole

Phone = Annotated[str, typer.Argument(help="The person's phone number, +62...")]
What = Annotated[Role, typer.Argument(help="What the person may do.")]
Where = Annotated[
    str | None, typer.Option(help="Code or name of the area; everything below it too.")
]
Everywhere = Annotated[bool, typer.Option("--everywhere", help="In the whole election.")]

Within = Annotated[
    str | None, typer.Option(help="Code of the area; of it and below it. All without.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def grant(
    phone: Phone,
    role: What,
    area: Where = None,
    name: Annotated[str, typer.Option(help="Name of a person who is not known yet.")] = "",
    participant: Annotated[
        str | None, typer.Option(help="Whom a candidate stands for: PDIP, party:3, pair:2.")
    ] = None,
    list_: Annotated[
        str | None, typer.Option("--list", help="The candidate's list: dpr:3401, dprd_kab:347101.")
    ] = None,
    number: Annotated[
        int | None, typer.Option(min=1, help="The candidate's number on the party's list.")
    ] = None,
    level: Annotated[
        str | None, typer.Option(help="The organisation's own level, as in the pack: cabang.")
    ] = None,
    everywhere: Everywhere = False,
) -> None:
    """Give a person a role in an area; somebody new gets an activation code."""
    _say_where(role, area, everywhere)
    tied = (participant, list_, number, level)
    print(asyncio.run(_grant(phone, role, area, tied, name)))


def _say_where(role: Role, area: str | None, everywhere: bool) -> None:
    """A role of the whole election is meant, never forgotten; a candidate's is where the list is.

    Raises BadInput.
    """
    from models.errors import BadInput

    if area and everywhere:
        raise BadInput("--area and --everywhere: one of them")
    if not area and not everywhere and role is not Role.CANDIDATE:
        raise BadInput("in which area? --area CODE or NAME; or --everywhere, the whole election")


def import_roles(
    file: Annotated[
        Path, typer.Argument(help="CSV or XLSX: name, phone, role, area [, participant, list ...]")
    ],
    codes: lists.Codes = None,
    mapped: lists.Map = None,
    check: lists.Check = False,
    election: lists.Election = None,
    as_json: lists.AsJson = False,
) -> None:
    """Import who may do what, where; all of the file or, each wrong line named, nothing.

    The area is the smallest one that a line names (kelurahan, kecamatan, kabkota, wilayah), or
    SELURUH PEMILU. Somebody new gets an activation code.
    """
    if not check:
        lists.opened(codes)

    async def do() -> "ImportedRoles":
        return await _import(file, mapped or [], check, election)

    done = lists.done_or_errors(file, lambda: asyncio.run(do()), as_json)
    made = () if check else done.codes
    if codes and not check:
        _write_codes(codes, done)
    for one in done.notes:
        print(one, file=sys.stderr)
    counts = {"new": done.persons, "granted": done.granted, "unchanged": done.unchanged}
    if as_json:
        people = [dict(zip(("name", "phone", "code"), row, strict=True)) for row in made]
        print(json.dumps({**counts, "checked": check, "codes": people}, ensure_ascii=False))
        return
    would = "would be: " if check else ""
    told = f"{done.persons} new persons, {done.granted} roles granted"
    print(f"{would}{told}, {done.unchanged} unchanged")
    lists.tell_codes(made, codes)


def _write_codes(file: Path, done: "ImportedRoles") -> None:
    """The new codes with role, area and the text to forward."""
    from api.files import code_files

    by_phone = {phone: code for _, phone, code in done.codes}
    listed = [replace(one, code=by_phone.get(one.phone, "")) for one in done.listed]
    code_files.write_holders(file, [one for one in listed if one.code])


async def _import(
    file: Path, mapped: list[str], check: bool, election: str | None
) -> "ImportedRoles":
    from models.registers.listed_roles import HEADINGS
    from models.stores.persons.role_import import RoleImporter

    headings = lists.confirmed(HEADINGS, mapped)
    with lists.reading(file.name) as progress:
        async with installation(election) as (tx, keys, current):
            done = await RoleImporter(tx, keys, current, headings).run(file, progress)
            if check:
                await tx.rollback()
    return done


def revoke(phone: Phone, role: What, area: Where = None, everywhere: Everywhere = False) -> None:
    """End a person's role in an area; what the person did stays on record."""
    _say_where(role, area, everywhere)
    print(asyncio.run(_revoke(phone, role, area)))


def alone(context: typer.Context, area: Within = None, as_json: AsJson = False) -> None:
    """Who may do what, in which area; without a command, the list."""
    if context.invoked_subcommand is None:
        roles(area, as_json)


def roles(area: Within = None, as_json: AsJson = False) -> None:
    """Who holds which role where, from the largest area down."""
    rows = asyncio.run(_listed(area))
    if as_json:
        print(json.dumps({"roles": rows}, default=str, ensure_ascii=False))
        return
    if not rows:
        print("no roles; give one: saksi roles grant --help")
    for row in rows:
        place = f"{row['level']} {row['place'] or ''} {row['area'] or ''}".strip()
        tie = " ".join(str(row[n]) for n in ("participant", "list", "number") if row[n])
        print(
            f"person:{row['person']:<6} {row['name']:24} {row['role']:14} {place}  {tie}".rstrip()
        )


async def _listed(code: str | None) -> list[dict[str, object]]:
    from api.processes.place import ready_database
    from models.settings import settings
    from models.stores.base.areas import area
    from models.stores.base.elections import election
    from models.stores.persons.role_list import listed

    async with ready_database(settings()) as database, database.transaction() as tx:
        current = await election(tx)
        place = await area(tx, current.id, code) if code else None
        return await listed(tx, current, place.path if place else None)


Tied = tuple[str | None, str | None, int | None, str | None]
"""Whom a candidate stands for, on which list, with which number; and the organisation's level."""


async def _grant(phone: str, role: Role, area: str | None, tied: Tied, name: str) -> str:
    from api.processes.place import ready_database
    from models.errors import NotFound
    from models.sealing import Keys
    from models.settings import settings
    from models.stores.base.elections import election
    from models.stores.persons import people, roles
    from models.stores.persons.role_import import Wanted, role_of

    config = settings()
    keys = Keys.of(config)
    async with ready_database(config) as database, database.transaction() as tx:
        current = await election(tx)
        person = await _known(tx, keys, phone)
        code = ""
        if person is None:
            if not name:
                raise NotFound("nobody with this phone is known: add --name to register them")
            person, _ = await people.put_person(tx, keys, name, _e164(phone))
            code = await people.new_code(tx, keys, person)
        place = await _place(tx, current, area) if area else None
        new = await role_of(tx, current, person, Wanted(role, place, *tied))
        given = await roles.grant(tx, new)
        if given:
            await _note(tx, "role granted", new, place.code if place else None)
    if code:
        print("The code is shown only now; hand it to its person alone.", file=sys.stderr)
    where = f"{place.title} ({place.code})" if place else "the whole election"
    told = f"{role.value} in {where}: {'granted' if given else 'held already'}"
    return f"{told}\nActivation code: {code}" if code else told


async def _revoke(phone: str, role: Role, area: str | None) -> str:
    from api.processes.place import ready_database
    from models.errors import NotFound
    from models.sealing import Keys
    from models.settings import settings
    from models.stores.base.elections import election
    from models.stores.persons import roles
    from models.stores.persons.roles import NewRole

    config = settings()
    async with ready_database(config) as database, database.transaction() as tx:
        current = await election(tx)
        person = await _known(tx, Keys.of(config), phone)
        if person is None:
            raise NotFound("nobody with this phone is known")
        old = NewRole(person, role, current.id, await _area(tx, current, area))
        if not await roles.revoke(tx, old):
            raise NotFound("this person does not hold this role there")
        await _note(tx, "role revoked", old, area)
    return f"{role.value} in {area or 'the whole election'}: revoked"


def _e164(phone: str) -> str:
    from models.phones import e164

    return e164(phone)


async def _known(tx: "Transaction", keys: "Keys", phone: str) -> int | None:
    from models.stores.persons.people import person_by_phone

    return await person_by_phone(tx, keys, _e164(phone))


async def _area(tx: "Transaction", current: "LoadedElection", code: str | None) -> int | None:
    return (await _place(tx, current, code)).id if code else None


async def _place(tx: "Transaction", current: "LoadedElection", said: str) -> "Area":
    """The area of a code, or of a name that means one alone; raises BadInput, NotFound."""
    from models.stores.base.named_areas import NamedAreas
    from models.stores.persons.role_import import one_area

    return await one_area(tx, current, NamedAreas(tx, current.id), said, {})


async def _note(tx: "Transaction", action: str, role: "NewRole", area: str | None) -> None:
    from models.stores.base.audit import note

    data = {"role": role.role.value, "area": area, "participant": role.participant_id}
    await note(tx, "operator", action, f"person:{role.person_id}", data)
