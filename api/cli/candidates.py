"""`saksi elections candidate`: who died, was disqualified, withdrew; their votes stay."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import list_imports as lists
from api.cli.volunteers import installation

if TYPE_CHECKING:
    from models.stores.base.database import Transaction
    from models.stores.seats.candidate_states import Gone


Whom = tuple[str, str, int | None]
"""The list, the participant, the number on the list."""


def candidate(
    list_: Annotated[
        str | None, typer.Option("--list", help="The ballot and district: dpr:3401, bupati:3471.")
    ] = None,
    participant: Annotated[
        str | None, typer.Option(help="Party, pair or person: PDIP, party:3, pair:2, dpd:34.5.")
    ] = None,
    number: Annotated[
        int | None, typer.Option(min=1, help="The candidate's number on the party's list.")
    ] = None,
    state: Annotated[
        str | None, typer.Option(help="died, disqualified, withdrew; stands: taken back.")
    ] = None,
    reason: Annotated[str, typer.Option(help="The decision or letter that says so.")] = "",
    file: Annotated[
        Path | None,
        typer.Option("--from", help="A list, CSV or XLSX: Dapil, Partai, No Urut, Status, Dasar."),
    ] = None,
    mapped: lists.Map = None,
    check: lists.Check = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Say that a candidate is never seated: the votes stay, the seat goes on; alone: the list."""
    from models.errors import BadInput

    if file is not None:
        done = lists.done_or_errors(
            file, lambda: asyncio.run(_import(file, mapped, check)), as_json
        )
        for name, became in done:
            print(f"{name}: {became}")
        print(f"{'would be: ' if check else ''}{len(done)} candidates")
        return
    if state is None:
        _show(asyncio.run(_listed()), as_json)
        return
    if not list_ or not participant:
        raise BadInput("which candidate? --list dpr:3401 --participant PDIP --number 2")
    name = asyncio.run(_put((list_, participant, number), state, reason))
    print(f"{name}: {state}" + ("" if state == "stands" else "; the votes stay, never seated"))


def _show(found: "list[Gone]", as_json: bool) -> None:
    if as_json:
        print(json.dumps({"candidates": [asdict(one) for one in found]}, ensure_ascii=False))
        return
    for one in found:
        print(f"{one.ballot}:{one.district} {one.code} {one.name}: {one.state} ({one.reason})")
    if not found:
        print("every candidate stands")


async def _listed() -> "list[Gone]":
    from models.stores.seats.candidate_states import listed

    async with installation() as (tx, _keys, election):
        return await listed(tx, election.id)


async def _import(file: Path, mapped: list[str] | None, check: bool) -> list[tuple[str, str]]:
    """All of a list or, each wrong line named, nothing: who became what."""
    from models.errors import SaksiError
    from models.registers.gone_list import HEADINGS, read_gone
    from models.registers.wrong_lines import refusal

    headings = lists.confirmed(HEADINGS, mapped)
    done: list[tuple[str, str]] = []
    wrong: list[tuple[str, SaksiError]] = []
    async with installation() as (tx, _keys, election):
        for place, line in read_gone(file, headings):
            if isinstance(line, SaksiError):
                wrong.append((place, line))
                continue
            whom = (line.list, line.participant, line.number)
            try:
                name = await _said(tx, election.id, whom, line.state, line.reason)
                done.append((name, line.state))
            except SaksiError as refused:
                wrong.append((place, refused))
        if wrong:
            raise refusal(file, wrong)
        if check:
            await tx.rollback()
    return done


async def _put(whom: Whom, state: str, reason: str) -> str:
    async with installation() as (tx, _keys, election):
        return await _said(tx, election.id, whom, state, reason)


async def _said(tx: "Transaction", election_id: int, whom: Whom, state: str, reason: str) -> str:
    from models.rules.rights import number_in
    from models.stores.base import participants
    from models.stores.persons import roles
    from models.stores.seats import candidate_states

    list_, said, number = whom
    participant = await participants.coded(tx, election_id, said)
    contest = await roles.stands_in(tx, election_id, participant, list_, number)
    kind, _, code = participant.partition(":")
    code = number_in(code.strip(), list_.partition(":")[2].strip())
    wanted = f"{code}.{number}" if kind == "party" and number else code
    return await candidate_states.put(tx, contest, wanted, state, reason)
