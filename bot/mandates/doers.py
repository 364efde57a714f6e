"""Does what coordinators decide about stations: assign, reserve, swap; and what witnesses ask."""

from bot.base import assigned
from bot.base.capability import Doer
from bot.base.kelurahan import kelurahan_named
from bot.base.work import Work, held_by
from bot.engine.effects import Effect
from bot.engine.grammar.ballots import station_in
from bot.engine.messages import Named, Outcome
from bot.mandates.talk.effects import (
    AskSwap,
    AssignWitness,
    DeclineSwap,
    FindSwap,
    ListReserves,
    SwapWitness,
)
from models.errors import BadInput, NotAllowed, NotFound, NotYourStation, SaksiError, StationFull
from models.rules.rights import Action, may, paths, require
from models.stores.base import areas, elections, participants
from models.stores.base.elections import opened
from models.stores.mandates import assigning, reserve_lists
from models.stores.mandates.assigning import Assignment, Somebody, Station
from models.stores.mandates.reserve_lists import Place, StandIn
from models.stores.messaging import notices
from models.stores.messaging.notices import NewNotice
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
        return [await assigning.station(work.session, election.id, number=int(said[1:]))]
    number, rest = station_in(said)
    found = await revotes.find(work.session, election.id, where, number, rest.strip(" ,.:"))
    if not found:
        raise NotFound("no station like that where this person leads")
    return [await assigning.station(work.session, election.id, number=row.id) for row in found[:8]]


def _asked(found: list[Station]) -> Outcome:
    rows = [{"id": row.id, "number": row.number, "kelurahan": row.kelurahan} for row in found]
    return Named("assign_places", {"stations": rows})


async def assign_witness(work: Work, effect: AssignWitness) -> Outcome:
    """Assign, or say plainly why not."""
    place: Station | None = None
    try:
        async with work.session.begin_nested():
            election = await elections.election(work.session)
            who = await assigning.who_is(work.session, work.keys, election.id, effect.who)
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
            given = await assigned.assign(work.session, election, new)
    except SaksiError as refusal:
        return await _refused(work, refusal, place)
    told = {"name": who.name, "number": place.number, "kelurahan": place.kelurahan}
    return Named("assigned", {**told, "again": not given})


async def _refused(work: Work, refusal: SaksiError, place: Station | None) -> Outcome:
    """With the names of those who stand there, when the station is full."""
    data: dict[str, object] = {"code": refusal.code}
    if place is not None:
        data |= {"number": place.number, "kelurahan": place.kelurahan}
    if place is not None and isinstance(refusal, StationFull):
        names = [row.name for row in await assigning.there(work.session, place.id)]
        data["names"] = list(dict.fromkeys(names))
    return Named("assign_refused", data)


async def _reserve(work: Work, effect: AssignWitness, who: Somebody) -> Outcome:
    """Into the reserve of a kelurahan."""
    found, _ = await kelurahan_named(work.session, effect.place)
    if len(found) != 1:
        raise NotFound("not one kelurahan")
    election = await elections.election(work.session)
    require(await held_by(work), Action.LEAD_WITNESSES, found[0]["path"])
    participant, _ = await participants.find(work.session, election, effect.participant)
    place = Place(election.id, found[0]["id"], participant)
    new = await reserve_lists.put(work.session, place, who.person_id)
    await work.note("reserve named", f"area:{found[0]['id']}", person=who.person_id)
    title = found[0]["title"]
    if new:
        data = {"kelurahan": title}
        told = NewNotice(
            f"reserve:{place.area_id}:{who.person_id}", "reserve_noted", data, who.person_id
        )
        await notices.put(work.session, [told])
    return Named("reserved", {"name": who.name, "kelurahan": title, "again": not new})


async def list_reserves(work: Work, effect: ListReserves) -> Outcome:
    """The reserve where this person leads, or in the part of it that is named."""
    where = list(paths(await held_by(work), Action.LEAD_WITNESSES))
    election = await elections.current_election(work.session)
    if election is None or not where:
        return Named("reserves", {"rows": [], "more": False})
    if effect.text.strip():
        found = await areas.areas_named(work.session, election, effect.text, most=1)
        held = await held_by(work)
        where = [area.path for area in found if may(held, Action.LEAD_WITNESSES, area.path)]
    rows = await reserve_lists.listed(work.session, election.id, where, _MOST_RESERVES + 1)
    told = [{"name": row.name, "kelurahan": row.kelurahan} for row in rows[:_MOST_RESERVES]]
    return Named("reserves", {"rows": told, "more": len(rows) > _MOST_RESERVES})


