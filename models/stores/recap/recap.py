"""The recap as it is asked for: any area or district, at its own level or any below it."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from models.errors import BadInput, NotFound
from models.rules.recap import RecapRow, merge
from models.stores.base import areas, elections
from models.stores.base.areas import LEVELS
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.layouts import Layout, district, layouts
from models.stores.recap.fold_sql import RESTS_ON
from models.values import Ballot, Level, Trust

DISTRICT = "dapil"
"""The level of an answer with one row for the whole district."""
_PAGE = 500
PART = 100
"""Kelurahan whose stations are read in one transaction of a long answer; of areas ten times."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a ballot in an area or a district, at a level; None is the obvious."""

    ballot: Ballot
    area: str | None = None
    district: str | None = None
    level: str | None = None
    trust: Trust = Trust.ANY


@dataclass(frozen=True, slots=True)
class Scope:
    """A question that was understood: the area looked at, its contests, the level of the rows."""

    election: LoadedElection
    question: Question
    area: areas.Area
    level: str
    layouts: dict[int, Layout]

    @property
    def details(self) -> bool:
        """Candidates are shown only where all rows share one contest."""
        return len(self.layouts) == 1

    @property
    def heading(self) -> dict[str, object]:
        """The answer's keys before its rows (design, section 6)."""
        return {
            "election": self.election.code,
            "ballot": self.question.ballot.value,
            "area": None if self.question.district else self.area.code,
            "district": self.question.district,
            "level": self.level,
            "trust": self.question.trust.value,
        }


# Areas are read here and there, from memory or a disk without heads; starting other processes
# costs more than such a query.
_HINTS = text(
    "select set_config('random_page_cost', '1.1', true), "
    "set_config('plan_cache_mode', 'force_custom_plan', true), "
    "set_config('max_parallel_workers_per_gather', '0', true)"
)
_CONTESTS = text("""
select x.contest_id from contest_area x join contest c on c.id = x.contest_id
where x.area_id = :area and c.ballot = :ballot order by c.code
""")
_BY = ", ".join(f"r.by_{name}" for name in RESTS_ON)
_CASES = " ".join(f"when r.evidence ? '{kind}' then '{by}'" for by, kind in RESTS_ON.items())
_STATION_BY = ", ".join(
    f"(r.state = 'confirmed' and '{by}' = case {_CASES} end)::int as by_{by}" for by in RESTS_ON
)
# Of several contests only the party sums are fetched: the rest cannot be added up anyway.
_ROWS = text(f"""
select a.code, a.name, x.contest_id, x.stations, x.voters,
       case when cast(:details as bool) then r.votes
       else array(select r.votes[p + 1] from unnest(w.mains) p) end as votes,
       r.valid, r.invalid, r.total, r.reported, r.confirmed, r.disputed,
       r.voters as voters_reported, {_BY}
from area a join contest_area x on x.area_id = a.id
join (select id, cast(mains as int[]) as mains
      from unnest(cast(:contests as int[]), cast(:mains as text[])) w (id, mains)) w
on w.id = x.contest_id
left join recap r on r.area_id = a.id and r.contest_id = x.contest_id and r.trust = :trust
where a.election_id = :election and a.level = :level
  and (cast(:only as int) is null or x.contest_id = :only)
  and a.path ~>=~ :path and a.path ~<~ :until
order by a.code, x.contest_id
""")
_STATIONS = text(f"""
select s.code, 'TPS ' || s.number as name, c.id as contest_id, 1 as stations,
       coalesce(s.voters, 0) as voters,
       case when cast(:details as bool) then v.votes
       else array(select v.votes[p + 1] from unnest(w.mains) p) end as votes,
       v.valid, v.invalid, v.total,
       (r.state is not null)::int as reported, (r.state = 'confirmed')::int as confirmed,
       (r.state = 'disputed')::int as disputed,
       case when v.id is not null then s.voters end as voters_reported, {_STATION_BY}
from area k join station s on s.kelurahan_id = k.id and s.active
cross join lateral unnest(coalesce(s.contests, k.contests)) c (id)
join (select id, cast(mains as int[]) as mains
      from unnest(cast(:contests as int[]), cast(:mains as text[])) w (id, mains)) w on w.id = c.id
left join station_result r on r.station_id = s.id and r.contest_id = c.id
left join revision v on v.id = r.revision_id and (:trust = 0 or r.state = 'confirmed')
where k.election_id = :election and k.level = 4
  and k.path ~>=~ :path and k.path ~<~ :until
order by s.code, c.id
""")


