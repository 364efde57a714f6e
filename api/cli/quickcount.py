"""`saksi quickcount estimate`: shares and margins from the drawn stations that have reported."""

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from models.errors import BadInput
from models.values import Ballot, Trust

if TYPE_CHECKING:
    from api.quickcount import Stated


def quick_count(
    sample: Annotated[Path, typer.Argument(help="The CSV that saksi quickcount draw wrote.")],
    ballot: Annotated[Ballot, typer.Option(help="ppwp, dpr ...")] = Ballot.PPWP,
    method: Annotated[str, typer.Option(help="How the sample was drawn; told with it.")] = "",
    funding: Annotated[str, typer.Option(help="Who pays; told with it.")] = "",
    made_by: Annotated[str, typer.Option("--by", help="Who made it; else the pack's.")] = "",
    made_for: Annotated[str, typer.Option("--for", help="For whom.")] = "",
    design: Annotated[str, typer.Option(help="systematic or stratified.")] = "systematic",
    level: Annotated[float, typer.Option(help="Confidence of the margins.")] = 0.95,
    trust: Annotated[Trust, typer.Option(help="Any result, or confirmed ones only.")] = Trust.ANY,
    election: Annotated[str | None, typer.Option(help="Code; the current one without.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Estimate shares from a sample, with margins, response, method and funding beside them."""
    from api.quickcount import Stated
    from models.rules.quickcount import Design

    if design not in set(Design):
        raise BadInput(f"--design: '{design}' is none of {', '.join(Design)}")
    if not 0.5 <= level < 1:
        raise BadInput(f"--level: {level} is no confidence from 0.5 to below 1")
    stated = Stated(method, funding, made_by, made_for)
    answer = asyncio.run(_answer(sample, ballot, stated, design, level, trust, election))
    print(json.dumps(answer, ensure_ascii=False) if as_json else _told(answer))


async def _answer(
    sample: Path,
    ballot: Ballot,
    stated: "Stated",
    design: str,
    level: float,
    trust: Trust,
    election: str | None,
) -> dict[str, Any]:
    from api.processes.place import ready_database
    from api.quickcount import open_sample
    from api.quickcount import quick_count as counted
    from models.rules.quickcount import Design
    from models.settings import settings

    drawn = open_sample(sample)
    async with ready_database(settings()) as database, database.transaction() as tx:
        return await counted(tx, drawn, ballot, stated, Design(design), level, trust, election)


def _told(answer: dict[str, Any]) -> str:
    lines = [f"{answer['title']}, {answer['ballot']}"]
    for code, one in answer["estimates"].items():
        margin = f"+/- {one['margin']:.2%} ({answer['level']:.0%})"
        lines.append(f"  {code}: {one['share']:.2%} {margin}, design {one['design_effect']}")
    lines.append(
        f"{answer['answered']} of {answer['selected']} drawn stations answered, "
        f"of {answer['population']:,} stations; by stratum:"
    )
    for name, one in answer["responses"].items():
        lines.append(f"  {name}: {one['answered']} of {one['selected']} (all: {one['stations']:,})")
    made = f"By {answer['by'] or '-'} for {answer['for'] or '-'}"
    lines.append(f"Method: {answer['method']} ({answer['design']}). Funding: {answer['funding']}.")
    return "\n".join([*lines, f"{made}. {answer['at']}. {answer['note']}."])