async def find_swap(work: Work, effect: FindSwap) -> Outcome:
    """Who stands there and who could come."""
    try:
        election = await elections.election(work.session)
        reason, only = "", None
        if effect.text[:1].upper() == "T" and "-" in effect.text[:3]:
            asked = await assigning.asked_swap(work.session, election.id, effect.text.strip())
            if asked.state != "waiting":
                return Named("swap_refused", {"code": "stale_revision"})
            mandate = await assigning.held(work.session, asked.mandate_id)
            reason, only, station_id = asked.reason, mandate.id, mandate.station_id
        else:
            places = await _places(work, effect.text)
            if len(places) > 1:
                return _asked(places)
            station_id = places[0].id
        place = await assigning.station(work.session, election.id, number=station_id)
        require(await held_by(work), Action.LEAD_WITNESSES, place.path)
    except SaksiError as refusal:
        return Named("swap_refused", {"code": refusal.code})
    return Named("swap_found", {**await _swap(work, election.id, place, only), "reason": reason})


async def _swap(
    work: Work, election_id: int, place: Station, only: int | None
) -> dict[str, object]:
    there = await assigning.there(work.session, place.id)
    leaving = [row for row in there if only in (None, row.id)]
    near: list[StandIn] = []
    if leaving:
        free = Place(election_id, place.kelurahan_id, leaving[0].participant_id)
        near = await reserve_lists.near(
            work.session, free, without=[row.person_id for row in there]
        )
    return {
        "number": place.number,
        "kelurahan": place.kelurahan,
        "witnesses": [
            {"mandate": row.id, "name": row.name, "participant": row.participant} for row in leaving
        ],
        "candidates": [
            {
                "person": row.person_id,
                "name": row.name,
                "kelurahan": row.kelurahan,
                "reserve": row.reserve,
            }
            for row in near
        ],
    }


async def swap_witness(work: Work, effect: SwapWitness) -> Outcome:
    """Put a person into another one's place; the old mandate stays, inactive."""
    try:
        async with work.session.begin_nested():
            election = await elections.election(work.session)
            mandate = await assigning.held(work.session, effect.mandate)
            place = await assigning.station(work.session, election.id, number=mandate.station_id)
            own = mandate.person_id == work.person_id
            require(await held_by(work), Action.LEAD_WITNESSES, place.path, own=own)
            by, inbox = work.person_id, work.message_id
            late = opened(election, work.turn.now)
            new = Assignment(effect.person, place, by=by, inbox_id=inbox, late=late)
            await assigned.replace_witness(work.session, election, mandate, new)
    except SaksiError as refusal:
        return Named("swap_refused", {"code": refusal.code})
    await work.note("witness swapped", f"mandate:{effect.mandate}", person=effect.person)
    return Named("swapped", {"number": place.number, "kelurahan": place.kelurahan})


async def ask_swap(work: Work, effect: AskSwap) -> Outcome:
    """A witness asks to be replaced; the nearest coordinators hear it."""
    own = next((one for one in work.facts.mandates if one.id == effect.mandate), None)
    if own is None or work.facts.election is None:
        raise NotYourStation("no such mandate")
    mandate = await assigning.held(work.session, effect.mandate)
    by, inbox = work.person_id, work.message_id
    receipt, new = await assigning.ask_swap(work.session, mandate, by, effect.reason, inbox)
    if new:
        place = await assigning.station(
            work.session, work.facts.election.id, number=mandate.station_id
        )
        who = await roles.leaders(work.session, work.facts.election.id, place.path, {by})
        who = who or await roles.topmost(work.session, work.facts.election.id, {by})
        name = work.facts.person.name if work.facts.person else ""
        data = {"receipt": receipt, "name": name, "reason": effect.reason}
        where = {"number": place.number, "kelurahan": place.kelurahan}
        told = [
            NewNotice(
                f"swap:{receipt}:{p.person_id}", "swap_waiting", {**data, **where}, p.person_id
            )
            for p in who
        ]
        await notices.put(work.session, told)
        await work.note("swap asked", f"mandate:{mandate.id}", receipt=receipt)
    return Named("swap_asked", {"receipt": receipt, "again": not new})


async def decline_swap(work: Work, effect: DeclineSwap) -> Outcome:
    """The witness stays, and hears so."""
    try:
        async with work.session.begin_nested():
            election = await elections.election(work.session)
            asked = await assigning.asked_swap(work.session, election.id, effect.receipt)
            if asked.state != "waiting":
                raise BadInput("answered before")
            mandate = await assigning.held(work.session, asked.mandate_id)
            place = await assigning.station(work.session, election.id, number=mandate.station_id)
            require(await held_by(work), Action.LEAD_WITNESSES, place.path)
            await assigning.decline_swap(work.session, mandate.id, work.person_id)
    except SaksiError as refusal:
        return Named("swap_refused", {"code": refusal.code})
    data = {"number": place.number, "kelurahan": place.kelurahan}
    purpose = f"swap:{asked.receipt}:answered"
    await notices.put(work.session, [NewNotice(purpose, "swap_answered", data, mandate.person_id)])
    await work.note("swap declined", f"mandate:{mandate.id}", receipt=asked.receipt)
    return Named("swap_declined")


DOERS: dict[type[Effect], Doer] = {
    AssignWitness: assign_witness,
    ListReserves: list_reserves,
    FindSwap: find_swap,
    SwapWitness: swap_witness,
    AskSwap: ask_swap,
    DeclineSwap: decline_swap,
}
