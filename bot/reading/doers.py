"""Keeps photos as evidence, and says of which contest they are; in the turn's transaction."""

from bot.base.capability import Doer
from bot.base.work import Work
from bot.engine.effects import Effect, KeepPhoto
from bot.engine.messages import Outcome
from bot.engine.outcomes import PhotoKept
from bot.reading.talk.effects import LabelPhotos
from models.stores.base.audit import note
from models.stores.reading import photos
from models.stores.reports import results


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


DOERS: dict[type[Effect], Doer] = {KeepPhoto: keep_photo, LabelPhotos: label_photos}