async def understand(tx: Transaction, question: Question, election: str | None = None) -> Scope:
    """Find the election, the area and the contests; raises NotFound, BadInput."""
    loaded = await elections.election(tx, election)
    if question.area and question.district:
        raise BadInput("either an area or a district, not both")
    top = question.area or await areas.top(tx, loaded.id)
    area = await areas.area(tx, loaded.id, top)
    if question.district:
        one = await district(tx, loaded, question.ballot, question.district)
        found = {one.id: one}
    else:
        known = await layouts(tx, loaded, question.ballot)
        given = {"area": area.id, "ballot": question.ballot.value}
        voted = await tx.execute(_CONTESTS, given)
        found = {row.contest_id: known[row.contest_id] for row in voted}
    if not found:
        raise NotFound("nobody votes on this ballot there", ballot=question.ballot.value)
    return Scope(loaded, question, area, _level(question, area), found)


def _level(question: Question, area: areas.Area) -> str:
    own = DISTRICT if question.district else area.level.value
    level = question.level or own
    if level == DISTRICT and question.district:
        return level
    try:
        wanted = Level(level)
    except ValueError:
        names = ", ".join(one.value for one in Level)
        raise BadInput(f"no such level; one of {names}", level=level) from None
    if wanted is not Level.STATION and LEVELS.index(wanted) < LEVELS.index(area.level):
        raise BadInput("the level lies above the area", level=level, area=area.code)
    return level


_NEXT = text("""
select path from area where election_id = :election and level = :level
  and path ~>=~ :begin and path ~<~ :until order by path using ~<~ offset :most limit 1
""")


async def part(
    tx: Transaction, scope: Scope, begin: str | None = None
) -> tuple[list[RecapRow], str | None]:
    """The rows of the next areas, in the order of their paths, and where the ones after begin.

    None: there are no more. Of stations those of PART kelurahan are a part.
    """
    begin = begin or scope.area.path
    after = None
    if scope.level != DISTRICT:
        station = scope.level == Level.STATION.value
        level = LEVELS.index(Level.KELURAHAN if station else Level(scope.level))
        given = {"election": scope.election.id, "level": level, "begin": begin}
        most = PART if station else PART * 10
        after = await tx.scalar(_NEXT, {**given, "until": scope.area.until, "most": most})
    found = [row async for row in rows(tx, scope, (begin, after or scope.area.until))]
    return found, after


async def rows(
    tx: Transaction, scope: Scope, between: tuple[str, str] | None = None
) -> AsyncGenerator[RecapRow, None]:
    """The rows by code, read from the database as they are taken; `between` two paths alone."""
    begin, until = between or (scope.area.path, scope.area.until)
    given = {
        "election": scope.election.id,
        "contests": list(scope.layouts),
        "mains": [f"{{{','.join(map(str, one.mains))}}}" for one in scope.layouts.values()],
        "details": scope.details,
        "trust": 0 if scope.question.trust is Trust.ANY else 1,
        "path": begin,
        "until": until,
    }
    statement, only = _ROWS, next(iter(scope.layouts)) if scope.details else None
    if scope.level == Level.STATION.value:
        statement = _STATIONS
    elif scope.level == DISTRICT:
        given |= {"level": 0, "only": only}
    else:
        given |= {"level": LEVELS.index(Level(scope.level)), "only": only}
    await tx.execute(_HINTS)
    result = await tx.stream(statement, given, execution_options={"yield_per": _PAGE})
    held: list[Any] = []
    async for page in result.partitions(_PAGE):
        for row in page:
            if held and held[0].code != row.code:
                yield _row(scope, held)
                held = []
            held.append(row)
    if held:
        yield _row(scope, held)


def _row(scope: Scope, found: list[object]) -> RecapRow:
    lines = [_line(scope, row) for row in found]
    return lines[0] if len(lines) == 1 else merge(lines[0].code, lines[0].name, lines)


def _line(scope: Scope, row: Any) -> RecapRow:
    contest = scope.layouts[row.contest_id]
    code, name = row.code, row.name
    if scope.level == DISTRICT:
        code, name = contest.code, contest.name
    return RecapRow(
        code,
        name,
        row.stations,
        row.reported or 0,
        row.confirmed or 0,
        row.disputed or 0,
        contest.votes(row.votes) if scope.details else contest.sums(row.votes),
        row.valid or 0,
        row.invalid or 0,
        row.total or 0,
        row.voters,
        row.voters_reported or 0,
        {name: getattr(row, f"by_{name}") or 0 for name in RESTS_ON},
    )
