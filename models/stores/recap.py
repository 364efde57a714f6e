"""The recap as it is asked for: any area or district, at its own level or any below it."""

from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from models.errors import BadInput, NotFound
from models.rules.recap import RecapRow, merge
from models.stores import areas, elections
from models.stores.areas import LEVELS
from models.stores.elections import LoadedElection
from models.stores.session import Session
from models.values import Ballot, Contest, Level, Trust

DISTRICT = "dapil"
"""The level of an answer with one row for the whole district."""
_PAGE = 500


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
    contests: dict[int, Contest]
    layouts: dict[int, "Layout"]

    @property
    def details(self) -> bool:
        """Candidates are shown only where all rows share one contest."""
        return len(self.contests) == 1

    @property
    def heading(self) -> dict[str, Any]:
        """The answer's keys before its rows (design, section 6)."""
        return {
            "election": self.election.code,
            "ballot": self.question.ballot.value,
            "area": None if self.question.district else self.area.code,
            "district": self.question.district,
            "level": self.level,
            "trust": self.question.trust.value,
        }


_CONTESTS = text("""
select x.contest_id from contest_area x join contest c on c.id = x.contest_id
where x.area_id = :area and c.ballot = :ballot order by c.code
""")
_ROWS = text("""
select a.code, a.name, a.local_word, x.contest_id, x.stations, x.voters,
       r.votes, r.valid, r.invalid, r.total, r.reported, r.confirmed, r.disputed,
       r.voters as voters_reported
from area a join contest_area x on x.area_id = a.id and x.contest_id = any(:contests)
left join recap r on r.area_id = a.id and r.contest_id = x.contest_id and r.trust = :trust
where a.election_id = :election and a.level = :level
  and (a.path = :path or a.path ~>=~ :first and a.path ~<~ :after)
order by a.code, x.contest_id
""")
_STATIONS = text("""
select s.code, 'TPS ' || s.number as name, c.id as contest_id, 1 as stations,
       coalesce(s.voters, 0) as voters, v.votes, v.valid, v.invalid, v.total,
       (r.state is not null)::int as reported, (r.state = 'confirmed')::int as confirmed,
       (r.state = 'disputed')::int as disputed,
       case when v.id is not null then s.voters end as voters_reported
from area k join station s on s.kelurahan_id = k.id and s.active
cross join lateral unnest(coalesce(s.contests, k.contests)) c (id)
left join station_result r on r.station_id = s.id and r.contest_id = c.id
left join revision v on v.id = r.revision_id and (:trust = 0 or r.state = 'confirmed')
where k.election_id = :election and k.level = 4
  and (k.path = :path or k.path ~>=~ :first and k.path ~<~ :after)
  and c.id = any(:contests)
order by s.code, c.id
""")


async def understand(session: Session, question: Question, election: str | None = None) -> Scope:
    """Find the election, the area and the contests; raises NotFound, BadInput."""
    loaded = await elections.election(session, election)
    if question.area and question.district:
        raise BadInput("either an area or a district, not both")
    top = question.area or await areas.top(session, loaded.id)
    area = await areas.area(session, loaded.id, top)
    if question.district:
        wanted = [
            await elections.contest_id(session, loaded.id, question.ballot.value, question.district)
        ]
    else:
        given = {"area": area.id, "ballot": question.ballot.value}
        wanted = [row.contest_id for row in await session.execute(_CONTESTS, given)]
    if not wanted:
        raise NotFound("nobody votes on this ballot there", ballot=question.ballot.value)
    contests = await elections.contests(session, wanted)
    layouts = {id_: Layout.of(contest) for id_, contest in contests.items()}
    return Scope(loaded, question, area, _level(question, area), contests, layouts)


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


async def rows(session: Session, scope: Scope) -> AsyncGenerator[RecapRow, None]:
    """The rows by code, read from the database as they are taken."""
    given = {
        "election": scope.election.id,
        "contests": list(scope.contests),
        "trust": 0 if scope.question.trust is Trust.ANY else 1,
        "path": scope.area.path,
        "first": f"{scope.area.path}.",
        "after": f"{scope.area.path}/",  # "/" follows "." in the order of bytes
    }
    statement = _ROWS
    if scope.level == Level.STATION.value:
        statement = _STATIONS
    elif scope.level == DISTRICT:
        given["level"] = 0
    else:
        given["level"] = LEVELS.index(Level(scope.level))
    result = await session.stream(statement, given, execution_options={"yield_per": _PAGE})
    held: list[Any] = []
    async for page in result.partitions(_PAGE):
        for row in page:
            if held and held[0].code != row.code:
                yield _row(scope, held)
                held = []
            held.append(row)
    if held:
        yield _row(scope, held)


def _row(scope: Scope, found: list[Any]) -> RecapRow:
    lines = [_line(scope, row) for row in found]
    return lines[0] if len(lines) == 1 else merge(lines[0].code, lines[0].name, lines)


def _line(scope: Scope, row: Any) -> RecapRow:
    contest = scope.contests[row.contest_id]
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
        scope.layouts[row.contest_id].votes(row.votes or (), scope.details),
        row.valid or 0,
        row.invalid or 0,
        row.total or 0,
        row.voters,
        row.voters_reported or 0,
    )


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each choice of a contest stands, worked out once: answers hold up to 200,000 votes."""

    codes: tuple[str, ...]
    mains: tuple[tuple[int, str], ...]
    merges: bool

    @staticmethod
    def of(contest: Contest) -> "Layout":
        """The layout of a contest."""
        codes = tuple(choice.code for choice in contest.choices)
        mains = tuple((n, c.code) for n, c in enumerate(contest.choices) if not c.is_detail)
        return Layout(codes, mains, contest.has_parties)

    def votes(self, votes: Iterable[int | None], details: bool) -> dict[str, int]:
        """Votes by code: what stands for itself always, votes within parties where given.

        Without `details` only party totals: candidates are other people in another contest.
        """
        given = list(votes)
        if details and len(given) == len(self.codes) and None not in given:
            return dict(zip(self.codes, given, strict=True))  # type: ignore[arg-type]
        given += [None] * (len(self.codes) - len(given))
        if not details:
            return {code: given[n] or 0 for n, code in self.mains} if self.merges else {}
        known = dict(zip(self.codes, given, strict=True))
        mains = {code for _, code in self.mains}
        return {
            code: vote or 0 for code, vote in known.items() if vote is not None or code in mains
        }
