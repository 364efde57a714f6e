"""Does what volunteers and those who answer them ask for, in the turn's transaction."""

from datetime import UTC, datetime, timedelta

from bot.base.capability import Doer
from bot.base.events import notice
from bot.base.kelurahan import kelurahan_named
from bot.base.work import Work, held_by
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.engine.outcomes import Activated, ContactUnknown, DecisionRefused, NotReady
from bot.recruiting import answering
from bot.recruiting.talk.effects import (
    Apply,
    ClaimPhone,
    DecideApplicant,
    FindKelurahan,
    ListApplicants,
    NoteApplicant,
)
from bot.recruiting.talk.outcomes import (
    ApplicantDecided,
    ApplicantNoted,
    Applicants,
    ApplicantsNew,
    Applied,
    Applying,
    ApplyRefused,
    FoundKelurahan,
    KelurahanFound,
)
from models.errors import BadInput, NotFound, SaksiError
from models.phones import e164
from models.rules.rights import Action, paths, require
from models.stores.messaging import notices
from models.stores.persons import leaving, people, roles
from models.stores.recruiting import recruits
from models.stores.recruiting.recruit_answers import Decision
from models.stores.recruiting.recruits import Application, Draft

_SHOWN = 8
"""Applications that one message lists."""
NEWS = timedelta(minutes=30)
"""Applications within this time are two messages to a coordinator: the first, and the rest."""


def proven_phone(work: Work) -> str:
    """The sender's own number where the channel proves it, else empty."""
    contact = work.turn.contact
    return str(contact["sender"]) if contact["channel"] == "console" else work.turn.inbound.phone


async def note_applicant(work: Work, effect: NoteApplicant) -> Outcome:
    """Keep the phone, sealed, until the application is whole."""
    try:
        phone = e164(effect.phone or proven_phone(work))
    except BadInput:
        return ApplicantNoted(status="bad")
    election = work.facts.election
    if election is None:
        return NotReady()
    known = await recruits.known(work.tx, work.keys, election.id, phone)
    if known.waiting:
        return ApplicantNoted(status="waiting", receipt=known.waiting)
    new = Draft(election.id, effect.name, phone, work.contact_id, work.message_id)
    await recruits.draft(work.tx, work.keys, new)
    status = "known" if known.person_id else "free"
    return ApplicantNoted(status=status, name=known.name)


async def find_kelurahan(work: Work, effect: FindKelurahan) -> Outcome:
    """Kelurahan that a name may mean, for who applies."""
    found, more = await kelurahan_named(work.tx, effect.text)
    areas = tuple(FoundKelurahan(one.id, one.title, one.above) for one in found)
    return KelurahanFound(areas, more)


async def apply(work: Work, effect: Apply) -> Outcome:
    """Keep the application and tell the nearest coordinators."""
    try:
        drafted = await recruits.own_draft(work.tx, work.contact_id)
        if drafted is None:
            raise NotFound("the application was not begun")
        former = await recruits.holder(work.tx, drafted.phone_hash)
        inbox, now = work.message_id, work.turn.now
        new = Application(effect.name, effect.area_id, effect.experience, former, inbox, now)
        path = await recruits.apply(work.tx, drafted, new)
    except SaksiError as refusal:
        return ApplyRefused(code=refusal.code)
    await work.note("applied as witness", f"recruit:{drafted.id}", former=former)
    await tell_leaders(work, path)
    return Applied(receipt=drafted.receipt)


async def tell_leaders(work: Work, path: str) -> None:
    """Tell whoever leads nearest: at once, and later ones of the same half hour together."""
    election = work.facts.election
    if election is None:
        return
    leads = await roles.leaders(work.tx, election.id, path)
    leads = leads or await roles.topmost(work.tx, election.id)
    now = work.turn.now
    slot = int(now.timestamp() // NEWS.total_seconds())
    until = datetime.fromtimestamp((slot + 1) * NEWS.total_seconds(), UTC)
    purposes = {one.person_id: f"applicants:{slot}:{one.person_id}" for one in leads}
    there = await notices.there(work.tx, list(purposes.values()))
    event = ApplicantsNew(now.isoformat())
    told = [
        notice(f"{purpose}:rest", event, person, not_before=until)
        if purpose in there
        else notice(purpose, event, person, inbox_id=work.message_id)
        for person, purpose in purposes.items()
    ]
    await notices.put(work.tx, told)


async def claim_phone(work: Work, effect: ClaimPhone) -> Outcome:
    """The applicant is who is known by the proven phone: no application is needed."""
    drafted = await recruits.own_draft(work.tx, work.contact_id)
    person = await recruits.holder(work.tx, drafted.phone_hash) if drafted else None
    if person is None:
        return ContactUnknown()
    await recruits.forget(work.tx, work.contact_id)
    await people.bind(work.tx, work.contact_id, person)
    known = await people.person_facts(work.tx, person)
    ended = await leaving.end_others(work.tx, work.contact_id, person)
    data = {"how": "contact", "contact": work.contact_id, "ended": ended}
    await work.note("contact activated", f"person:{person}", **data)
    return Activated(name=known[0] if known else "")


async def list_applicants(work: Work, effect: ListApplicants) -> Outcome:
    """Who waits where this person leads."""
    where = paths(await held_by(work), Action.LEAD_WITNESSES)
    if work.facts.election is None or not where:
        return Applicants(news=bool(effect.since))
    since = datetime.fromisoformat(effect.since) if effect.since else None
    place = (work.tx, work.facts.election.id, where)
    rows = await recruits.listed(*place, since=since, most=_SHOWN)
    count = len(rows) if len(rows) < _SHOWN else await recruits.count(*place, since)
    told = tuple(
        Applying(
            receipt=row.receipt,
            name=row.name,
            kelurahan=row.kelurahan,
            experience=row.experience,
            former=row.former or "",
        )
        for row in rows
    )
    return Applicants(count, told, bool(effect.since))


async def decide_applicant(work: Work, effect: DecideApplicant) -> Outcome:
    """A coordinator's word on somebody who applied in that area."""
    election = work.facts.election
    if election is None:
        return NotReady()
    try:
        async with work.tx.begin_nested():
            row = await recruits.hold(work.tx, election.id, effect.receipt)
            own = row.contact_id == work.contact_id
            require(await held_by(work), Action.LEAD_WITNESSES, row.path, own=own)
            decision = Decision(
                effect.accepted, work.person_id, work.turn.now, reason=effect.reason
            )
            answer = await answering.answer(work.tx, work.keys, row, decision)
    except SaksiError as refusal:
        return DecisionRefused(code=refusal.code)
    return ApplicantDecided(
        receipt=answer.receipt,
        name=answer.name,
        accepted=answer.accepted,
        already=answer.already,
    )


DOERS: dict[type[Effect], Doer] = {
    NoteApplicant: note_applicant,
    FindKelurahan: find_kelurahan,
    Apply: apply,
    ClaimPhone: claim_phone,
    ListApplicants: list_applicants,
    DecideApplicant: decide_applicant,
}
