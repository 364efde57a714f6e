"""Answers BELUM and SELISIH of leaders: who is missing in an area, and what is in dispute there."""

from bot.base.asked_areas import Asked, area_of, election_of, zone_of
from bot.base.calling import called
from bot.base.capability import Doer
from bot.base.work import Work
from bot.engine.effects import Effect
from bot.engine.messages import Named, Outcome
from bot.filling.effects import AskMissing
from bot.recap.talk.effects import AskDisputes
from models.rules.rights import Action, paths
from models.stores.attendance import missing as attendance
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
    found = await attendance.missing(work.session, election, area.path, work.turn.now, names=NAMED)
    names = {one.phase: await called(work, one.first, area.path) for one in found}
    phases = [
        {
            "phase": one.phase,
            "name": one.name,
            "expected": one.expected,
            "missing": one.missing,
            "first": [
                {"number": s.number, "kelurahan": s.kelurahan, "witnesses": who}
                for s, who in zip(one.first, names[one.phase], strict=True)
            ],
        }
        for one in found
    ]
    zone = await zone_of(work, election, area)
    about = {"area": area.title, "code": area.code, "at": work.turn.now.isoformat(), "zone": zone}
    return Named("area_missing", {**about, "phases": phases})


async def tell_disputes(work: Work, effect: AskDisputes) -> Outcome:
    """How many results in the own areas are in dispute, the oldest of them by name."""
    try:
        election = await election_of(work)
    except Asked as asked:
        return asked.outcome
    held = await roles.roles_of(work.session, election.id, work.person_id)
    mine = paths(held, Action.SEE)
    found = await open_disputes.opened(work.session, election.id, mine, NAMED)
    rows = [
        {"number": row.number, "kelurahan": row.kelurahan, "ballot": row.ballot} for row in found
    ]
    count = found[0].count if found else 0
    return Named("area_disputes", {"count": count, "rows": rows})


DOERS: dict[type[Effect], Doer] = {AskMissing: tell_missing, AskDisputes: tell_disputes}
