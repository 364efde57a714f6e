"""Does what coordinators decide about stations: assign, reserve, swap; and what witnesses ask."""

from dataclasses import replace

from bot.base import assigned
from bot.base.capability import Doer
from bot.base.events import notice
from bot.base.kelurahan import kelurahan_named
from bot.base.work import Work, held_by
from bot.engine.effects import Effect
from bot.engine.grammar.ballots import station_in
from bot.engine.messages import Outcome
from bot.engine.outcomes import FoundStation
from bot.mandates.talk.effects import (
    AskSwap,
    AssignWitness,
    DeclineSwap,
    FindSwap,
    ListReserves,
    SwapWitness,
)
from bot.mandates.talk.outcomes import (
    Assigned,
    AssignPlaces,
    AssignRefused,
    Coming,
    InReserve,
    Leaving,
    Reserved,
    ReserveNoted,
    Reserves,
    SwapAnswered,
    SwapAsked,
    SwapDeclined,
    SwapFound,
    Swapped,
    SwapRefused,
    SwapWaiting,
)
from models.errors import BadInput, NotAllowed, NotFound, NotYourStation, SaksiError, StationFull
from models.rules.rights import Action, may, paths, require
from models.stores.base import areas, elections, participants
from models.stores.base.elections import opened
from models.stores.mandates import assigning, reserve_lists
from models.stores.mandates.assigning import Assignment, Somebody, Station
from models.stores.mandates.reserve_lists import Place, StandIn
from models.stores.messaging import notices
from models.stores.persons import roles
from models.stores.revotes import revotes

_MOST_RESERVES = 15


async def _places(work: Work, said: str) -> list[Station]:
    """Stations that the words may mean, of those where this person leads."""
    where = paths(await held_by(work), Action.LEAD_WITNESSES)
    election = work.facts.election
    if election is None or not where:
        raise NotAllowed(action=Action.LEAD_WITNESSES.value)
    if said.startswith("#") and said[1:].isdecimal():  # a button's
        return [await assigning.station(work.tx, election.id, number=int(said[1:]))]
    number, rest = station_in(said)
    found = await revotes.find(work.tx, election.id, where, number, rest.strip(" ,.:"))
    if not found:
        raise NotFound("no station like that where this person leads")
    return [await assigning.station(work.tx, election.id, number=row.id) for row in found[:8]]


def _asked(found: list[Station]) -> Outcome:
    return AssignPlaces(tuple(FoundStation(row.id, row.number, row.kelurahan) for row in found))


async def assign_witness(work: Work, effect: AssignWitness) -> Outcome:
    """Assign, or say plainly why not."""
    place: Station | None = None
    try:
        async with work.tx.begin_nested():
            election = await elections.election(work.tx)
            who = await assigning.who_is(work.tx, work.keys, election.id, effect.who)
            if effect.reserve:
                return await _reserve(work, effect, who)
            found = await _places(work, effect.place)
            if len(found) > 1:
                return _asked(found)
            place = found[0]
            require(await held_by(work), Action.LEAD_WITNESSES, place.path)
            by, inbox = work.person_id, work.message_id
            late = opened(election, work.turn.now)
            new = Assignment(who.person_id, place, effect.participant, by, inbox, late)
            given = await assigned.assign(work.tx, election, new)
    except SaksiError as refusal:
        return await _refused(work, refusal, place)
    return Assigned(name=who.name, number=place.number, kelurahan=place.kelurahan, again=not given)


async def _refused(work: Work, refusal: SaksiError, place: Station | None) -> Outcome:
    """With the names of those who stand there, when the station is full."""
    if place is None:
        return AssignRefused(code=refusal.code)
    names: tuple[str, ...] = ()
    if isinstance(refusal, StationFull):
        there = await assigning.there(work.tx, place.id)
        names = tuple(dict.fromkeys(row.name for row in there))
    return AssignRefused(
        code=refusal.code, number=place.number, kelurahan=place.kelurahan, names=names
    )


async def _reserve(work: Work, effect: AssignWitness, who: Somebody) -> Outcome:
    """Into the reserve of a kelurahan."""
    found, _ = await kelurahan_named(work.tx, effect.place)
    if len(found) != 1:
        raise NotFound("not one kelurahan")
    election = await elections.election(work.tx)
    require(await held_by(work), Action.LEAD_WITNESSES, found[0].path)
    participant, _ = await participants.find(work.tx, election, effect.participant)
    place = Place(election.id, found[0].id, participant)
    new = await reserve_lists.put(work.tx, place, who.person_id)
    await work.note("reserve named", f"area:{found[0].id}", person=who.person_id)
    title = found[0].title
    if new:
        purpose = f"reserve:{place.area_id}:{who.person_id}"
        told = notice(purpose, ReserveNoted(title), who.person_id)
        await notices.put(work.tx, [told])
    return Reserved(name=who.name, kelurahan=title, again=not new)


async def list_reserves(work: Work, effect: ListReserves) -> Outcome:
    """The reserve where this person leads, or in the part of it that is named."""
    where = list(paths(await held_by(work), Action.LEAD_WITNESSES))
    election = await elections.current_election(work.tx)
    if election is None or not where:
        return Reserves()
    if effect.text.strip():
        found = await areas.areas_named(work.tx, election, effect.text, most=1)
        held = await held_by(work)
        where = [area.path for area in found if may(held, Action.LEAD_WITNESSES, area.path)]
    rows = await reserve_lists.listed(work.tx, election.id, where, _MOST_RESERVES + 1)
    told = tuple(InReserve(row.name, row.kelurahan) for row in rows[:_MOST_RESERVES])
    return Reserves(told, len(rows) > _MOST_RESERVES)


