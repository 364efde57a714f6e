"""Elections and contests as values; what a pack fixed is read once and kept in the process."""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, text
from sqlmodel import col

from models.errors import NotFound
from models.packs.config import ElectionConfig
from models.packs.csv_values import listed
from models.stores.base.database import Transaction
from models.stores.base.kept import Kept
from models.tables import ElectionRow
from models.values import Ballot, Choice, Contest

_FIRST = ZoneInfo("Asia/Jayapura")


@dataclass(frozen=True, slots=True)
class LoadedElection:
    """An election as it is loaded; equal fingerprints mean equal lists."""

    id: int
    code: str
    name: str
    held_on: date
    fingerprint: str
    config: ElectionConfig


_ELECTION = "select id, code, name, held_on, fingerprint from election"
_CONFIG = select(col(ElectionRow.config)).where(col(ElectionRow.id) == bindparam("id"))
_CONTESTS = text(
    "select c.id, c.ballot, c.code, c.name, c.seats, c.choices"
    " from contest c where c.id = any(:ids)"
)
_PRINTS = text(
    "select c.id, e.fingerprint from contest c join election e on e.id = c.election_id"
    " where c.id = any(:ids)"
)
_CHOICES = text("""
select one ->> 'code' as code, min(coalesce(nullif(one ->> 'short', ''), one ->> 'name')) as name
from contest c join election e on e.id = c.election_id, jsonb_array_elements(c.choices) one
where e.code = :election and c.ballot = :ballot and one ->> 'code' !~ '[.]'
group by 1 having count(distinct one ->> 'name') = 1
""")
_CHOSEN = "order by chosen desc, state = 'archived', id limit 1"
CURRENT = f"{_ELECTION} {_CHOSEN}"
"""The election that is meant, for a statement that needs it beside other things.

Somebody chose it (`saksi elections choose`), else it was loaded first; no date ever changes it.
"""
WANTED: ContextVar[str | None] = ContextVar("election", default=None)
"""The election that a command was told to mean (--election)."""
_configs: Kept[ElectionConfig] = Kept(16)
_contests: Kept[Contest] = Kept(1024)


async def current_election(tx: Transaction) -> LoadedElection | None:
    """The election that is meant, None in an empty database.

    Raises NotFound where a command named one that is not here.
    """
    if (code := WANTED.get()) is not None:
        return await election(tx, code)
    return await _election(tx, _CHOSEN)


async def election(tx: Transaction, code: str | None = None) -> LoadedElection:
    """The election with this code, the current one without; raises NotFound."""
    if code is None:
        found = await current_election(tx)
    else:
        found = await _election(tx, "where code = :code", code=code)
    if found is None:
        raise NotFound("no such election is loaded", election=code)
    return found


def opened(election: LoadedElection, now: datetime) -> bool:
    """Whether polling stations have opened, by the clock of where they open first."""
    opens = datetime.combine(election.held_on, election.config.station.opens, _FIRST)
    return now >= opens


async def elections(tx: Transaction) -> list[LoadedElection]:
    """All loaded elections, the latest first."""
    rows = await tx.execute(text(f"{_ELECTION} order by held_on desc, id"))
    return [await loaded(tx, row) for row in rows.all()]


async def _election(tx: Transaction, where: str, **given: object) -> LoadedElection | None:
    row = (await tx.execute(text(f"{_ELECTION} {where}"), given)).one_or_none()
    return None if row is None else await loaded(tx, row)


async def loaded(tx: Transaction, row: Any) -> LoadedElection:
    """An election's row with the configuration of its pack, kept as long as its fingerprint."""
    config = _configs.get(tx, row.id, row.fingerprint)
    if config is None:
        stored = (await tx.execute(_CONFIG, {"id": row.id})).scalar_one()
        config = ElectionConfig.model_validate(stored)
        _configs.put(tx, row.id, row.fingerprint, config)
    return LoadedElection(row.id, row.code, row.name, row.held_on, row.fingerprint, config)


async def contest(tx: Transaction, contest_id: int, fingerprint: str | None = None) -> Contest:
    """The contest with this id (`fingerprint` as below); raises NotFound."""
    return (await contests(tx, [contest_id], fingerprint))[contest_id]


async def of_contest(tx: Transaction, contest_id: int) -> tuple[Contest, LoadedElection]:
    """A contest with its election; raises NotFound."""
    found = await contest(tx, contest_id)
    where = "where id = (select election_id from contest where id = :contest)"
    loaded = await _election(tx, where, contest=contest_id)
    if loaded is None:
        raise NotFound("there is no such contest", contest=contest_id)
    return found, loaded


async def contests(
    tx: Transaction, ids: Sequence[int], fingerprint: str | None = None
) -> dict[int, Contest]:
    """The contests with these ids, in the order asked; raises NotFound.

    `fingerprint`: of their election, where this transaction has just read it.
    """
    if fingerprint is not None:
        kept = [one for id_ in ids if (one := _contests.get(tx, id_, fingerprint)) is not None]
        if len(kept) == len(ids):
            return dict(zip(ids, kept, strict=True))
    rows = await tx.execute(_PRINTS, {"ids": list(ids)})
    prints: dict[int, str] = {row.id: row.fingerprint for row in rows}
    found: dict[int, Contest] = {}
    for id_, print_ in prints.items():
        known = _contests.get(tx, id_, print_)
        if known is not None:
            found[id_] = known
    if missing := [id_ for id_ in prints if id_ not in found]:
        for row in await tx.execute(_CONTESTS, {"ids": missing}):
            found[row.id] = contest_of(row)
            _contests.put(tx, row.id, prints[row.id], found[row.id])
    for id_ in ids:
        if id_ not in found:
            raise NotFound("there is no such contest", contest=id_)
    return {id_: found[id_] for id_ in ids}


async def choice_names(tx: Transaction, election: str, ballot: str) -> dict[str, str]:
    """Short names of a ballot's choices by code, of those that mean the same in all districts."""
    rows = await tx.execute(_CHOICES, {"election": election, "ballot": ballot})
    return {row.code: row.name for row in rows}


def contest_of(row: Any) -> Contest:
    """The value of a row with ballot, code, name, seats and choices."""
    choices = tuple(
        Choice(
            one["code"],
            one["name"],
            one.get("short", ""),
            one.get("sex", ""),
            listed(one.get("names", "")),
        )
        for one in row.choices
    )
    return Contest(Ballot(row.ballot), row.code, row.name, row.seats, choices)


async def contest_id(tx: Transaction, election_id: int, ballot: str, code: str) -> int:
    """Id of a ballot's contest in a district; raises NotFound."""
    found = await tx.execute(
        text(
            "select id from contest"
            " where election_id = :election and ballot = :ballot and code = :code"
        ),
        {"election": election_id, "ballot": ballot, "code": code},
    )
    id_ = found.scalar_one_or_none()
    if id_ is None:
        raise NotFound("there is no such district", ballot=ballot, district=code)
    return int(id_)


async def station_contests(tx: Transaction, station_id: int) -> dict[int, Contest]:
    """What a station votes in, by id, in the ballots' counting order; raises NotFound."""
    found = await tx.execute(
        text(
            "select coalesce(s.contests, k.contests) from station s"
            " join area k on k.id = s.kelurahan_id where s.id = :id"
        ),
        {"id": station_id},
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound("there is no such station", station=station_id)
    return await contests(tx, row[0] or [])


async def count_stations(tx: Transaction, election_id: int) -> int:
    """How many stations an election has."""
    counted = text("select count(*) from station where election_id = :id and active")
    return int(await tx.scalar(counted, {"id": election_id}) or 0)
