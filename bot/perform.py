"""Does what a turn of the conversation asks for, inside the turn's transaction."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from bot import (
    absences,
    area_lists,
    asking,
    assigning,
    broadcasts,
    corrections,
    covering,
    digest_doers,
    disputes,
    incidents,
    letters,
    meeting,
    own_votes,
    past_results,
    recaps,
    recruiting,
    seat_answers,
    seen,
    standing,
    training,
    typing,
    versions,
    visits,
)
from bot.engine import effects as e
from bot.engine.facts import Facts
from bot.engine.messages import Outcome
from bot.media import Media
from bot.turns import Turn
from models.errors import BadInput, NotYourStation, SaksiError
from models.phones import e164
from models.sealing import Keys
from models.stores.attendance import presence
from models.stores.base.audit import note
from models.stores.base.session import Session
from models.stores.persons import leaving, people
from models.stores.reading import photos
from models.stores.reports import reports, results


@dataclass(frozen=True, slots=True)
class Work:
    """What every effect may use: the open transaction, the turn and the facts it was decided on."""

    session: Session
    keys: Keys
    turn: Turn
    facts: Facts
    media: Media | None = None
    """Where files to send are put (a chart, a letter); None where nothing is kept."""

    @property
    def contact_id(self) -> int:
        """Who speaks, as a contact."""
        return int(self.turn.contact["id"])

    @property
    def message_id(self) -> int | None:
        """The stored message that is the source of what happens, where there is one."""
        number = self.turn.message["id"]
        return None if number is None else int(number)

    @property
    def person_id(self) -> int:
        """Who speaks, as a person. Raises NotYourStation when nobody known does."""
        if self.facts.person is None:
            raise NotYourStation("nobody known speaks")
        return self.facts.person.id

    async def note(self, action: str, subject: str, **data: Any) -> None:
        """Write an audit entry about this turn."""
        actor = f"person:{self.facts.person.id}" if self.facts.person else "contact"
        actor = f"contact:{self.contact_id}" if actor == "contact" else actor
        await note(self.session, actor, action, subject, data, self.message_id)


async def activate(work: Work, effect: e.Activate) -> Outcome:
    """Prove the phone by the coordinator's code."""
    now = work.turn.now
    person = await people.activate(work.session, work.keys, work.contact_id, effect.code, now)
    if person is None:
        left = await people.tries_left(work.session, work.contact_id, now)
        await work.note("activation refused", f"contact:{work.contact_id}", left=left)
        return Outcome("activation_refused", {"left": left})
    return await _activated(work, person, "code")


async def prove_contact(work: Work, effect: e.ProveContact) -> Outcome:
    """Prove the phone by the sender's own contact card."""
    try:
        phone = e164(effect.phone)
    except BadInput:
        return Outcome("contact_unknown")
    person = await people.person_by_phone(work.session, work.keys, phone)
    if person is None:
        return Outcome("contact_unknown")
    await people.bind(work.session, work.contact_id, person)
    return await _activated(work, person, "contact")


async def _activated(work: Work, person: int, how: str) -> Outcome:
    known = await people.person_facts(work.session, person)
    ended = await leaving.end_others(work.session, work.contact_id, person)
    data = {"how": how, "contact": work.contact_id, "ended": ended}
    await work.note("contact activated", f"person:{person}", **data)
    return Outcome("activated", {"name": known[0] if known else ""})


async def set_language(work: Work, effect: e.SetLanguage) -> None:
    """Speak another language from now on, here and with what is sent to the person later."""
    await people.speak(work.session, work.contact_id, effect.language)
    if work.facts.person is not None:
        await people.prefer(work.session, work.facts.person.id, effect.language)


async def check_in(work: Work, effect: e.CheckIn) -> Outcome:
    """Note the presence; the time is the one at which the witness sent it."""
    _own_station(work, effect.station_id)
    new = presence.NewCheckIn(
        person_id=work.person_id,
        station_id=effect.station_id,
        at=work.turn.inbound.at,
        location=effect.location,
        distance_m=effect.distance_m,
        flags=effect.flags,
        inbox_id=work.message_id,
    )
    number, receipt = await presence.put_check_in(work.session, new)
    await work.note("checked in", f"station:{effect.station_id}", flags=list(effect.flags))
    return Outcome("checked_in", {"receipt": receipt, "check_in": number})


async def note_mandate_letter(work: Work, effect: e.NoteMandateLetter) -> None:
    """Whether the written mandate was handed over."""
    await presence.note_letter(work.session, effect.check_in_id, work.person_id, effect.handed)


