"""Who helps at a station, and asking them to: names and phones for the person's own stations."""

from dataclasses import replace
from datetime import datetime

from bot.base.capability import Doer
from bot.base.events import notice
from bot.base.work import Work
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.intents.talk.effects import CallPerson, TellCoordinator
from bot.intents.talk.outcomes import CoordinatorTold, PersonCalled, PersonWanted
from models.stores.messaging import notices
from models.stores.persons import mandates, phones_of, roles
from models.stores.persons.roles import Holder


async def tell_coordinator(work: Work, effect: TellCoordinator) -> Outcome:
    """The nearest leader of an own station, and the phone to call; noted in the audit log."""
    if effect.station_id is None or work.facts.election is None:
        return CoordinatorTold()
    work.require_own(effect.station_id)
    near = await _leaders(work, effect.station_id)
    if not near:
        return CoordinatorTold()
    phone = await phones_of.phone_of(work.tx, work.keys, near[0].person_id)
    return CoordinatorTold(name=near[0].name, phone=phone)


async def call_person(work: Work, effect: CallPerson) -> Outcome:
    """Tell the nearest leaders that this person needs a word with one; once an hour."""
    station, person = effect.station_id, work.facts.person
    if station is not None:
        work.require_own(station)
    near = await _leaders(work, station)
    if not near or person is None:
        return PersonCalled()
    phone = await phones_of.phone_of(work.tx, work.keys, person.id)
    event = PersonWanted(name=person.name, texts=effect.texts, phone=phone)
    if station is not None:
        named = await mandates.name_of(work.tx, station)
        event = replace(event, number=named.number, kelurahan=named.kelurahan)
    told = [
        notice(purpose, event, one.person_id, inbox_id=work.message_id)
        for one in near
        for purpose in (_purpose(person.id, one.person_id, work.turn.now),)
    ]
    before = await notices.there(work.tx, [one.purpose for one in told])
    await notices.put(work.tx, told)
    await work.note("asked for a person", f"person:{person.id}")
    names = tuple(one.name for one in near)
    return PersonCalled(names=names, again=len(before) == len(told))


def _purpose(who: int, whom: int, now: datetime) -> str:
    """One notice an hour from one person to one leader."""
    return f"person:{who}:{whom}:{int(now.timestamp()) // 3600}"


async def _leaders(work: Work, station_id: int | None) -> tuple[Holder, ...]:
    """Who leads nearest to a station; without one, whoever leads the largest area."""
    election, person = work.facts.election, work.facts.person
    without = {person.id} if person else set()
    if election is None:
        return ()
    if station_id is None:
        return await roles.topmost(work.tx, election.id, without)
    path = await mandates.path_of(work.tx, station_id)
    near = await roles.leaders(work.tx, election.id, path, without)
    return near or await roles.topmost(work.tx, election.id, without)


DOERS: dict[type[Effect], Doer] = {
    TellCoordinator: tell_coordinator,
    CallPerson: call_person,
}
