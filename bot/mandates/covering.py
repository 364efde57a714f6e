"""Answers CAKUPAN: how well the stations of an area are covered by witnesses."""

from dataclasses import asdict

from bot.base.asked_areas import Asked, area_of, election_of
from bot.base.capability import Doer
from bot.base.work import Work
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.mandates.talk.effects import AskCoverage
from bot.mandates.talk.outcomes import CoverageTold, Covered
from models.stores.mandates import coverage
from models.values import Level


async def tell_coverage(work: Work, effect: AskCoverage) -> Outcome:
    """The coverage of the area that is meant, or a question back."""
    try:
        election = await election_of(work)
        area = await area_of(work, election, "cakupan", effect.place, effect.code)
    except Asked as asked:
        return asked.outcome
    rows = await coverage.coverage(work.tx, election.id, area)
    whole = Covered(**asdict(coverage.total(area, rows)))
    parts = tuple(Covered(**asdict(row)) for row in rows)
    return CoverageTold(whole, parts, area.level is Level.KELURAHAN)


DOERS: dict[type[Effect], Doer] = {AskCoverage: tell_coverage}
