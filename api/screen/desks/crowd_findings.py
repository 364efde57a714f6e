"""What only shows in the crowd, below the findings of reports: for one kecamatan or kelurahan.

It is reckoned anew each time from all numbers of the area, so no larger one is asked for here.
"""

from contextlib import aclosing
from dataclasses import dataclass

from api.screen.desks.desk_words import Words
from models.stores.audit import crowd, sources
from models.stores.base.areas import LEVELS, Area
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.values import Level

MOST = 200
"""Lines that are shown; more of one kecamatan are a fault of many stations, not of one."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words; `station` its code, empty where the whole area is meant."""

    station: str
    ballot: str
    text: str
    code: str
    severity: str


def small_enough(area: Area | None) -> bool:
    """Whether an area's crowd is reckoned for a page."""
    return area is not None and LEVELS.index(area.level) >= LEVELS.index(Level.KECAMATAN)


async def told(
    tx: Transaction, election: LoadedElection, area: Area, words: Words
) -> tuple[Told, ...]:
    """The findings of an area's crowd, up to MOST."""
    contests = await sources.layouts_of(tx, election, None)
    found: list[Told] = []
    async with aclosing(crowd.noticed(tx, election, area, contests)) as many:
        async for one in many:
            finding, row = one.flag.finding, crowd.as_row(one)
            ballot = words.word(one.contest.ballot.value) if one.contest else ""
            text = words.finding(finding.code, {}, [])
            station = str(row["station"] or "")
            found.append(Told(station, ballot, text, finding.code, words.word(finding.severity)))
            if len(found) == MOST:
                break
    return tuple(found)
