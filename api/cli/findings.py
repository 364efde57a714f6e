"""`saksi results findings`: what the checks found, in the reports and in the crowd."""

import asyncio
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.area_names import named_area
from models.values import Ballot, Severity

if TYPE_CHECKING:
    from api.screen.desks.desk_words import Words


def findings(
    area: Annotated[str | None, typer.Option(help="Name or code; the nation without.")] = None,
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

    answer, names = asyncio.run(_answer(area, ballot, code, severity, election, made_for))
    if as_json:
        print(json.dumps(answer, ensure_ascii=False))
        return
    words = Words(settings().language)
    for row in answer["rows"]:
        places = (row["station"] or row.get("area"), row["ballot"])
        about = ", ".join(_named(one, names) for one in places if one)
        told = words.finding(row["code"], row["numbers"], row.get("fields") or [])
        numbers = ", ".join(_number(words, *one) for one in row["numbers"].items())
        said = f"{about}: {told}" + (f" ({numbers})" if numbers else "")
        print(f"{row['code']} {row['severity']:6} {said}")
    seen = answer["coverage"]
    print(
        f"{len(answer['rows'])} findings in {seen['reported']} results of {seen['expected']}. "
        f"{signed(answer)}"
    )


def _named(code: str, names: Mapping[str, str]) -> str:
    """A name with the code that other commands take."""
    return f"{names[code]} ({code})" if code in names else code


def _number(words: "Words", name: str, number: float) -> str:
    """A number of a finding; minutes as people say them."""
    return words.lasting(60 * number) if name == "minutes" else f"{name} {number}"


async def _answer(
    area: str | None,
    ballot: Ballot | None,
    code: str | None,
    severity: Severity | None,
    election: str | None,
    made_for: str,
) -> tuple[dict[str, Any], dict[str, str]]:
    """The document, and the names of its stations, areas and ballots by code."""
    from api.findings import Wanted, found
    from api.http.provenance import stamp
    from api.processes.place import ready_database
    from models.settings import settings
    from models.stores.audit import crowd, sources
    from models.stores.base import areas, elections, place_titles

    async with ready_database(settings()) as database:
        async with database.transaction() as tx:
            loaded = await elections.election(tx, election)
            top = area or await areas.top(tx, loaded.id)
            place = await named_area(tx, loaded, top)
            contests = await sources.layouts_of(tx, loaded, ballot)
            coverage = await crowd.coverage(tx, place, contests)
        wanted = Wanted(loaded, place, contests, code, severity)
        rows = [row async for row in found(database, wanted)]
        codes = {str(row["station"] or row.get("area") or "") for row in rows}
        async with database.transaction() as tx:
            names = await place_titles.titles(tx, loaded.id, codes)
    names |= {one.code.value: one.name for one in loaded.config.ballots}
    document = {
        "election": loaded.code,
        "area": place.code,
        "coverage": coverage,
        **stamp(loaded, made_for),
        "rows": rows,
    }
    return document, names
