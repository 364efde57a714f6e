"""What an address asks of a table: areas within reach, filters, order, where the page begins."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from api.screen.desks.desk_table import Line, Table
from models.errors import BadInput, NotAllowed, NotYourArea
from models.rules.rights import Held, may, paths
from models.stores.base import areas
from models.stores.base.areas import Area
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.desks import attendance_table
from models.stores.desks.paging import MOST, Listing, Place, Wanted, few
from models.stores.persons import roles

_LONGEST = 200
"""Letters of a filter's value."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it may be answered: the rows, the area that was chosen, and where one may go.

    `within`: areas above and below to choose from; `reach`: the paths that the rows lie in;
    `near`: few enough stations for what is thorough (paging.Listing).
    """

    wanted: Wanted
    area: Area | None
    within: tuple[Area, ...]
    reach: tuple[str, ...]
    query: Mapping[str, str]
    near: bool

    def offers(self, name: str, listing: Listing[Line]) -> bool:
        """Whether an order or a filter is to be had here."""
        return self.near or name not in listing.thorough

    def address(self, path: str, **changed: str) -> str:
        """The same question at a path, with some of it changed; empty takes it out."""
        asked = {name: said for name, said in {**self.query, **changed}.items() if said}
        return f"{path}?{urlencode(asked)}" if asked else path


async def asked(
    tx: Transaction,
    table: Table[Line],
    election: LoadedElection,
    viewer: tuple[int, tuple[Held, ...]],
    query: Mapping[str, str],
) -> Asked:
    """The question of an address, for a viewer (person's id, roles here).

    Raises NotAllowed, NotYourArea, NotFound, BadInput.
    """
    person, held = viewer
    own = paths(held, table.action)
    if not own:
        raise NotAllowed("you have no role for this in this election")
    code = query.get("area", "")
    area = await areas.area(tx, election.id, code) if code else None
    if area is not None and not may(held, table.action, area.path):
        raise NotYourArea(area=code)
    reach = (area.path,) if area is not None else own
    nowhere = area is None and await _topmost(tx, election.id, person, own)
    wanted = Wanted(
        election.id,
        ("",) if table.asks else reach,
        nowhere=nowhere or table.asks,
        person=person,
        filters=_filters(table, query),
        given={**attendance_table.given(election), "reach": list(reach)},
        sort=query.get("sort", ""),
        down=query.get("down") == "1",
        after=_place(query.get("after", "")),
        most=MOST,
    )
    near = not table.listing.thorough or await few(tx, election.id, reach)
    if not near and table.listing.thorough & {wanted.sort, *wanted.filters}:
        raise BadInput("that is asked of one kabupaten or kota", says="desks.too_wide")
    around = await _around(tx, election.id, own, area)
    return Asked(wanted, area, around, reach, _kept(query), near)


async def _topmost(tx: Transaction, election: int, person: int, own: tuple[str, ...]) -> bool:
    """Whether rows without a place are this person's: who leads the largest area there is."""
    if "" in own:
        return True
    leads = await roles.topmost(tx, election)
    return any(one.person_id == person for one in leads)


def _filters(table: Table[Line], query: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for one in table.filters:
        said = query.get(one.name, "").strip()[:_LONGEST]
        if said and one.choices and said not in one.choices:
            raise BadInput(f"{one.name}: one of {', '.join(one.choices)}")
        if said:
            found[one.name] = said
    return found


def _kept(query: Mapping[str, str]) -> dict[str, str]:
    return {name: said for name, said in query.items() if said and name not in ("lang", "csrf")}


async def _around(
    tx: Transaction, election: int, own: tuple[str, ...], area: Area | None
) -> tuple[Area, ...]:
    """The areas above the chosen one and right below it; the own ones where none is chosen."""
    if area is None:
        if "" not in own:
            found = [(await areas.ancestors(tx, election, path))[-1] for path in own]
            below = await areas.children(tx, election, found[0].code) if len(found) == 1 else []
            return (*found, *below)
        top = await areas.top(tx, election)
        return tuple(await areas.children(tx, election, top))
    above = [
        one
        for one in await areas.ancestors(tx, election, area.path)
        if any(not path or one.path == path or one.path.startswith(f"{path}.") for path in own)
    ]
    return (*above, *await areas.children(tx, election, area.code))


def cursor(place: Place | None) -> str:
    """Where a page ends, as a part of an address; empty behind the last."""
    if place is None:
        return ""
    return base64.urlsafe_b64encode(json.dumps([place.at, place.key]).encode()).decode()


def _place(said: str) -> Place | None:
    if not said:
        return None
    try:
        at, key = json.loads(base64.urlsafe_b64decode(said.encode()))
        return Place(str(at), str(key))
    except (binascii.Error, ValueError, TypeError):
        raise BadInput("after: go back to the first page") from None
