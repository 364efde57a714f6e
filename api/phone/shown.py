"""What the page is told of each of its phones: whose it is, where that person stands."""

from api.phone import cast
from api.phone.desk import Desk
from api.phone.who import OWN, Phone, spaced
from models.stores.base.database import Transaction
from models.stores.recruiting.training import Post, places_of


async def phones(desk: Desk, own: list[Phone]) -> list[dict[str, object]]:
    """The phones as JSON; made-up witnesses are enrolled first where that is allowed."""
    async with desk.database.transaction() as tx:
        if desk.enrols and all(phone.key != OWN for phone in own):
            await cast.enrol(tx, desk.keys)
        people = await _people(tx, desk, own)
        places = await places_of(tx, list(people.values()))
    return [_phone(phone, places.get(people.get(phone.key, 0))) for phone in own]


async def _people(tx: Transaction, desk: Desk, own: list[Phone]) -> dict[str, int]:
    if any(phone.key == OWN for phone in own):
        return {phone.key: phone.person for phone in own if phone.person is not None}
    return await cast.people(tx, desk.keys)


def _phone(phone: Phone, place: Post | None) -> dict[str, object]:
    station = pin = None
    if place is not None:
        station = f"TPS {place.number:02d} {place.kelurahan}"
        pin = None if place.lat is None else {"lat": place.lat, "lon": place.lon}
    return {
        "key": phone.key,
        "scope": phone.scope,
        "name": phone.name,
        "role": phone.role,
        "number": spaced(phone.number),
        "hints": phone.hints,
        "station": station,
        "pin": pin,
    }
