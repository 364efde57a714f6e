"""Does what volunteers and those who answer them ask for, in the turn's transaction."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.engine import witness_effects as w
from bot.engine.messages import Outcome
from bot.versions import held_by
from models.errors import BadInput, NotFound, SaksiError
from models.phones import e164
from models.rules.rights import Action, paths, require
from models.stores.base import areas, elections
from models.stores.messaging import notices
from models.stores.messaging.notices import NewNotice
from models.stores.persons import leaving, people, roles
from models.stores.recruiting import recruits
from models.stores.recruiting.recruits import Application, Decision, Draft
from models.values import Level

if TYPE_CHECKING:
    from bot.perform import Work

NEWS = timedelta(minutes=30)
"""Applications within this time are two messages to a coordinator: the first, and the rest."""
_SHOWN = 8
_MANY = 2_000


def proven_phone(work: "Work") -> str:
    """The sender's own number where the channel proves it, else empty."""
    contact = work.turn.contact
    return str(contact["sender"]) if contact["channel"] == "console" else work.turn.inbound.phone


async def note_applicant(work: "Work", effect: w.NoteApplicant) -> Outcome:
    """Keep the phone, sealed, until the application is whole."""
    try:
        phone = e164(effect.phone or proven_phone(work))
    except BadInput:
        return Outcome("applicant_noted", {"status": "bad"})
    election = work.facts.election
    if election is None:
        return Outcome("not_ready")
    known = await recruits.known(work.session, work.keys, election.id, phone)
    if known.waiting:
        return Outcome("applicant_noted", {"status": "waiting", "receipt": known.waiting})
    new = Draft(election.id, effect.name, phone, work.contact_id, work.message_id)
    await recruits.draft(work.session, work.keys, new)
    status = "known" if known.person_id else "free"
    return Outcome("applicant_noted", {"status": status, "name": known.name})


async def find_kelurahan(work: "Work", effect: w.FindKelurahan) -> Outcome:
    """Kelurahan by a name that is nearly right; "Sukamaju, Sukarasa" names the kecamatan too."""
    election = await elections.current_election(work.session)
    if election is None:
        return Outcome("kelurahan_found", {"areas": []})
    name, _, above = (part.strip() for part in effect.text.partition(","))
    most = _MANY if above else _SHOWN + 1
    found = await areas.areas_named(work.session, election, _kelurahan(name), most=most)
    if not found:
        found = await _inside(work, election, name)
    told = []
    for area in found:
        names = [one.name for one in await areas.ancestors(work.session, election.id, area.path)]
        upward = ", ".join(reversed(names[-3:-1]))
        if not above or above.lower().split()[-1] in upward.lower():
            place = {"id": area.id, "title": area.title, "path": area.path}
            told.append({**place, "above": upward})
        if len(told) > _SHOWN:
            break
    return Outcome("kelurahan_found", {"areas": told[:_SHOWN], "more": len(told) > _SHOWN})


def _kelurahan(name: str) -> str:
    """The name with a word before it that says the level, unless the person wrote one."""
    first = name.lower().split()[:1]
    words = ("kel", "kelurahan", "desa", "kalurahan", "gampong", "nagari", "kampung")
    return name if first and first[0].strip(".") in words else f"kelurahan {name}"


async def _inside(work: "Work", election: elections.LoadedElection, name: str) -> list[areas.Area]:
    """The kelurahan of a kecamatan, where that is what was named."""
    found = await areas.areas_named(work.session, election, name, most=1)
    if not found or found[0].level is not Level.KECAMATAN:
        return []
    return await areas.children(work.session, election.id, found[0].code)


async def apply(work: "Work", effect: w.Apply) -> Outcome:
    """Keep the application and tell the nearest coordinators."""
    try:
        drafted = await recruits.own_draft(work.session, work.contact_id)
        if drafted is None:
            raise NotFound("the application was not begun")
        former = await recruits.holder(work.session, drafted.phone_hash)
        inbox, now = work.message_id, work.turn.now
        new = Application(effect.name, effect.area_id, effect.experience, former, inbox, now)
        path = await recruits.apply(work.session, drafted, new)
    except SaksiError as refusal:
        return Outcome("apply_refused", {"code": refusal.code})
    await work.note("applied as witness", f"recruit:{drafted.id}", former=former)
    await tell_leaders(work, path)
    return Outcome("applied", {"receipt": drafted.receipt})


