"""Which photos a viewer may see: those of the own areas; of incidents those whom they concern."""

from collections.abc import Iterator
from dataclasses import replace

from api.http.callers import Caller
from models.errors import NotFound
from models.rules.rights import Action, Held, may
from models.stores.audit.evidence import Backing
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.reading import photo_places
from models.stores.reading.photo_places import PlacedPhoto
from models.values import Json

INCIDENT = "incident"


def sees(held: tuple[Held, ...], photo: PlacedPhoto) -> bool:
    """Whether these roles reach every area that the photo is of.

    An incident that has no place is for those who lead everything, its photos likewise.
    """
    incident = photo.purpose == INCIDENT
    action = Action.HANDLE_INCIDENT if incident else Action.SEE
    where = photo.paths or (("",) if incident else ())
    return bool(where) and all(may(held, action, path) for path in where)


async def seen_by(
    tx: Transaction, caller: Caller, election: LoadedElection, photo_id: int
) -> PlacedPhoto:
    """A photo that the caller may see. Raises NotFound, as for one that is not there."""
    found = await photo_places.placed(tx, photo_id)
    if found is None or not sees(caller.roles(found.election_id or election.id), found):
        raise NotFound("there is no such photo", photo=photo_id)
    return found


def without_incidents(said: Json, behind: Backing) -> tuple[Json, Backing]:
    """A station's evidence (models/stores/audit) without the photos of incidents.

    They are for those who handle them, in a bundle as on the page: neither the files nor that they
    are there, nor what the log says of them and of the messages that brought them alone.
    """
    theirs = [one for one in _photos_of(said) if one["purpose"] == INCIDENT]
    ids = {one["id"] for one in theirs}
    reported = {one["id"] for one in behind.messages}
    brought = {one["inbox_id"] for one in theirs} - reported
    subjects = {f"photo:{number}" for number in ids}
    told = {
        **said,
        "photos": _others(said["photos"], ids),
        "ballots": [{**one, "photos": _others(one["photos"], ids)} for one in said["ballots"]],
    }
    entries = [
        one
        for one in behind.entries
        if one["subject"] not in subjects
        and (one["inbox_id"] is None or one["inbox_id"] not in brought)
        and not one["subject"].startswith(f"{INCIDENT}:")
    ]
    return told, replace(behind, photos=_others(behind.photos, ids), entries=entries)


def _photos_of(said: Json) -> Iterator[Json]:
    yield from said["photos"]
    for ballot in said["ballots"]:
        yield from ballot["photos"]


def _others(photos: list[Json], ids: set[int]) -> list[Json]:
    return [one for one in photos if one["id"] not in ids]
