"""Does what officers ask for about the lists of their neighbourhood, in the turn's transaction."""

from bot.base.capability import Doer
from bot.base.work import Work, held_by
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.register_updates.talk.effects import NoteVisits, TellVisits
from bot.register_updates.talk.outcomes import (
    ListedPlace,
    ListProgress,
    VisitsNoted,
    VisitsTold,
    VisitsWhich,
)
from models.rules.nik_text import without
from models.rules.rights import Action, paths
from models.stores.register_updates import voter_visits
from models.stores.register_updates.voter_visits import ListedStation, Visits

_NEXT, _LISTED = 5, 12


async def note_visits(work: Work, effect: NoteVisits) -> Outcome:
    """Keep what was found, where exactly one list of the officer's areas is meant."""
    where = paths(await held_by(work), Action.VISIT_VOTERS)
    election = work.facts.election
    if election is None or not where:
        return VisitsWhich()
    place = (where, effect.number, effect.place)
    found = await voter_visits.stations(work.tx, election.id, *place)
    if len(found) != 1:
        named = tuple(ListedPlace(row.number, row.kelurahan) for row in found)
        return VisitsWhich(stations=named)
    row = found[0]
    new = Visits(
        election.id,
        row.id,
        work.person_id,
        work.contact_id,
        work.turn.inbound.at,
        work.message_id,
        tuple((one.first, one.last, one.outcome, without(one.note)) for one in effect.visits),
    )
    told = f"TPS {row.number:02} {row.kelurahan}"
    landed = await voter_visits.put(work.tx, new, told)
    data = {"numbers": landed.numbers, "reported": landed.reported}
    await work.note("voters visited", f"station:{row.id}", **data)
    of = int(row.voters) or await voter_visits.listed(work.tx, election.id, row.id)
    return _landed(row, landed, new, of)


def _landed(row: ListedStation, landed: voter_visits.Landed, new: Visits, of: int) -> VisitsNoted:
    said = {n for first, last, _, _ in new.found for n in range(first, last + 1)}
    left = [n for n in range(1, of + 1) if n not in landed.done]
    return VisitsNoted(
        place=ListProgress(row.number, row.kelurahan, len(landed.done), of),
        noted=landed.numbers,
        reported=landed.reported,
        older=landed.older,
        over=sum(n > of for n in said) if of else 0,
        next=tuple(left[:_NEXT]),
    )


async def tell_visits(work: Work, effect: TellVisits) -> Outcome:
    """How far the lists of the officer's areas are."""
    where = paths(await held_by(work), Action.VISIT_VOTERS)
    election = work.facts.election
    if election is None or not where:
        return VisitsTold()
    place = (where, effect.number, effect.place)
    found = await voter_visits.stations(work.tx, election.id, *place, most=10_000)
    told = tuple(
        ListProgress(row.number, row.kelurahan, row.done, row.voters) for row in found[:_LISTED]
    )
    return VisitsTold(stations=told, more=max(0, len(found) - _LISTED))


DOERS: dict[type[Effect], Doer] = {NoteVisits: note_visits, TellVisits: tell_visits}
