"""`saksi results d-hasil`: where a kecamatan's recap, as our witnesses read it, is not our C."""

import asyncio
import json
from typing import Annotated, Any

import typer

from api.cli.area_names import named_area
from models.values import Ballot


def d_hasil(
    area: Annotated[str, typer.Argument(help="A kecamatan (or other area), by name or code.")],
    ballot: Annotated[Ballot | None, typer.Option(help="All without.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Equal stations, too.")] = False,
    made_for: Annotated[str, typer.Option("--for", help="For whom it is made.")] = "",
    election: Annotated[str | None, typer.Option(help="Code; the current one without.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Differences between D.HASIL KECAMATAN and our C, station by station, most votes first."""
    from api.http.provenance import signed

    answer = asyncio.run(_answer(area, ballot, election, everything, made_for))
    if as_json:
        print(json.dumps(answer, ensure_ascii=False))
        return
    for row in answer["rows"]:
        parts = [
            f"{name}: C {ours:,}, D {theirs:,}" for name, (ours, theirs) in row["fields"].items()
        ]
        print(f"{row['station']} {row['name']} {row['ballot']}: {'; '.join(parts) or 'equal'}")
    seen = answer["coverage"]
    print(
        f"{seen['read_out']:,} of {seen['expected']:,} read out, {seen['compared']:,} compared, "
        f"{seen['differ']:,} differ. {signed(answer)}"
    )


async def _answer(
    area: str, ballot: Ballot | None, election: str | None, everything: bool, made_for: str
) -> dict[str, Any]:
    from api.meeting import at_the_kecamatan
    from api.processes.place import ready_database
    from models.settings import settings
    from models.stores.audit import sources
    from models.stores.base import elections

    async with ready_database(settings()) as database, database.transaction() as tx:
        loaded = await elections.election(tx, election)
        place = await named_area(tx, loaded, area)
        contests = await sources.layouts_of(tx, loaded, ballot)
        return await at_the_kecamatan(
            tx, loaded, place, contests, everything=everything, made_for=made_for
        )
