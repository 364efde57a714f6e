"""`saksi results outlook`: can it still change? From the database, as text or JSON."""

import asyncio
import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.area_names import with_code
from models.values import Ballot, Trust

if TYPE_CHECKING:
    from models.stores.recap.recap import Question

CHANCES = ("seats", "more_than_half", "first_two")


def outlook(
    ballot: Annotated[Ballot, typer.Option(help="dpr, dprd_prov, dprd_kab, dpd, ppwp ...")],
    district: Annotated[str | None, typer.Option(help="Only this district (dapil).")] = None,
    area: Annotated[str | None, typer.Option(help="Contests of this area (name or code).")] = None,
    trust: Annotated[
        Trust, typer.Option(help="confirmed: what is not confirmed may still change, too.")
    ] = Trust.ANY,
    most: Annotated[int, typer.Option(help="Stations to name.", min=0, max=1_000)] = 20,
    project: Annotated[
        bool, typer.Option("--project", help="Where it may end instead: a guess, not a count.")
    ] = False,
    draws: Annotated[int, typer.Option(help="Draws of the projection.", min=10)] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed draws the same.", min=0)] = 0,
    made_for: Annotated[str, typer.Option("--for", help="For whom it is made.")] = "",
    election: Annotated[str | None, typer.Option(help="Code; the current one without.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Seats that are safe, seats that are open and between whom, stations that matter most."""
    from models.stores.recap.recap import Question

    question = Question(ballot, area, district, trust=trust)
    if project:
        answer = asyncio.run(_projection(question, election, draws, seed, made_for))
        told = _guessed(answer)
    else:
        answer = asyncio.run(_bounds(question, election, most, made_for))
        told = _told(answer)
    print(json.dumps(answer, ensure_ascii=False) if as_json else told)


async def _bounds(
    question: "Question", election: str | None, most: int, made_for: str
) -> dict[str, object]:
    from api.outlook import can_it_change
    from api.processes.place import ready_database
    from models.settings import settings

    async with ready_database(settings()) as database, database.transaction() as tx:
        question = await with_code(tx, question, election)
        return await can_it_change(tx, question, election, most, made_for)


async def _projection(
    question: "Question", election: str | None, draws: int, seed: int, made_for: str
) -> dict[str, object]:
    from api.processes.place import ready_database
    from api.projection import projected
    from models.settings import settings

    async with ready_database(settings()) as database, database.transaction() as tx:
        question = await with_code(tx, question, election)
        return await projected(tx, question, election, draws, seed, made_for)


def _guessed(answer: dict[str, Any]) -> str:
    lines = [f"{answer['warning']} ({answer['draws']} draws, seed {answer['seed']})"]
    for row in answer["rows"]:
        head = f"{row['code']} {row['name']}: {row['missing']} of {row['stations']} stations drawn"
        lines.append(f"{head}{', ' + row['why'] if 'why' in row else ''}")
        for code, one in row["choices"].items():
            chances = {name: one[name] for name in CHANCES if name in one}
            told = "; ".join(f"{name} {chance}" for name, chance in chances.items())
            span = f"{one['low']:.2%} to {one['high']:.2%}"
            lines.append(f"  {code}: {one['share']:.2%} (90 %: {span}); {told}")
    return "\n".join([*lines, closing(answer)])


def _told(answer: dict[str, Any]) -> str:
    lines = []
    for row in answer.get("rows", []):
        head = f"{row['code']} {row['name']} ({row['reported']}/{row['stations']} TPS)"
        lines.append(f"{head}: {_seats(row)}")
    if "pairs" in answer:
        lines += _president(answer)
    if answer["stations"]:
        lines.append("Stations that matter most:")
    for one in answer["stations"]:
        where = f"{one['station']} {one['name']} ({one['state']}, district {one['contest']})"
        lines.append(f"  {where}: at most {one['ballots']} ballots, weight {one['weight']}")
    return "\n".join([*lines, closing(answer)])


def _seats(row: dict[str, Any]) -> str:
    safe = ", ".join(f"{code}: {seats}" for code, seats in row["safe"].items()) or "none"
    if not row["open"]:
        return f"decided. Safe: {safe}"
    between = ", ".join(row["between"])
    return f"safe {safe}; open {row['open']} of {row['size']} between {between}"


def _president(answer: dict[str, Any]) -> list[str]:
    told = {True: "can still change", False: "cannot change any more"}[answer["open"]]
    lines = [f"By what is settled: {answer['winner'] or 'nobody, second round'}; this {told}"]
    for code, pair in answer["pairs"].items():
        state = "safe" if pair["safe"] else "possible" if pair["possible"] else "no longer possible"
        lines.append(f"  {code}: {pair['votes']:,} votes, first round {state}")
    second = answer["second_round"]
    safe, between = ", ".join(second["safe"]) or "-", ", ".join(second["between"]) or "-"
    lines.append(f"  two with most votes: safe {safe}; open between {between}")
    return lines


def closing(answer: dict[str, Any]) -> str:
    """Coverage, open ballots, the hour and the note that stands in everything that leaves."""
    from api.http.provenance import signed

    seen = answer["coverage"]
    return (
        f"{seen['reported']} of {seen['stations']} stations reported, "
        f"{seen['confirmed']} confirmed, {seen['disputed']} disputed; "
        f"at most {answer['outstanding_ballots']:,} ballots open. "
        f"{signed(answer)}"
    )
