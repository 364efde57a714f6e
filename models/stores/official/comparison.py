"""Two counts beside each other: ours and a published one, or two steps of the official ladder."""

from contextlib import aclosing
from dataclasses import dataclass

from sqlalchemy import text

from models.errors import BadInput
from models.rules.shift import Figures, Shift, shift
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.recap import recap
from models.stores.recap.recap import Question, Scope
from models.values import Level

_LEVELS = [level.value for level in Level]
_COUNTS = ("stations", "reported", "confirmed", "disputed")
_PUBLISHED = text("""
select code, district, source, version, basis, valid, invalid, total, votes from official
where election_id = :election and ballot = :ballot and level = :level and version = :version
  and (cast(:district as text) is null or district = :district)
order by code
""")
_ABOVE = text("""
select k.code, a.code as parent from area k
join area a on a.election_id = k.election_id
 and a.code = split_part(k.path, '.', cast(:level as int) + 1)
where k.election_id = :election and k.code = any(:codes)
union all
select s.code, a.code from station s join area k on k.id = s.kelurahan_id
join area a on a.election_id = k.election_id
 and a.code = split_part(k.path, '.', cast(:level as int) + 1)
where s.election_id = :election and s.code = any(:codes)
""")


@dataclass(frozen=True, slots=True)
class Compared:
    """A place where both sides have figures. `complete`: every station of it reported to us."""

    code: str
    name: str
    complete: bool
    state: str
    ours: Figures
    theirs: Figures
    shift: Shift


@dataclass(frozen=True, slots=True)
class Comparison:
    """Places that both sides have, the largest shift first, and how much either side covers."""

    places: list[Compared]
    coverage: dict[str, int]


async def compare(tx: Transaction, scope: Scope, version: str) -> Comparison:
    """Our count beside a published version; coverage is of our count, in stations.

    Places that only one side has are left out. Raises BadInput when the version is not there.
    """
    question = scope.question
    given = {
        "election": scope.election.id,
        "ballot": question.ballot.value,
        "level": scope.level,
        "version": version,
        "district": question.district,
    }
    published = {row.code: row for row in await tx.execute(_PUBLISHED, given)}
    if not published:
        raise BadInput("no such figures were imported", version=version, level=scope.level)
    found = []
    coverage = dict.fromkeys(_COUNTS, 0)
    async with aclosing(recap.rows(tx, scope)) as rows:
        async for row in rows:
            for name in _COUNTS:
                coverage[name] += getattr(row, name)
            their = published.get(row.code)
            if their is None or not row.reported:
                continue
            ours = Figures(row.votes, row.valid, row.invalid, row.total)
            theirs = Figures(their.votes, their.valid, their.invalid, their.total)
            state = "disputed" if row.disputed else ""
            state = state or ("confirmed" if row.confirmed == row.stations else "reported")
            complete = row.reported == row.stations
            moved = shift(ours, theirs)
            found.append(Compared(row.code, row.name, complete, state, ours, theirs, moved))
    return Comparison(_sorted(found), coverage)


def _sorted(found: list[Compared]) -> list[Compared]:
    return sorted(found, key=lambda one: (-one.shift.weight, one.code))


async def ladder(
    tx: Transaction, election: LoadedElection, question: Question, lower: str, upper: str
) -> Comparison:
    """One step of the ladder: what was published at `lower`, added up, beside `upper`.

    Both are "level:version", as "tps:c-hasil" and "kecamatan:d-hasil".
    """
    sums = await _published(tx, election, question, lower)
    above = await _published(tx, election, question, upper)
    parents = await _parents(tx, election, list(sums), upper.partition(":")[0])
    added: dict[str, dict[str, int]] = {}
    for code, figures in sums.items():
        into = added.setdefault(parents.get(code, ""), {})
        for name, value in figures.named().items():
            into[name] = into.get(name, 0) + value
    found = []
    for code, theirs in above.items():
        if code in added:
            ours = _as_figures(added[code])
            moved = shift(ours, theirs)
            found.append(Compared(code, "", True, "published", ours, theirs, moved))
    return Comparison(_sorted(found), {"lower": len(sums), "upper": len(above)})


def _as_figures(named: dict[str, int]) -> Figures:
    sums = {name: named.get(name) for name in ("valid", "invalid", "total")}
    votes = {name: value for name, value in named.items() if name not in sums}
    return Figures(votes, **sums)


async def _published(
    tx: Transaction, election: LoadedElection, question: Question, said: str
) -> dict[str, Figures]:
    level, colon, version = said.partition(":")
    if not colon or level not in _LEVELS:
        raise BadInput("say level:version, as kecamatan:d-hasil", given=said)
    given = {
        "election": election.id,
        "ballot": question.ballot.value,
        "level": level,
        "version": version,
        "district": question.district,
    }
    rows = await tx.execute(_PUBLISHED, given)
    found = {r.code: Figures(r.votes, r.valid, r.invalid, r.total) for r in rows}
    if not found:
        raise BadInput("no such figures were imported", version=version, level=level)
    return found


async def _parents(
    tx: Transaction, election: LoadedElection, codes: list[str], level: str
) -> dict[str, str]:
    given = {"election": election.id, "codes": codes, "level": _LEVELS.index(level)}
    return {row.code: row.parent for row in await tx.execute(_ABOVE, given)}
