"""Answers BELUM and SELISIH of leaders: who is missing in an area, and what is in dispute there."""

from collections.abc import Mapping, Sequence

from bot.base.asked_areas import Asked, area_of, election_of, zone_of
from bot.base.calling import called
from bot.base.capability import Doer
from bot.base.work import Work
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.filling.effects import AskMissing
from bot.recap.talk.effects import AskDisputes
from bot.recap.talk.outcomes import (
    AreaDisputes,
    AreaMissing,
    Disputed,
    MissingStation,
    PhaseMissing,
)
from models.rules.rights import Action, paths
from models.stores.attendance import missing as attendance
from models.stores.attendance.missing import Missing
from models.stores.persons import roles
from models.stores.reports import open_disputes

NAMED = 5
"""Stations named for each phase, and disputes in one answer."""


async def tell_missing(work: Work, effect: AskMissing) -> Outcome:
    """What is missing in the area that is meant, phase by phase, or a question back."""
    try:
        election = await election_of(work)
        area = await area_of(work, election, "belum", effect.place, effect.code)
    except Asked as asked:
        return asked.outcome
    found = await attendance.missing(work.tx, election, area.path, work.turn.now, names=NAMED)
    phases, named = [], set[int]()
    for one in found:
        new = [s for s in one.first if s.station_id not in named]
        told = await called(work, new, area.path)
        names = {station.station_id: who for station, who in zip(new, told, strict=True)}
        named |= names.keys()
        phases.append(_phase(one, names))
    alone = await attendance.unstaffed(work.tx, election, area.path)
    zone = await zone_of(work, election, area)
    return AreaMissing(
        area=area.title,
        code=area.code,
        at=work.turn.now,
        zone=zone,
        phases=tuple(phases),
        unstaffed=alone,
    )


def _phase(one: Missing, names: Mapping[int, Sequence[str]]) -> PhaseMissing:
    """A phase as it is told; whom to call stands with the first phase that a station lacks."""
    first = tuple(
        MissingStation(station.number, station.kelurahan, tuple(names.get(station.station_id, ())))
        for station in one.first
    )
    return PhaseMissing(
        phase=one.phase,
        name=one.name,
        expected=one.expected,
        missing=one.missing,
        first=first,
    )


async def tell_disputes(work: Work, effect: AskDisputes) -> Outcome:
    """How many results in the own areas are in dispute, the oldest of them by name."""
    try:
        election = await election_of(work)
    except Asked as asked:
        return asked.outcome
    held = await roles.roles_of(work.tx, election.id, work.person_id)
    mine = paths(held, Action.SEE)
    found = await open_disputes.opened(work.tx, election.id, mine, NAMED)
    rows = tuple(Disputed(row.number, row.kelurahan, row.ballot) for row in found)
    count = found[0].count if found else 0
    return AreaDisputes(count=count, rows=rows)


DOERS: dict[type[Effect], Doer] = {AskMissing: tell_missing, AskDisputes: tell_disputes}