async def keep_photo(work: Work, effect: e.KeepPhoto) -> Outcome | None:
    """Keep the photo of this message as evidence."""
    file = work.turn.inbound.stored
    if file is None:
        return None
    new = photos.NewPhoto(
        sha256=file.sha256,
        path=file.path,
        mime=file.mime,
        size=file.size,
        purpose=effect.purpose,
        person_id=work.facts.person.id if work.facts.person else None,
        station_id=effect.station_id,
        contest_id=effect.contest_id,
        page=effect.page,
        album=work.turn.inbound.album,
        forwarded=work.turn.inbound.forwarded,
        inbox_id=work.message_id,
    )
    number, stations = await photos.put_photo(work.session, new)
    elsewhere = [station for station in stations if station != effect.station_id]
    await work.note("photo kept", f"photo:{number}", sha256=file.sha256, elsewhere=elsewhere)
    facts = {"purpose": effect.purpose, "contest": effect.contest_id}
    return Outcome("photo_kept", {"photo": number, "twice": bool(stations), **facts})


async def label_photos(work: Work, effect: e.LabelPhotos) -> None:
    """Say of which contest this person's earlier photos are."""
    _own_station(work, effect.station_id)
    place = (effect.station_id, effect.contest_id)
    await photos.label(work.session, work.person_id, effect.photos, *place)
    await results.settle_again(work.session, *place)


def _own_station(work: Work, station_id: int) -> None:
    if all(mandate.station.id != station_id for mandate in work.facts.mandates):
        raise NotYourStation("no mandate for this station", station=station_id)


async def submit_report(work: Work, effect: e.SubmitReport) -> Outcome:
    """Save a report, or a new revision of it, and tell where the station's result stands."""
    try:
        async with work.session.begin_nested():
            origin = await _origin(work, effect)
            saved = await reports.submit(
                work.session,
                origin,
                effect.station_id,
                effect.contest_id,
                replace(effect.tally, figures={**effect.tally.figures, **effect.figures}),
                detail=effect.detail,
                findings=effect.findings,
                reason=effect.reason,
            )
            if effect.reason == "correction" and effect.task_id is None:
                await corrections.tell_change(work, effect, saved)
    except SaksiError as refusal:
        return Outcome("report_refused", {"code": refusal.code})
    facts = {
        "receipt": saved.receipt,
        "revision": saved.revision,
        "state": saved.state.value if saved.state else None,
        "cells": list(saved.cells),
        "again": saved.again,
    }
    return Outcome("report_saved", facts)


async def _origin(work: Work, effect: e.SubmitReport) -> reports.Origin:
    """Whose report it is: a witness's, or an operator's who types from photos."""
    if effect.task_id is not None:
        await typing.own_task(work, effect)
        return reports.Origin(
            work.person_id, inbox_id=work.message_id, kind="typed", label=effect.label
        )
    mandate = corrections.own_mandate(work, effect)
    return reports.Origin(
        work.person_id,
        mandate.participant_id,
        inbox_id=work.message_id,
        read_from=effect.read_from,
        label=effect.label,
    )


Doer = Callable[[Work, Any], Awaitable[Outcome | None]]

DOERS: dict[type[Any], Doer] = {
    e.Activate: activate,
    e.ProveContact: prove_contact,
    e.SetLanguage: set_language,
    e.CheckIn: check_in,
    e.NoteMandateLetter: note_mandate_letter,
    e.KeepPhoto: keep_photo,
    e.LabelPhotos: label_photos,
    e.SubmitReport: submit_report,
    **area_lists.DOERS,
    **absences.DOERS,
    **asking.DOERS,
    **broadcasts.DOERS,
    **corrections.DOERS,
    **digest_doers.DOERS,
    **disputes.DOERS,
    **incidents.DOERS,
    **meeting.DOERS,
    **own_votes.DOERS,
    **recaps.DOERS,
    **seat_answers.DOERS,
    **recruiting.DOERS,
    **training.DOERS,
    **standing.DOERS,
    **assigning.DOERS,
    **letters.DOERS,
    **covering.DOERS,
    **seen.DOERS,
    **typing.DOERS,
    **versions.DOERS,
    **past_results.DOERS,
    **visits.DOERS,
}
"""Who does what: an effect that is not here cannot be asked for (tests walk the effects)."""


async def perform(work: Work, effect: Any) -> Outcome | None:
    """Do one effect; its outcome goes back to the conversation, which says what can't be done."""
    doer = DOERS.get(type(effect))
    if doer is None:
        return Outcome("not_ready")
    outcome = await doer(work, effect)
    await seen.note_list(work, effect)
    return outcome
