"""Which photos a viewer may see: those of the own areas; of incidents those whom they concern."""

from api.http.callers import Caller
from models.errors import NotFound
from models.rules.rights import Action, Held, may
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.reading import photo_places
from models.stores.reading.photo_places import PlacedPhoto

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
