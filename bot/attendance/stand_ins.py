"""Who stands at a station: a coordinator puts a reserve there, or vouches for who is there."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.attendance.talk.effects import ChooseReserve, Vouch
from bot.attendance.talk.outcomes import (
    Mandated,
    PresenceVouched,
    Reserve,
    ReserveNamed,
    ReserveOffered,
    ReserveStation,
    ReserveWitness,
    Standing,
    Vouched,
    VouchOwn,
    VouchStation,
    VouchWitness,
)
from bot.base import assigned
from bot.base.capability import Doer
from bot.base.events import notice
from bot.base.work import Work, held_by
from bot.engine.effects import Effect
from bot.engine.grammar.ballots import station_in
from bot.engine.messages import Outcome
from bot.engine.outcomes import DecisionRefused, FoundStation
from models.errors import NotFound, OwnReport, SaksiError, StaleRevision
from models.rules.rights import Action, paths, require
from models.stores.attendance import reserves, vouches
from models.stores.base import elections
from models.stores.base.areas import ancestors
from models.stores.mandates import assigning, reserve_lists
from models.stores.mandates.assigning import Assignment
from models.stores.mandates.reserve_lists import Place, StandIn
from models.stores.messaging import notices
from models.stores.persons import mandates
from models.stores.revotes import revotes

_DAY = timedelta(hours=12)
"""Whoever checked in this long ago at most is present, when one of two is to be replaced."""


async def _station(
    work: Work, action: Action, said: str, station_id: int | None
) -> FoundStation | tuple[FoundStation, ...]:
    """The station, or those that fit what was said. Raises NotAllowed, NotFound."""
    held = await held_by(work)
    if station_id is not None:
        require(held, action, await mandates.path_of(work.tx, station_id))
        row = await mandates.name_of(work.tx, station_id)
        return FoundStation(station_id, row.number, row.kelurahan)
    where, election = paths(held, action), work.facts.election
    if election is None or not where:
        return ()
    number, rest = station_in(said)
    rows = await revotes.find(work.tx, election.id, where, number, rest.strip(" ,.:"))
    found = tuple(FoundStation(row.id, row.number, row.kelurahan) for row in rows)
    return found[0] if len(found) == 1 else found


async def choose_reserve(work: Work, effect: ChooseReserve) -> Outcome:
    """Station, witness, reserve: what is not said yet is asked for; then the place is given."""
    try:
        async with work.tx.begin_nested():
            station = await _station(work, Action.NAME_RESERVE, effect.text, effect.station_id)
            if isinstance(station, tuple):
                return ReserveStation(stations=station)
            if effect.mandate_id is not None and effect.person_id is not None:
                return await _replace(work, station, effect.mandate_id, effect.person_id)
            return await _offer(work, station, effect.mandate_id)
    except SaksiError as refusal:
        return DecisionRefused(code=refusal.code)


async def _offer(work: Work, station: FoundStation, mandate_id: int | None) -> Outcome:
    """The reserves for the witness who is missing; where that is not one, who it is."""
    rows = await reserves.standing(work.tx, station.id, work.turn.now - _DAY)
    absent = [row for row in rows if not row.present]
    named = [row for row in rows if row.mandate == mandate_id]
    chosen = named or absent or rows
    if len(chosen) != 1:
        some = tuple(Mandated(row.mandate, row.name) for row in chosen)
        return ReserveWitness(station=station, witnesses=some)
    row = chosen[0]
    near = await _near(work, station, row.participant_id)
    offered = tuple(Reserve(r.person_id, r.name, r.kelurahan) for r in near)
    return ReserveOffered(station=station, mandate=row.mandate, witness=row.name, reserves=offered)


async def _near(work: Work, station: FoundStation, participant_id: int) -> list[StandIn]:
    election = await elections.election(work.tx)
    place = await assigning.station(work.tx, election.id, number=station.id)
    free = Place(election.id, place.kelurahan_id, participant_id)
    there = await assigning.there(work.tx, place.id)
    without = [row.person_id for row in there]
    return await reserve_lists.near(work.tx, free, without=without)


async def _replace(work: Work, station: FoundStation, mandate_id: int, person_id: int) -> Outcome:
    """Raises NotFound, StaleRevision for who is free no more, OwnReport for the own mandate."""
    election = await elections.election(work.tx)
    mandate = await assigning.held(work.tx, mandate_id)
    if mandate.station_id != station.id:
        raise NotFound("no such witness at this station", station=station.id)
    if mandate.person_id == work.person_id:
        raise OwnReport("nobody ends the own duty alone")
    free = {r.person_id: r.name for r in await _near(work, station, mandate.participant_id)}
    if person_id not in free:
        raise StaleRevision("this reserve is not free any more")
    rows = await assigning.there(work.tx, station.id)
    old = next((row.name for row in rows if row.id == mandate_id), "")
    place = await assigning.station(work.tx, election.id, number=station.id)
    late = elections.opened(election, work.turn.now)
    by, inbox = work.person_id, work.message_id
    new = Assignment(person_id, place, by=by, inbox_id=inbox, late=late)
    await assigned.replace_witness(work.tx, election, mandate, new)
    await work.note("witness swapped", f"mandate:{mandate_id}", person=person_id)
    return ReserveNamed(station=station, witness=old, reserve=free[person_id])


async def vouch(work: Work, effect: Vouch) -> Outcome:
    """Station, witness; then it is noted with who said so, and the witness hears it."""
    try:
        async with work.tx.begin_nested():
            station = await _station(work, Action.VOUCH, effect.text, effect.station_id)
            if isinstance(station, tuple):
                return VouchStation(stations=station)
            return await _vouch(work, station, effect.person_id)
    except OwnReport:
        return VouchOwn()
    except SaksiError as refusal:
        return DecisionRefused(code=refusal.code)


async def _vouch(work: Work, station: FoundStation, person_id: int | None) -> Outcome:
    rows = await reserves.standing(work.tx, station.id, work.turn.now - _DAY)
    chosen = [row for row in rows if person_id in (None, row.person)]
    if person_id is not None and not chosen:
        raise NotFound("no such witness at this station", station=station.id)
    if len(chosen) != 1:
        some = tuple(Standing(row.person, row.name) for row in chosen)
        return VouchWitness(station=station, witnesses=some)
    row, at = chosen[0], work.turn.inbound.at
    place = (row.person, station.id)
    number = await vouches.put(work.tx, *place, work.person_id, at, work.message_id)
    subject = f"station:{station.id}"
    await work.note("presence vouched", subject, witness=row.person, vouch=number)
    by = work.facts.person.name if work.facts.person else ""
    event = PresenceVouched(number=station.number, kelurahan=station.kelurahan, by=by)
    await notices.put(work.tx, [notice(f"vouch:{number}", event, row.person)])
    local = at.astimezone(ZoneInfo(await _zone(work, station.id)))
    return Vouched(station=station, witness=row.name, at=local, zone=str(local.tzinfo))


async def _zone(work: Work, station_id: int) -> str:
    """The station's time zone (IANA)."""
    path = await mandates.path_of(work.tx, station_id)
    election = work.facts.election
    above = await ancestors(work.tx, election.id, path) if election else []
    return next((one.timezone for one in reversed(above) if one.timezone), "Asia/Jakarta")


DOERS: dict[type[Effect], Doer] = {ChooseReserve: choose_reserve, Vouch: vouch}
