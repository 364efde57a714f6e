"""Keeps photos as evidence, and says of which contest they are; in the turn's transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from bot.base.capability import Doer
from bot.base.events import notice
from bot.base.work import Work
from bot.engine.effects import Effect, KeepPhoto
from bot.engine.messages import Outcome
from bot.engine.outcomes import PhotoKept
from bot.reading.talk.effects import LabelPhotos
from bot.reading.talk.outcomes import PhotoMoved
from models.errors import BadInput, NotFound, TiedToParticipant
from models.rules.rights import Action, Held, concerned, may, require
from models.stores.base import elections
from models.stores.base.audit import note
from models.stores.base.database import Transaction
from models.stores.messaging import notices
from models.stores.persons import mandates
from models.stores.reading import photo_places, photos
from models.stores.reading.photo_places import PlacedPhoto
from models.stores.reports import results


@dataclass(frozen=True, slots=True)
class Target:
    """What a photo shows: ids of station and contest, and the party whose page it is."""

    station_id: int
    contest_id: int
    page: int | None = None


async def keep_photo(work: Work, effect: KeepPhoto) -> Outcome | None:
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
    number, stations = await photos.put_photo(work.tx, new)
    elsewhere = [station for station in stations if station != effect.station_id]
    data = {"sha256": file.sha256, "elsewhere": elsewhere}
    if effect.purpose == "incident":  # whether the name is kept back is said after the photo
        await note(work.tx, "confidential", "photo kept", f"photo:{number}", data)
    else:
        await work.note("photo kept", f"photo:{number}", **data)
    return PhotoKept(number, bool(stations), effect.purpose, effect.contest_id)


async def label_photos(work: Work, effect: LabelPhotos) -> None:
    """Say of which contest this person's earlier photos are."""
    work.require_own(effect.station_id)
    place = (effect.station_id, effect.contest_id)
    await photos.label(work.tx, work.person_id, effect.photos, *place)
    await results.settle_again(work.tx, *place)


async def move_photo(
    tx: Transaction, by: int, held: Iterable[Held], photo: int, to: Target
) -> None:
    """A reviewer (`by`, a person's id) puts somebody's photo where it belongs; it is read anew.

    Raises NotFound where the photo is none of theirs to see or the target is none, NotAllowed,
    OwnReport where the reviewer sent it or reported there, TiedToParticipant, BadInput.
    """
    kept = tuple(held)
    found = await photo_places.placed(tx, photo)
    if found is None or not found.paths or found.purpose != "form":
        raise NotFound("there is no such photo of a form", photo=photo)
    if not all(may(kept, Action.DECIDE, path) for path in found.paths):
        raise NotFound("there is no such photo of a form", photo=photo)
    stations = [one for one in (found.station_id, to.station_id) if one is not None]
    own = found.person_id == by or await photo_places.spoke(tx, by, stations)
    require(kept, Action.DECIDE, await mandates.path_of(tx, to.station_id), own=own)
    for contest in {found.contest_id, to.contest_id} - {None}:
        if concerned(kept, await elections.contest(tx, contest or 0)):
            raise TiedToParticipant(photo=photo)
    if to.contest_id not in await elections.station_contests(tx, to.station_id):
        raise BadInput("this station does not vote in this contest", station=to.station_id)
    if (found.station_id, found.contest_id, found.page) == (to.station_id, to.contest_id, to.page):
        return
    await photo_places.move(tx, photo, to.station_id, to.contest_id, to.page)
    before = {"station": found.station_id, "contest": found.contest_id, "page": found.page}
    data = {"before": before, "station": to.station_id, "contest": to.contest_id, "page": to.page}
    await note(tx, f"person:{by}", "photo moved", f"photo:{photo}", data)
    await _tell_moved(tx, found, to)


async def _tell_moved(tx: Transaction, found: PlacedPhoto, to: Target) -> None:
    if found.person_id is None:
        return
    name = await mandates.name_of(tx, to.station_id)
    ballot = (await elections.contest(tx, to.contest_id)).ballot.value
    event = PhotoMoved(
        sent=found.received_at, number=name.number, kelurahan=name.kelurahan, ballot=ballot
    )
    purpose = f"photo:{found.id}:moved:{uuid4().hex}"  # it may be moved there a second time
    await notices.put(tx, [notice(purpose, event, found.person_id)])


DOERS: dict[type[Effect], Doer] = {KeepPhoto: keep_photo, LabelPhotos: label_photos}
