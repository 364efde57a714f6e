"""Answers CAKUPAN: how well the stations of an area are covered by witnesses."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.asked_areas import Asked, area_of, election_of
from bot.engine import witness_effects as w
from bot.engine.messages import Outcome
from models.stores.mandates import coverage
from models.values import Level

if TYPE_CHECKING:
    from bot.perform import Work


async def tell_coverage(work: "Work", effect: w.AskCoverage) -> Outcome:
    """The coverage of the area that is meant, or a question back."""
    try:
        election = await election_of(work)
        area = await area_of(work, election, "cakupan", effect.place, effect.code)
    except Asked as asked:
        return asked.outcome
    rows = await coverage.coverage(work.session, election.id, area)
    return Outcome(
        "coverage_told",
        {
            "total": asdict(coverage.total(area, rows)),
            "rows": [asdict(row) for row in rows],
            "stations": area.level is Level.KELURAHAN,
        },
    )


DOERS: dict[type[Any], Any] = {w.AskCoverage: tell_coverage}
