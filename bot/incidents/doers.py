"""Incidents, from anybody, to whoever leads there; and the paper copies of the form."""

from dataclasses import replace

from bot.base.capability import Doer
from bot.base.events import as_json, notice
from bot.base.work import Work, held_by
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.engine.outcomes import DecisionRefused, NotReady
from bot.filling.outcomes import ReportRefused
from bot.incidents.talk.effects import HandleIncident, NoteCopy, ReportIncident
from bot.incidents.talk.outcomes import (
    CopyNoted,
    IncidentHandled,
    IncidentKept,
    IncidentNew,
    IncidentTold,
)
from models.errors import NotAllowed, NotFound, NotYourStation, OwnReport, SaksiError
from models.rules.rights import Action, require
from models.stores.attendance import escalations
from models.stores.attendance.escalations import INCIDENT, Waiting
from models.stores.base.audit import note
from models.stores.incidents import incidents, paper_copies
from models.stores.incidents.incidents import HeldIncident, NewIncident
from models.stores.messaging import notices
from models.stores.messaging.inbox import Sender
from models.stores.persons import mandates, roles
from models.stores.persons.roles import Holder


async def report_incident(work: Work, effect: ReportIncident) -> Outcome:
    """Keep what was told, and tell those who lead nearest to the place at once."""
    if work.facts.election is None:
        return NotReady()
    contact, person = work.turn.contact, work.facts.person
    new = NewIncident(
        work.facts.election.id,
        effect.category,
        effect.text,
        effect.station_id,
        effect.place,
        person.id if person else None,
        work.contact_id,
        effect.confidential,
        effect.photos,
        work.message_id,
    )
    sender = Sender(contact["channel"], contact["account"], contact["sender"])
    try:
        async with work.tx.begin_nested():
            number, receipt = await incidents.put(work.tx, new, sender)
    except SaksiError as refusal:
        return ReportRefused(code=refusal.code)
    data = {"category": effect.category, "receipt": receipt, "station": effect.station_id}
    if effect.confidential:  # the log names no sender either, nor the message; the row does
        subject = f"incident:{number}"
        await note(work.tx, "confidential", "incident told", subject, data)
    else:
        await work.note("incident told", f"incident:{number}", **data)
    await _tell(work, effect, number, receipt)
    return IncidentKept(receipt=receipt)


async def _tell(work: Work, effect: ReportIncident, number: int, receipt: str) -> None:
    event = IncidentNew(
        receipt=receipt,
        category=effect.category,
        text=effect.text,
        place=effect.place,
        photos=len(effect.photos),
        reporter="" if effect.confidential else _speaker(work),
        confidential=effect.confidential,
    )
    if effect.station_id is not None:
        station = await mandates.name_of(work.tx, effect.station_id)
        event = replace(event, number=station.number, kelurahan=station.kelurahan)
    leaders, path = await _leaders(work, effect.station_id)
    told = [
        notice(f"incident:{number}:{one.person_id}", event, one.person_id, inbox_id=work.message_id)
        for one in leaders
    ]
    await notices.put(work.tx, told)
    if leaders and work.facts.election is not None:
        own = work.facts.person.id if work.facts.person else None
        place = (path, leaders[0].level, own, work.turn.now)
        case = (INCIDENT, number, work.facts.election.id, event.event, as_json(event))
        await escalations.begin(work.tx, Waiting(*case, *place))


def _speaker(work: Work) -> str:
    if work.facts.person is not None:
        return work.facts.person.name
    return str(work.turn.contact["name"] or "")


async def _leaders(work: Work, station_id: int | None) -> tuple[tuple[Holder, ...], str]:
    """Who leads nearest to the place, and its path: empty where none is known."""
    election, person = work.facts.election, work.facts.person
    without = {person.id} if person else set()
    if election is None:
        return (), ""
    if station_id is None:
        return await roles.topmost(work.tx, election.id, without), ""
    path = await mandates.path_of(work.tx, station_id)
    near = await roles.leaders(work.tx, election.id, path, without)
    return near or await roles.topmost(work.tx, election.id, without), path


async def handle_incident(work: Work, effect: HandleIncident) -> Outcome:
    """Take an incident (TANGANI) or close it (BERES); who told it hears so."""
    try:
        async with work.tx.begin_nested():
            row = await incidents.hold(work.tx, effect.receipt)
            if row is None:
                raise NotFound("there is no such incident")
            await _require(work, row)
            return await _handle(work, effect, row)
    except SaksiError as refusal:
        return DecisionRefused(code=refusal.code)


async def _require(work: Work, row: HeldIncident) -> None:
    """Raises NotAllowed, OwnReport. What has no place is for those who lead the largest area."""
    held, own = await held_by(work), row.person_id == work.person_id
    if row.path is not None:
        require(held, Action.HANDLE_INCIDENT, row.path, own=own)
        return
    leads = await roles.topmost(work.tx, row.election_id)
    if all(one.person_id != work.person_id for one in leads):
        raise NotAllowed(action=Action.HANDLE_INCIDENT.value)
    if own:
        raise OwnReport(action=Action.HANDLE_INCIDENT.value)


async def _handle(work: Work, effect: HandleIncident, row: HeldIncident) -> Outcome:
    other = row.handler_id is not None and row.handler_id != work.person_id
    done = row.state == "closed" or (effect.status == "taken" and row.state == "taken")
    if done or other:
        status = "closed" if row.state == "closed" else "already"
        return IncidentHandled(receipt=row.receipt, status=status, by=row.handler)
    if effect.status == "taken":
        await incidents.take(work.tx, row.id, work.person_id)
    else:
        await incidents.close(work.tx, row.id, work.person_id, effect.note)
    await work.note(f"incident {effect.status}", f"incident:{row.id}")
    by = work.facts.person.name if work.facts.person else ""
    event = IncidentTold(receipt=row.receipt, status=effect.status, by=by, note=effect.note)
    purpose = f"incident:{row.id}:{effect.status}"
    answer = notice(
        purpose, event, row.person_id, contact_id=row.contact_id, inbox_id=work.message_id
    )
    await notices.put(work.tx, [answer])
    return IncidentHandled(
        receipt=row.receipt,
        status=effect.status,
        reporter=row.reporter or row.contact_name or "",
        confidential=row.confidential,
    )


async def note_copy(work: Work, effect: NoteCopy) -> Outcome:
    """Note the paper copy of a station that the person has a mandate for."""
    if all(mandate.station.id != effect.station_id for mandate in work.facts.mandates):
        raise NotYourStation("no mandate for this station", station=effect.station_id)
    what = (effect.status, effect.contests, effect.signed_by, effect.handed_to)
    await paper_copies.put(work.tx, work.person_id, effect.station_id, *what, work.message_id)
    await work.note("copy noted", f"station:{effect.station_id}", status=effect.status)
    return CopyNoted()


DOERS: dict[type[Effect], Doer] = {
    ReportIncident: report_incident,
    HandleIncident: handle_incident,
    NoteCopy: note_copy,
}
