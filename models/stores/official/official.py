"""Published figures: imported whole or not at all, kept by version, never changed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, select, text
from sqlmodel import col

from models.errors import BadPack
from models.packs.official_results import OfficialResult
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.layouts import Layout, layouts
from models.stores.recap.recap import DISTRICT
from models.tables import AreaRow
from models.values import Ballot, Level

_PLACES = select(col(AreaRow.code), col(AreaRow.level)).where(
    col(AreaRow.election_id) == bindparam("election")
)
_STATIONS = text("select code from station where election_id = :election and code = any(:codes)")
_THERE = text("""
select ballot, district, level, code, source, version, valid, invalid, total, votes, figures
from official where election_id = :election and (source, version) in (
    select * from unnest(cast(:sources as text[]), cast(:versions as text[])))
""")
_PUT = text("""
insert into official (election_id, ballot, district, level, code, source, version, basis,
                      valid, invalid, total, votes, figures)
values (:election, :ballot, :district, :level, :code, :source, :version, :basis,
        :valid, :invalid, :total, cast(:votes as jsonb), cast(:figures as jsonb))
""")
_VERSIONS = text("""
select source, version, basis, ballot, level, count(*) as rows, max(imported_at) as imported_at
from official where election_id = :election
group by source, version, basis, ballot, level order by source, version, ballot, level
""")
_LEVELS = [level.value for level in Level]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many published figures were new, and how many were there already, the same."""

    added: int
    unchanged: int


async def put(
    tx: Transaction,
    election: LoadedElection,
    file: str,
    lines: Iterable[tuple[int | None, OfficialResult]],
    basis: str = "",
) -> Imported:
    """Keep a file's figures. Raises BadPack with file, line and field; then nothing is kept.

    Figures of a version that is there already must be the same: a correction is a new version.
    """
    read = list(lines)
    known = {
        ballot.code: await layouts(tx, election, Ballot(ballot.code))
        for ballot in election.config.ballots
    }
    places = await _places(tx, election, [result for _, result in read])
    there = await _there(tx, election, [result for _, result in read])
    seen: set[tuple[str, ...]] = set()
    new = []
    for line, result in read:
        _valid(file, line, result, known, places)
        key = _key(result)
        if key in seen:
            raise BadPack(file, line, f"{result.level} {result.area} stands there twice")
        seen.add(key)
        if key not in there:
            new.append(_values(election, result, basis))
        elif there[key] != _figures(result):
            raise BadPack(
                file, line, f"version '{result.version}' has other figures already: name a new one"
            )
    if new:
        await tx.execute(_PUT, new)
    return Imported(len(new), len(read) - len(new))


def _key(result: OfficialResult) -> tuple[str, ...]:
    place = (result.ballot, result.district, result.level, result.area)
    return (*place, result.source, result.version)


def _figures(result: OfficialResult) -> tuple[object, ...]:
    sums = (result.valid, result.invalid, result.total)
    return (*sums, dict(result.votes), dict(result.figures))


def _values(election: LoadedElection, result: OfficialResult, basis: str) -> dict[str, object]:
    return {
        "election": election.id,
        "ballot": result.ballot,
        "district": result.district,
        "level": result.level,
        "code": result.area,
        "source": result.source,
        "version": result.version,
        "basis": basis,
        "valid": result.valid,
        "invalid": result.invalid,
        "total": result.total,
        "votes": json.dumps(dict(result.votes)),
        "figures": json.dumps(dict(result.figures)),
    }


async def _places(
    tx: Transaction, election: LoadedElection, results: list[OfficialResult]
) -> dict[str, str]:
    """The level of every area and of the stations named."""
    given = {"election": election.id}
    rows = await tx.execute(_PLACES, given)
    places = {row.code: _LEVELS[row.level] for row in rows}
    codes = [result.area for result in results if result.level == Level.STATION.value]
    stations = await tx.execute(_STATIONS, {**given, "codes": codes})
    return places | {row.code: Level.STATION.value for row in stations}


async def _there(
    tx: Transaction, election: LoadedElection, results: list[OfficialResult]
) -> dict[tuple[str, ...], tuple[object, ...]]:
    pairs = sorted({(result.source, result.version) for result in results})
    given = {
        "election": election.id,
        "sources": [source for source, _ in pairs],
        "versions": [version for _, version in pairs],
    }
    return {
        (r.ballot, r.district, r.level, r.code, r.source, r.version): (
            *(r.valid, r.invalid, r.total),
            *(r.votes, r.figures),
        )
        for r in await tx.execute(_THERE, given)
    }


def _valid(
    file: str,
    line: int | None,
    result: OfficialResult,
    known: dict[Ballot, dict[int, Layout]],
    places: dict[str, str],
) -> None:
    """Raise BadPack for a ballot, district, place or choice that the election does not have."""
    if result.ballot not in list(known):
        raise BadPack(file, line, f"ballot '{result.ballot}' is not in the election")
    contests = list(known[Ballot(result.ballot)].values())
    if result.district:
        contests = [one for one in contests if one.code == result.district]
        if not contests:
            raise BadPack(file, line, f"district '{result.district}' is unknown")
    if result.level != DISTRICT and places.get(result.area) != result.level:
        raise BadPack(file, line, f"area '{result.area}' is no {result.level} of the election")
    codes = {code for one in contests for code in one.codes}
    for code in result.votes:
        if code not in codes:
            raise BadPack(file, line, f"votes: '{code}' is not on the ballot")


async def versions(tx: Transaction, election: LoadedElection) -> list[dict[str, object]]:
    """What was imported, by source, version, ballot and level."""
    rows = await tx.execute(_VERSIONS, {"election": election.id})
    return [{**r._mapping, "imported_at": r.imported_at.isoformat()} for r in rows]
