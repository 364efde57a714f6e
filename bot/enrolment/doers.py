"""Proves phones, and keeps the language that a person speaks; in the turn's transaction."""

from datetime import UTC

from bot.base.capability import Doer
from bot.base.events import notice
from bot.base.work import Work
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.engine.outcomes import Activated, ContactUnknown
from bot.enrolment import holding
from bot.enrolment.talk.effects import Activate, BindChat, ConfirmAct, ProveContact, SetLanguage
from bot.enrolment.talk.outcomes import (
    ActHeld,
    ActivationAlone,
    ActivationHeld,
    ActivationRefused,
    ActivationSecond,
    CodesGuessed,
    CodeUsedElsewhere,
)
from models.errors import BadInput
from models.phones import e164
from models.stores.messaging import notices
from models.stores.persons import leaving, people, roles, told_above


async def activate(work: Work, effect: Activate) -> Outcome:
    """Prove the phone by the coordinator's code."""
    now = work.turn.now
    person = await people.activate(work.tx, work.keys, work.contact_id, effect.code, now)
    if person is None:
        left = await people.tries_left(work.tx, work.contact_id, now)
        await work.note("activation refused", f"contact:{work.contact_id}", left=left)
        if await people.failures(work.tx, now) >= people.CODE_BUDGET:
            await _alarm(work)
            left = 0
        return ActivationRefused(left=left)
    if await people.speaks_elsewhere(work.tx, work.contact_id, person):
        return await _warned(work, person)
    if await roles.holds_any(work.tx, person):
        return await _second_factor(work, person)
    await people.bind(work.tx, work.contact_id, person, by_code=True)
    return await _activated(work, person, "code")


async def _second_factor(work: Work, person: int) -> Outcome:
    """A code alone gives nobody a role: the own contact, or a second person's word."""
    held = await holding.hold(work, person, BindChat(person))
    if isinstance(held, ActHeld):
        return ActivationSecond()
    await people.give_back(work.tx, person, work.turn.now)
    return ActivationAlone()


async def bind_chat(work: Work, effect: BindChat) -> Outcome:
    """A second person knows whose chat this is: it speaks for them now."""
    await people.bind(work.tx, work.contact_id, effect.person)
    return await _activated(work, effect.person, "code and second person")


async def _alarm(work: Work) -> None:
    """Administrators hear once an hour that codes are guessed; codes rest until the next one."""
    hour = f"{work.turn.now.astimezone(UTC):%Y%m%d%H}"
    told = [
        notice(f"codes:{hour}:{person}", CodesGuessed(), person)
        for person in await told_above.administrators(work.tx)
    ]
    await notices.put(work.tx, told)


async def _warned(work: Work, person: int) -> Outcome:
    """A code alone displaces nobody: the chat that speaks for them, and who leads, hear it."""
    await work.note("activation held", f"person:{person}", contact=work.contact_id)
    known = await people.person_facts(work.tx, person)
    event = CodeUsedElsewhere(known[0] if known else "")
    leaders = await told_above.leading(work.tx, person)
    told = [notice(f"code-used:{work.turn.key}:{one}", event, one) for one in (person, *leaders)]
    await notices.put(work.tx, told)
    return ActivationHeld()


async def prove_contact(work: Work, effect: ProveContact) -> Outcome:
    """Prove the phone by the sender's own contact card."""
    try:
        phone = e164(effect.phone)
    except BadInput:
        return ContactUnknown()
    person = await people.person_by_phone(work.tx, work.keys, phone)
    if person is None:
        return ContactUnknown()
    await people.bind(work.tx, work.contact_id, person)
    return await _activated(work, person, "contact")


async def _activated(work: Work, person: int, how: str) -> Outcome:
    known = await people.person_facts(work.tx, person)
    ended = await leaving.end_others(work.tx, work.contact_id, person)
    data = {"how": how, "contact": work.contact_id, "ended": ended}
    await work.note("contact activated", f"person:{person}", **data)
    return Activated(name=known[0] if known else "")


async def set_language(work: Work, effect: SetLanguage) -> None:
    """Speak another language from now on, here and with what is sent to the person later."""
    await people.speak(work.tx, work.contact_id, effect.language)
    if work.facts.person is not None:
        await people.prefer(work.tx, work.facts.person.id, effect.language)


DOERS: dict[type[Effect], Doer] = {
    Activate: activate,
    ProveContact: prove_contact,
    SetLanguage: set_language,
    ConfirmAct: holding.confirm,
    BindChat: bind_chat,
}