async def tell_leaders(work: "Work", path: str) -> None:
    """Tell whoever leads nearest: at once, and later ones of the same half hour together."""
    election = work.facts.election
    if election is None:
        return
    leads = await roles.leaders(work.session, election.id, path)
    leads = leads or await roles.topmost(work.session, election.id)
    now = work.turn.now
    slot = int(now.timestamp() // NEWS.total_seconds())
    until = datetime.fromtimestamp((slot + 1) * NEWS.total_seconds(), UTC)
    purposes = {one.person_id: f"applicants:{slot}:{one.person_id}" for one in leads}
    there = await notices.there(work.session, list(purposes.values()))
    data = {"since": now.isoformat()}
    told = [
        NewNotice(f"{purpose}:rest", "applicants_new", data, person, not_before=until)
        if purpose in there
        else NewNotice(purpose, "applicants_new", data, person, inbox_id=work.message_id)
        for person, purpose in purposes.items()
    ]
    await notices.put(work.session, told)


async def claim_phone(work: "Work", effect: w.ClaimPhone) -> Outcome:
    """The applicant is who is known by the proven phone: no application is needed."""
    drafted = await recruits.own_draft(work.session, work.contact_id)
    person = await recruits.holder(work.session, drafted.phone_hash) if drafted else None
    if person is None:
        return Outcome("contact_unknown")
    await recruits.forget(work.session, work.contact_id)
    await people.bind(work.session, work.contact_id, person)
    known = await people.person_facts(work.session, person)
    ended = await leaving.end_others(work.session, work.contact_id, person)
    data = {"how": "contact", "contact": work.contact_id, "ended": ended}
    await work.note("contact activated", f"person:{person}", **data)
    return Outcome("activated", {"name": known[0] if known else ""})


async def list_applicants(work: "Work", effect: w.ListApplicants) -> Outcome:
    """Who waits where this person leads."""
    where = paths(await held_by(work), Action.LEAD_WITNESSES)
    if work.facts.election is None or not where:
        return Outcome("applicants", {"count": 0, "rows": [], "news": bool(effect.since)})
    since = datetime.fromisoformat(effect.since) if effect.since else None
    place = (work.session, work.facts.election.id, where)
    rows = await recruits.listed(*place, since=since, most=_SHOWN)
    count = len(rows) if len(rows) < _SHOWN else await recruits.count(*place, since)
    told: list[dict[str, Any]] = [
        {
            "receipt": row.receipt,
            "name": row.name,
            "kelurahan": row.kelurahan,
            "experience": row.experience,
            "former": row.former or "",
        }
        for row in rows
    ]
    return Outcome("applicants", {"count": count, "rows": told, "news": bool(effect.since)})


async def decide_applicant(work: "Work", effect: w.DecideApplicant) -> Outcome:
    """A coordinator's word on somebody who applied in that area."""
    election = work.facts.election
    if election is None:
        return Outcome("not_ready")
    try:
        async with work.session.begin_nested():
            row = await recruits.hold(work.session, election.id, effect.receipt)
            own = row.contact_id == work.contact_id
            require(await held_by(work), Action.LEAD_WITNESSES, row.path, own=own)
            decision = Decision(
                effect.accepted, work.person_id, work.turn.now, reason=effect.reason
            )
            answer = await recruits.answer(work.session, work.keys, row, decision)
    except SaksiError as refusal:
        return Outcome("decision_refused", {"code": refusal.code})
    return Outcome("applicant_decided", answer_data(answer))


def answer_data(answer: recruits.Answer) -> dict[str, Any]:
    """As an outcome carries it."""
    told = {"receipt": answer.receipt, "name": answer.name, "accepted": answer.accepted}
    return {**told, "already": answer.already}


DOERS: dict[type[Any], Any] = {
    w.NoteApplicant: note_applicant,
    w.FindKelurahan: find_kelurahan,
    w.Apply: apply,
    w.ClaimPhone: claim_phone,
    w.ListApplicants: list_applicants,
    w.DecideApplicant: decide_applicant,
}
