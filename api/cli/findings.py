"""`saksi results findings`: what the checks found, in the reports and in the crowd."""

import asyncio
import json
from typing import Annotated, Any

import typer

from models.values import Ballot, Severity


def findings(
    area: Annotated[str | None, typer.Option(help="Code of an area; the nation without.")] = None,
    ballot: Annotated[Ballot | None, typer.Option(help="All without.")] = None,
    code: Annotated[str | None, typer.Option(help="One check's code, as A01.")] = None,
    severity: Annotated[Severity | None, typer.Option(help="ask, review or note.")] = None,
    made_for: Annotated[str, typer.Option("--for", help="For whom it is made.")] = "",
    election: Annotated[str | None, typer.Option(help="Code; the current one without.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Findings of reports, and what only shows in the crowd: a reason to look, no verdict."""
    from api.http.provenance import signed
    from api.screen.desks.desk_words import Words
    from models.settings import settings

    answer = asyncio.run(_answer(area, ballot, code, severity, election, made_for))
    if as_json:
        print(json.dumps(answer, ensure_ascii=False))
        return
    words = Words(settings().language)
    for row in answer["rows"]:
        place = row["station"] or row.get("area")
        numbers = ", ".join(f"{name} {number}" for name, number in row["numbers"].items())
        told = words.finding(row["code"], row["numbers"], row.get("fields") or [])
        about = f"{place} {row['ballot'] or '-'}: {told}"
        print(f"{row['code']} {row['severity']:6} {about}" + (f" ({numbers})" if numbers else ""))
    seen = answer["coverage"]
    print(
        f"{len(answer['rows'])} findings in {seen['reported']} results of {seen['expected']}. "
        f"{signed(answer)}"
    )


async def _answer(
    area: str | None,
    ballot: Ballot | None,
    code: str | None,
    severity: Severity | None,
    election: str | None,
    made_for: str,
) -> dict[str, Any]:
    from api.findings import Wanted, found
    from api.http.provenance import stamp
    from api.processes.place import ready_database
    from models.settings import settings
    from models.stores.audit import crowd, sources
    from models.stores.base import areas, elections

    async with ready_database(settings()) as database:
        async with database.transaction() as tx:
            loaded = await elections.election(tx, election)
            top = area or await areas.top(tx, loaded.id)
            place = await areas.area(tx, loaded.id, top)
            contests = await sources.layouts_of(tx, loaded, ballot)
            coverage = await crowd.coverage(tx, place, contests)
        wanted = Wanted(loaded, place, contests, code, severity)
        rows = [row async for row in found(database, wanted)]
    return {
        "election": loaded.code,
        "area": place.code,
        "coverage": coverage,
        **stamp(loaded, made_for),
        "rows": rows,
    }
