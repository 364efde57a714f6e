"""The counts that a process shows, and the parts of their pages as HTML: made once for all."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256

from markupsafe import Markup

from api.http.recap_state import RecapState, lists_of
from api.pages import rendered
from api.screen import place_count
from api.screen.area_marks import AreaMarks
from api.screen.curve import curve
from api.screen.place_count import Asked, PlaceCount
from api.screen.shared_making import LAG, MOST, Lagging, Shared
from models.errors import NotFound
from models.rules.batches import Arrived, batches
from models.stores.base import areas, elections
from models.stores.base.areas import Area
from models.stores.base.database import Database
from models.stores.base.elections import LoadedElection
from models.stores.recap.arrival_times import MOST_STATIONS, arrivals, came_in
from models.stores.recap.standings import ballots_in
from models.values import Ballot

Address = tuple[str, bytes]
"""A path and its query, as they came."""
PARTS = ("coverage", "votes", "curve", "areas", "batches")
"""The fragments of the page, each swapped by itself when it changed (templates/screen/count/)."""
SLOW = ("curve", "batches")
"""Those that are read station by station: they may lag (shared_making.LAG)."""
BESIDE = 2_000
"""Stations above which nobody waits for what is read station by station."""
EVERY, LARGE_EVERY = 10.0, 60.0
"""Seconds after which it is read anew there, and in areas of more than MOST_STATIONS."""
QUICK = tuple(name for name in PARTS if name not in SLOW)


@dataclass(frozen=True, slots=True)
class Part:
    """A fragment as HTML, and the hash that says whether it changed."""

    name: str
    hash: str
    html: str

    def section(self, *, swaps: bool = False) -> Markup:
        """The element that holds it; `swaps` takes the place of the one that is there (htmx)."""
        oob = ' hx-swap-oob="true"' if swaps else ""
        head = f'<div id="part-{self.name}" class="part" data-part="{self.hash}"{oob}>'
        return Markup(f"{head}{self.html}</div>")  # noqa: S704 - made by our own templates


@dataclass(frozen=True, slots=True)
class Place:
    """The election and area of a question, and the ballots that are voted on there."""

    election: LoadedElection
    area: Area
    ballots: tuple[str, ...]

    def ballot(self, asked: Asked) -> Ballot:
        """The ballot that is asked for, or the first. Raises NotFound."""
        first = next((Ballot(one) for one in self.ballots), None)
        ballot = asked.ballot or first
        if ballot is None:
            raise NotFound("nobody votes there", area=self.area.code)
        return ballot


class Counts:
    """The places that this process shows, and their parts as HTML by language.

    Each is kept until the sums of its own area change (area_marks.py). The hour of the law is
    looked at each time: nothing that is kept decides whether it came.
    """

    def __init__(self, database: Database, recap: RecapState) -> None:
        self._database = database
        self._recap = recap
        self._marks = AreaMarks(database, recap)
        self._named: Shared[Place] = Shared(recap)
        self._places: Shared[PlaceCount] = Shared(recap)
        self._quick: Shared[list[Part]] = Shared(recap)
        self._slow: Shared[dict[str, list[Part]]] = Shared(recap, slowly=LAG)
        self._beside: Lagging[list[Arrived]] = Lagging()
        self._asked: dict[Address, Asked] = {}

    def remember(self, address: Address, asked: Asked) -> None:
        """That an address was answered, as a question that can be one."""
        if len(self._asked) < MOST:
            self._asked[address] = asked

    def asked_before(self, address: Address) -> Asked | None:
        """What an address asks; whether this asker may know is another thing."""
        return self._asked.get(address)

    async def turn(self) -> int:
        """The turn of the recap's state as it is now."""
        await self._recap.now()
        return self._recap.turn

    async def state(self) -> str:
        """What every count follows from: another text, another answer."""
        return await self._recap.now()

    async def named(self, asked: Asked) -> Place:
        """What is asked for, as the lists are now. Raises NotFound."""

        async def make() -> Place:
            async with self._database.transaction() as tx:
                loaded = await elections.election(tx, asked.election)
                area = await areas.area(tx, loaded.id, asked.area)
                return Place(loaded, area, tuple(await ballots_in(tx, loaded, area.id)))

        lists = lists_of(await self._recap.now())
        return await self._named.get((asked.election, asked.area), make, lists)

    async def place(self, asked: Asked, turn: int | None = None) -> PlaceCount:
        """The count of a place as it may be told now, or as it was since a turn of the recap.

        Raises NotFound, BadInput.
        """
        there = await self.named(asked)
        version = await self._version(there, asked, turn)
        return await self._place(asked, there, version)

    async def _version(self, there: Place, asked: Asked, turn: int | None) -> str:
        turn = await self.turn() if turn is None else turn
        mark = await self._marks.of(there.area.id, there.ballot(asked), turn)
        return f"{there.election.code} {there.election.fingerprint} {mark}"

    async def _place(self, asked: Asked, there: Place, version: str) -> PlaceCount:
        asked = replace(asked, ballot=there.ballot(asked), election=there.election.code)

        async def make() -> PlaceCount:
            async with self._database.transaction() as tx:
                return await place_count.place_count(tx, asked)

        made = await self._places.get(asked, make, version)
        return place_count.told(made, there.election, datetime.now(UTC))

    async def parts(self, asked: Asked, language: str, turn: int | None = None) -> list[Part]:
        """The same as HTML, in the order of the page; the slow ones may be `LAG` seconds old."""
        there = await self.named(asked)
        version = await self._version(there, asked, turn)
        seen = await self._place(asked, there, version)
        key = (seen.election.code, seen.area.code, seen.ballot, seen.trust, seen.opens)

        async def quick() -> list[Part]:
            it = await self._place(asked, there, version)
            leaders = place_count.leaders(it.lines)
            return [_part(name, language, it=it, leaders=leaders) for name in QUICK]

        made_at, came = self._came(seen) if seen.row.stations > BESIDE else (0.0, None)

        async def slow() -> dict[str, list[Part]]:
            it = await self._place(asked, there, version)
            values = await self._arrival_values(it, came)
            return {
                one: [_part(name, one, it=it, **values) for name in SLOW] for one in ("id", "en")
            }

        made = await self._quick.get((*key, language), quick, version)
        made = made + (await self._slow.get((*key, made_at), slow, version))[language]
        return sorted(made, key=lambda one: PARTS.index(one.name))

    async def _arrival_values(
        self, it: PlaceCount, arrived: list[Arrived] | None
    ) -> dict[str, object]:
        """When stations came in; of large areas the curve alone, which may be a minute old."""
        large = it.row.stations > MOST_STATIONS
        if it.row.stations <= BESIDE:
            arrived = await self._arrivals(it)
        return {
            "large": large,
            "counting": arrived is None,
            "curve": curve(arrived or [], it.row.stations, it.zone),
            "batches": [] if it.opens or large else batches(arrived or [], it.row.stations),
            "names": {one.code: one.name or one.code for one in it.bars},
        }

    def _came(self, it: PlaceCount) -> tuple[float, list[Arrived] | None]:
        key = (it.election.code, it.area.code, it.ballot, it.trust)
        large = it.row.stations > MOST_STATIONS
        make = partial(self._came_in if large else self._arrivals, it)
        return self._beside.get(key, make, LARGE_EVERY if large else EVERY)

    async def _arrivals(self, it: PlaceCount) -> list[Arrived]:
        async with self._database.transaction() as tx:
            return await arrivals(tx, it.election.id, it.area, it.layouts, it.trust)

    async def _came_in(self, it: PlaceCount) -> list[Arrived]:
        contests = [one.id for one in it.layouts]
        async with self._database.transaction() as tx:
            return await came_in(tx, it.election.id, it.area, contests, it.trust)


def _part(name: str, language: str, **values: object) -> Part:
    html = rendered(f"screen/count/{name}.html", language, **values)
    return Part(name, _hash(html), html)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]
