"""The count of one place and of what lies right below it, as its page shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.base.asked_areas import own_code
from models.errors import NotFound
from models.rules.recap import RecapRow
from models.stores.base import areas, elections
from models.stores.base.areas import LEVELS, Area
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.kept import Kept
from models.stores.base.layouts import Layout
from models.stores.recap import recap
from models.stores.recap.recap import Question
from models.stores.recap.standings import ballots_in
from models.values import Ballot, Level, Trust

_names: dict[Ballot, Kept[dict[str, str]]] = {ballot: Kept(4) for ballot in Ballot}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which place, ballot and trust a page shows; `ballot` None: the first that is voted on."""

    area: str
    ballot: Ballot | None = None
    trust: Trust = Trust.ANY
    election: str | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A choice's votes, and their share of all that are counted here (0 to 1)."""

    code: str
    name: str
    votes: int
    share: float
    own: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An area or station below the place: its row of the recap, who leads by how much.

    `lead` is the difference between the first two as a share of the valid votes (0 to 1).
    """

    row: RecapRow
    first: Bar | None
    second: Bar | None
    lead: float | None

    @property
    def turnout(self) -> float | None:
        """Votes per registered voter; None where registers are missing."""
        return self.row.turnout


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A place with its count; `above` from the nation down; `below` is the level of `lines`.

    `opens`: the hour of the law while it has not come: then no votes are given (`told`).
    `adds_up`: votes can be told here; those of persons of several districts cannot.
    """

    election: LoadedElection
    area: Area
    above: tuple[Area, ...]
    ballot: Ballot
    ballots: tuple[str, ...]
    trust: Trust
    row: RecapRow
    bars: tuple[Bar, ...]
    below: Level
    lines: tuple[Line, ...]
    zone: str
    opens: datetime | None
    layouts: tuple[Layout, ...]
    adds_up: bool

    @property
    def turnout(self) -> float | None:
        """Votes per registered voter; None where registers are missing."""
        return self.row.turnout


async def place_count(tx: Transaction, asked: Asked) -> PlaceCount:
    """The place's count as it is now, with its votes (see `told`); raises NotFound, BadInput."""
    loaded = await elections.election(tx, asked.election)
    area = await areas.area(tx, loaded.id, asked.area)
    voted = await ballots_in(tx, loaded, area.id)
    ballot = asked.ballot or next((Ballot(one) for one in voted), None)
    if ballot is None:
        raise NotFound("nobody votes there", area=area.code)
    above = await areas.ancestors(tx, loaded.id, area.path)
    below = LEVELS[LEVELS.index(area.level) + 1] if area.level in LEVELS[:-1] else Level.STATION
    question = Question(ballot, area.code, None, None, asked.trust)
    scope = await recap.understand(tx, question, loaded.code)
    (own,) = [row async for row in recap.rows(tx, scope)]
    inner = replace(scope, question=replace(question, level=below.value), level=below.value)
    rows = [row async for row in recap.rows(tx, inner)]
    names = await _names_of(tx, loaded, ballot, tuple(scope.layouts))
    mine = own_code(loaded, ballot)
    return PlaceCount(
        election=loaded,
        area=area,
        above=tuple(one for one in above if one.code != area.code),
        ballot=ballot,
        ballots=tuple(voted),
        trust=asked.trust,
        row=own,
        bars=bars(own.votes, names, mine),
        below=below,
        lines=tuple(line(row, names, mine) for row in rows),
        zone=next(
            (one.timezone for one in reversed([*above, area]) if one.timezone),
            loaded.config.timezone,
        ),
        opens=None,
        layouts=tuple(scope.layouts.values()),
        adds_up=bool(own.votes) or not own.reported,
    )


def told(it: PlaceCount, election: LoadedElection, now: datetime) -> PlaceCount:
    """The count as it may be told at `now`: without any votes before the hour of the law.

    `election` is read at `now`, too: its hour may have been put off since the count was made.
    """
    opens = election.config.publication.not_before
    if opens is None or now >= opens:
        return it
    lines = tuple(Line(replace(one.row, votes={}), None, None, None) for one in it.lines)
    return replace(it, opens=opens, row=replace(it.row, votes={}), bars=(), lines=lines)


async def _names_of(
    tx: Transaction, loaded: LoadedElection, ballot: Ballot, contests: tuple[int, ...]
) -> dict[str, str]:
    """Short names by code, read once for each pack."""
    if len(contests) == 1:
        parties = (await elections.contest(tx, contests[0])).parties()
        return {one.code: one.short or one.name for one in parties}
    kept = _names[ballot].get(tx, loaded.id, loaded.fingerprint)
    if kept is None:
        kept = await elections.choice_names(tx, loaded.code, ballot)
        _names[ballot].put(tx, loaded.id, loaded.fingerprint, kept)
    return kept


def bars(votes: Mapping[str, int], names: Mapping[str, str], own: str) -> tuple[Bar, ...]:
    """Pairs, persons or party sums with most votes first; empty where nothing is counted."""
    main = {code: number for code, number in votes.items() if "." not in code}
    whole = sum(main.values())
    if not whole:
        return ()
    ranked = sorted(main.items(), key=lambda item: (-item[1], _order(item[0])))
    return tuple(
        Bar(code, names.get(code, ""), number, number / whole, code == own)
        for code, number in ranked
    )


def line(row: RecapRow, names: Mapping[str, str], own: str) -> Line:
    """A row of the recap with who leads in it."""
    first, second = (*bars(row.votes, names, own), None, None)[:2]
    lead = None
    if first is not None:
        lead = first.share - (second.share if second else 0.0)
    return Line(row, first, second, lead)


def _order(code: str) -> tuple[int, str]:
    return len(code), code


def leaders(lines: Iterable[Line], most: int = 8) -> list[Bar]:
    """Who leads anywhere, in the order of where they lead: what the colours of a map mean."""
    count: dict[str, int] = {}
    kept: dict[str, Bar] = {}
    for one in lines:
        if one.first is not None:
            count[one.first.code] = count.get(one.first.code, 0) + 1
            kept.setdefault(one.first.code, one.first)
    ranked = sorted(count, key=lambda code: (-count[code], _order(code)))
    return [kept[code] for code in ranked[:most]]
