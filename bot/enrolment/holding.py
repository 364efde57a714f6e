"""Holds acts of weight from chats that are new for their person, and does them for a code.

The code goes where the new chat cannot read it: to the person's other chats, else to who leads
above, who calls the person and reads it out. Who leads above is told in any case.
"""

from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter

from bot.base.events import notice
from bot.base.work import Work
from bot.engine.effects import Confirmed, Effect
from bot.engine.messages import Outcome
from bot.enrolment.talk.effects import BindChat, ConfirmAct
from bot.enrolment.talk.outcomes import (
    ActCode,
    ActCodeOwn,
    ActCodeWrong,
    ActConfirmed,
    ActHeld,
    ActTold,
    ActUnheld,
)
from models.stores.base import elections
from models.stores.messaging import notices
from models.stores.persons import held_acts, people, roles, told_above


async def guard(work: Work, effect: Effect) -> Outcome | None:
    """Hold an act of weight where the chat is new for whoever speaks; None lets it pass."""
    if work.facts.person is None:
        return None
    if not await held_acts.fresh(work.tx, work.contact_id):
        return None
    return await hold(work, work.person_id, effect)


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Chats (contact ids) that hear of a held act: the person's own of before, and those above."""

    own: list[int]
    above: list[int]


async def hold(work: Work, person: int, effect: Effect) -> Outcome:
    """Keep the act, send its code; or say that nobody is there to send it to."""
    told = await _witnesses(work, person)
    left = await held_acts.tries_left(work.tx, work.contact_id)
    if not left or not (told.own or told.above):
        await work.note("act refused", f"person:{person}", act=effect.weight, left=left)
        return ActUnheld()
    data = TypeAdapter(type(effect)).dump_python(effect, mode="json")
    chat, act = (work.contact_id, person), (type(effect).__name__, data)
    number, code = await held_acts.hold(work.tx, work.keys, chat, act, work.message_id)
    await work.note("act held", f"person:{person}", act=effect.weight, held=number)
    await _tell(work, number, person, effect.weight, code, told)
    return ActHeld(own=bool(told.own))


async def _witnesses(work: Work, person: int) -> Witnesses:
    own = await held_acts.own_chats(work.tx, work.contact_id, person)
    above = await held_acts.chats_of(work.tx, await _above(work, person))
    return Witnesses(own, [one for one in above if one != work.contact_id])


async def _above(work: Work, person: int) -> list[int]:
    """Who leads nearest above the person, else beside, else who looks after the installation."""
    election = await elections.current_election(work.tx)
    if election is None:
        return []
    held = await roles.roles_of(work.tx, election.id, person)
    paths = [one.path for one in held]
    over = await roles.over(work.tx, election.id, paths, roles.LEADS)
    beside = [one.person_id for path in paths for one in roles.nearest(over, path, {person})]
    found = roles.above(over, person, {person}) or beside
    return found or [one for one in await told_above.administrators(work.tx) if one != person]


async def _tell(
    work: Work, number: int, person: int, weight: str, code: str, told: Witnesses
) -> None:
    known = await people.person_facts(work.tx, person)
    name, minutes = known[0] if known else "", held_acts.MINUTES
    above = ActTold(name, weight, minutes) if told.own else ActCode(name, weight, code, minutes)
    news: list[tuple[Outcome, int]] = [
        (ActCodeOwn(name, weight, code, minutes), one) for one in told.own
    ]
    news += [(above, one) for one in told.above]
    await notices.put(
        work.tx,
        [notice(f"held:{number}:{chat}", event, contact_id=chat) for event, chat in news],
    )


async def confirm(work: Work, effect: ConfirmAct) -> Outcome | None:
    """The act that waits for this code goes back to the talk, to be done now."""
    if effect.code is None:
        await held_acts.drop(work.tx, work.contact_id)
        return None
    binds, chat = BindChat.__name__, work.contact_id
    found = await held_acts.confirm(work.tx, work.keys, chat, effect.code, binds)
    left = await held_acts.tries_left(work.tx, work.contact_id)
    if found is None:
        await work.note("act code refused", f"contact:{work.contact_id}", left=left)
        return ActCodeWrong(left=left)
    await work.note("act confirmed", f"person:{found.person_id}", held=found.id)
    act = TypeAdapter(_acts()[found.act]).validate_python(found.data)
    return ActConfirmed(effect=Confirmed(act))


@cache
def _acts() -> dict[str, type[Effect]]:
    """All effects that may be held, by the name of their class."""
    return {one.__name__: one for one in Effect.__subclasses__() if one.weight}