async def find_swap(work: Work, effect: FindSwap) -> Outcome:
    """Who stands there and who could come."""
    try:
        election = await elections.election(work.tx)
        reason, only = "", None
        if effect.text[:1].upper() == "T" and "-" in effect.text[:3]:
            asked = await assigning.asked_swap(work.tx, election.id, effect.text.strip())
            if asked.state != "waiting":
                return SwapRefused(code="stale_revision")
            mandate = await assigning.held(work.tx, asked.mandate_id)
            reason, only, station_id = asked.reason, mandate.id, mandate.station_id
        else:
            places = await _places(work, effect.text)
            if len(places) > 1:
                return _asked(places)
            station_id = places[0].id
        place = await assigning.station(work.tx, election.id, number=station_id)
        require(await held_by(work), Action.LEAD_WITNESSES, place.path)
    except SaksiError as refusal:
        return SwapRefused(code=refusal.code)
    return replace(await _swap(work, election.id, place, only), reason=reason)


async def _swap(work: Work, election_id: int, place: Station, only: int | None) -> SwapFound:
    there = await assigning.there(work.tx, place.id)
    leaving = [row for row in there if only in (None, row.id)]
    near: list[StandIn] = []
    if leaving:
        free = Place(election_id, place.kelurahan_id, leaving[0].participant_id)
        near = await reserve_lists.near(work.tx, free, without=[row.person_id for row in there])
    return SwapFound(
        number=place.number,
        kelurahan=place.kelurahan,
        witnesses=tuple(Leaving(row.id, row.name, row.participant) for row in leaving),
        candidates=tuple(
            Coming(row.person_id, row.name, row.kelurahan, row.reserve) for row in near
        ),
    )


async def swap_witness(work: Work, effect: SwapWitness) -> Outcome:
    """Put a person into another one's place; the old mandate stays, inactive."""
    try:
        async with work.tx.begin_nested():
            election = await elections.election(work.tx)
            mandate = await assigning.held(work.tx, effect.mandate)
            place = await assigning.station(work.tx, election.id, number=mandate.station_id)
            own = mandate.person_id == work.person_id
            require(await held_by(work), Action.LEAD_WITNESSES, place.path, own=own)
            by, inbox = work.person_id, work.message_id
            late = opened(election, work.turn.now)
            new = Assignment(effect.person, place, by=by, inbox_id=inbox, late=late)
            await assigned.replace_witness(work.tx, election, mandate, new)
    except SaksiError as refusal:
        return SwapRefused(code=refusal.code)
    await work.note("witness swapped", f"mandate:{effect.mandate}", person=effect.person)
    return Swapped(number=place.number, kelurahan=place.kelurahan)


async def ask_swap(work: Work, effect: AskSwap) -> Outcome:
    """A witness asks to be replaced; the nearest coordinators hear it."""
    own = next((one for one in work.facts.mandates if one.id == effect.mandate), None)
    if own is None or work.facts.election is None:
        raise NotYourStation("no such mandate")
    mandate = await assigning.held(work.tx, effect.mandate)
    by, inbox = work.person_id, work.message_id
    receipt, new = await assigning.ask_swap(work.tx, mandate, by, effect.reason, inbox)
    if new:
        place = await assigning.station(work.tx, work.facts.election.id, number=mandate.station_id)
        who = await roles.leaders(work.tx, work.facts.election.id, place.path, {by})
        who = who or await roles.topmost(work.tx, work.facts.election.id, {by})
        name = work.facts.person.name if work.facts.person else ""
        event = SwapWaiting(
            receipt=receipt,
            name=name,
            number=place.number,
            kelurahan=place.kelurahan,
            reason=effect.reason,
        )
        told = [notice(f"swap:{receipt}:{p.person_id}", event, p.person_id) for p in who]
        await notices.put(work.tx, told)
        await work.note("swap asked", f"mandate:{mandate.id}", receipt=receipt)
    return SwapAsked(receipt=receipt, again=not new)


async def decline_swap(work: Work, effect: DeclineSwap) -> Outcome:
    """The witness stays, and hears so."""
    try:
        async with work.tx.begin_nested():
            election = await elections.election(work.tx)
            asked = await assigning.asked_swap(work.tx, election.id, effect.receipt)
            if asked.state != "waiting":
                raise BadInput("answered before")
            mandate = await assigning.held(work.tx, asked.mandate_id)
            place = await assigning.station(work.tx, election.id, number=mandate.station_id)
            require(await held_by(work), Action.LEAD_WITNESSES, place.path)
            await assigning.decline_swap(work.tx, mandate.id, work.person_id)
    except SaksiError as refusal:
        return SwapRefused(code=refusal.code)
    event = SwapAnswered(place.number, place.kelurahan)
    purpose = f"swap:{asked.receipt}:answered"
    await notices.put(work.tx, [notice(purpose, event, mandate.person_id)])
    await work.note("swap declined", f"mandate:{mandate.id}", receipt=asked.receipt)
    return SwapDeclined()


DOERS: dict[type[Effect], Doer] = {
    AssignWitness: assign_witness,
    ListReserves: list_reserves,
    FindSwap: find_swap,
    SwapWitness: swap_witness,
    AskSwap: ask_swap,
    DeclineSwap: decline_swap,
}
