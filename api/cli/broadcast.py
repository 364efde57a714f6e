"""`saksi broadcasts`: writes to many from the machine, by role and area or by a list of phones.

What is written here is previewed and sent as from the chat: its author hears the numbers there, and
a second person approves it there. This command approves nothing, for it knows no persons.
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from api.cli.access import command, of_election
from api.cli.area_names import named_area
from models.rules.access import Who

if TYPE_CHECKING:
    from models.sealing import Keys
    from models.stores.base.database import Transaction
    from models.stores.broadcast.broadcasts import NewBroadcast

T = TypeVar("T")
app = typer.Typer(
    name="broadcasts", help="Broadcasts to many; approved in the chat.", no_args_is_help=True
)
_BY = typer.Option(help="Phone of its author, a coordinator or administrator.")


@command(app, Who.INSTALLATION)
@of_election
def write(
    text: Annotated[str, typer.Argument(help="What it says; {nama} becomes the name.")],
    by: Annotated[str, _BY],
    role: Annotated[list[str] | None, typer.Option(help="witness, coordinator, ..., all.")] = None,
    area: Annotated[
        list[str] | None, typer.Option(help="Names, codes; without: the author's.")
    ] = None,
    phones: Annotated[
        Path | None,
        typer.Option("--list", help="List with a column phone (HP), instead of roles."),
    ] = None,
    campaign: Annotated[bool, typer.Option(help="It asks for votes.")] = False,
) -> None:
    """Write a broadcast; nothing goes out before its author asks and a second person approves."""
    told = asyncio.run(_write(text, by, role or [], area or [], phones, campaign))
    for line in told:
        print(line)


@command(app, Who.INSTALLATION)
def report(receipt: str) -> None:
    """How far a broadcast is: sent, delivered, read, failed by reason, left out."""

    async def do(tx: "Transaction") -> list[str]:
        from models.stores.broadcast import broadcasts

        row = await broadcasts.hold(tx, receipt.upper())
        lines = [f"{row.receipt}: {row.state}, {row.recipients:,} recipients"]
        told = await broadcasts.report(tx, row.id)
        return lines + [f"  {one.outcome:10} {one.people:>9,}  {one.reason or ''}" for one in told]

    for line in asyncio.run(_with(do)):
        print(line)


@command(app, Who.INSTALLATION)
def pause(receipt: str) -> None:
    """Stop a broadcast that goes out; it is resumed in the chat."""

    async def do(tx: "Transaction") -> int:
        from models.rules.broadcast import State, Verb, move
        from models.stores.base.audit import note
        from models.stores.broadcast import broadcast_feed, broadcasts

        row = await broadcasts.hold(tx, receipt.upper())
        move(broadcasts.standing(row), Verb.PAUSE, 0, quiet=False)
        await broadcasts.move(tx, row.id, State.PAUSED, None)
        await note(tx, "operator", "broadcast pause", f"broadcast:{row.receipt}", {})
        return await broadcast_feed.take_back(tx, row.id)

    back = asyncio.run(_with(do))
    print(f"{receipt.upper()}: held; {back} messages taken out of the outbox again")


async def _write(
    text: str, by: str, roles: list[str], codes: list[str], phones: Path | None, campaign: bool
) -> list[str]:
    from bot.broadcast.timed import find_recipients
    from models.errors import NotFound
    from models.phones import e164
    from models.sealing import Keys
    from models.settings import settings
    from models.stores.base.audit import note
    from models.stores.broadcast import broadcasts
    from models.stores.persons import people

    config = settings()
    keys = Keys.of(config)
    listed, faults = _phones(phones) if phones else (None, [])

    async def do(tx: "Transaction") -> list[str]:
        author = await people.person_by_phone(tx, keys, e164(by))
        if author is None:
            raise NotFound("nobody with this phone is known")
        new = await _new(tx, author, text, roles, codes, campaign)
        receipt = await broadcasts.put(tx, _listed(new, keys, listed))
        data = {"campaign": campaign, "roles": list(new.roles), "paths": list(new.paths)}
        await note(tx, "operator", "broadcast written", f"broadcast:{receipt}", data)
        await find_recipients(tx, config, await broadcasts.hold(tx, receipt))
        row = await broadcasts.hold(tx, receipt)
        lines = [f"{receipt}: {row.recipients:,} recipients, about {-(-row.seconds // 60)} minutes"]
        if listed is not None:
            known = row.recipients + sum(row.left_out.values())
            lines.append(f"  {len(listed) - known:,} of the list are nobody of this area")
        lines += [f"  left out: {count:,} ({why})" for why, count in row.left_out.items()]
        return [*lines, *faults, "The author asks for approval in the chat."]

    return list(await _with(do))


async def _new(
    tx: "Transaction",
    author: int,
    text: str,
    roles: list[str],
    codes: list[str],
    campaign: bool,
) -> "NewBroadcast":
    """Held to the same rules as in the chat: the author's right, the length, the quiet days."""
    from datetime import UTC, datetime

    from bot.broadcast.as_sent import allow_here
    from models.errors import BadInput, NotAllowed
    from models.rules.broadcast import EVERYBODY, WITNESS, text_of
    from models.rules.rights import Action, paths, require
    from models.stores.base import elections
    from models.stores.broadcast.broadcasts import NewBroadcast
    from models.stores.persons.roles import roles_of
    from models.values import Role

    known = {WITNESS, EVERYBODY, *(role.value for role in Role)}
    if unknown := set(roles) - known:
        raise BadInput(f"no such role: {min(unknown)}; there are {', '.join(sorted(known))}")
    election = await elections.election(tx)
    held = await roles_of(tx, election.id, author)
    wanted = [(await named_area(tx, election, code)).path for code in codes]
    for path in wanted:
        require(held, Action.BROADCAST, path)
    places = tuple(wanted) or paths(held, Action.BROADCAST)
    if not places:
        raise NotAllowed("its author is no coordinator or administrator")
    allow_here(election, datetime.now(UTC), campaign=campaign)
    named = tuple(roles) or (EVERYBODY,)
    return NewBroadcast(election.id, author, text_of(text), campaign, named, places)


def _listed(new: "NewBroadcast", keys: "Keys", phones: list[str] | None) -> "NewBroadcast":
    from dataclasses import replace

    if phones is None:
        return new
    hashes = tuple(keys.phone_hash(phone) for phone in phones)
    return replace(new, phones=hashes, listed=len(phones))


def _phones(file: Path) -> tuple[list[str], list[str]]:
    """The phones of a list, each once, and what is wrong with its other lines."""
    from models.errors import BadInput
    from models.phones import e164
    from models.registers.witness_list import PHONES

    found: dict[str, None] = {}
    listed = PHONES.read(file)
    faults, twice = [f"  sheet {name!r} has no phones" for name in listed.left_out], 0
    for sheet in listed.sheets:
        ours = [column for column, _ in PHONES.side_by_side(sheet.header)]
        for place, row in sheet.data():
            cells = [cell for column, cell in zip(ours, row, strict=True) if column == "phone"]
            for cell in list(filter(None, cells)) or [""]:
                try:
                    phone = e164(cell)
                except BadInput as refused:
                    faults.append(f"  line {place}: {refused}")
                    continue
                twice += phone in found
                found[phone] = None
    if twice:
        faults.append(f"  {twice:,} lines with a phone twice")
    return list(found), faults


async def _with(do: Callable[["Transaction"], Awaitable[T]]) -> T:
    from api.processes.place import ready_database
    from models.settings import settings

    async with ready_database(settings()) as database, database.transaction() as tx:
        return await do(tx)
