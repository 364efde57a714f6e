"""/screen/witnesses/phone: the phone of a witness who lacks something now, one at a time.

By chat RINCIAN tells phones of those who are missing, to who leads there and nobody else
(bot/base/calling.py); the same ones are told here, with the same note in the audit log.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.http.deps import TheDatabase, the_keys
from api.reach import TheSeen
from api.screen.desks import people_desks
from api.screen.desks.all_desks import plain_table
from api.screen.desks.desk_pages import Desk
from api.screen.desks.desk_words import Words
from api.screen.frame import ScreenRoute, language_of
from api.screen.gate import Gate, Viewer, fields
from models.errors import NotYourArea
from models.rules.rights import Action, may
from models.sealing import Keys
from models.stores.attendance.missing import missing
from models.stores.base import audit, elections
from models.stores.base.database import Transaction
from models.stores.mandates import assigning
from models.stores.persons import mandates
from models.stores.persons.people import person_facts
from models.stores.persons.phones_of import phone_of

router = APIRouter(include_in_schema=False, route_class=ScreenRoute)
_ALL = 10_000
"""Stations of a kelurahan: all of them."""


@dataclass(frozen=True, slots=True)
class _Told:
    """The text that answers, by its key, with the witness's name and phone."""

    key: str
    name: str
    phone: str = ""


@router.post("/screen/witnesses/phone")
async def phone(
    request: Request,
    viewer: Annotated[Viewer, Depends(Gate(people_desks.witnesses.who))],
    database: TheDatabase,
    seen: TheSeen,
) -> Response:
    """The page again, with the phone of one witness where it may be told."""
    handle = (await fields(request)).get("handle", "")
    number = int(handle) if handle.isdecimal() and len(handle) < 16 else 0
    async with database.transaction() as tx:
        told = await _told(tx, the_keys(request), viewer, number)
    words = Words(language_of(request, viewer.language))
    said = words.t(told.key, name=told.name, phone=told.phone)
    desk = Desk(plain_table(people_desks.witnesses))
    await desk.seen(request, viewer, seen)
    return await desk.look(request, viewer, database, said)


async def _told(tx: Transaction, keys: Keys, viewer: Viewer, mandate_id: int) -> _Told:
    """Raises NotFound; NotYourArea for a witness of other leaders."""
    election = await elections.election(tx)
    mandate = await assigning.held(tx, mandate_id)
    path = await mandates.path_of(tx, mandate.station_id or 0)
    if not may(viewer.caller.roles(election.id), Action.HANDLE_ABSENCE, path):
        raise NotYourArea("that lies outside of your area")
    known = await person_facts(tx, mandate.person_id)
    name = known[0] if known else ""
    lacking = await missing(tx, election, path, datetime.now(UTC), names=_ALL)
    people = {one for phase in lacking for absent in phase.first for one in absent.people}
    if mandate.person_id not in people:
        return _Told("desks.phone_not", name)
    number = await phone_of(tx, keys, mandate.person_id)
    if not number:
        return _Told("desks.phone_none", name)
    await audit.note(tx, viewer.caller.name, "saw", "phones:witnesses", {"count": 1})
    return _Told("desks.phone_told", name, number)
