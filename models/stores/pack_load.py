"""Load a pack into the database: idempotent, all or nothing, and says what it changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text

from models.errors import BadPack
from models.packs.append import append, moved
from models.packs.areas import KELURAHAN
from models.packs.config import ElectionConfig, read_config
from models.packs.pack import Pack, fingerprint, read_pack
from models.packs.parties import CANDIDATES
from models.stores.pack_expected import refresh_expected
from models.stores.pack_merge import Change, merge, remove
from models.stores.pack_rows import (
    Progress,
    Voting,
    area_rows,
    contest_rows,
    copy,
    counted,
    station_rows,
)
from models.stores.session import Session

_LOCK = 7_314_591
_REMOVAL_SHARE = 0.05
_MANY = 10_000
# Every join here is of two whole sets, and the planner knows nothing of rows of this transaction:
# it took a nested loop over 84,035 x 84,035 areas (minutes). Memory for the hashes of a nation.
_SETTINGS = ("enable_nestloop = off", "work_mem = '64MB'", "jit = off")
_AREA = (
    *("parent_id", "path", "level", "name", "local_word", "timezone", "lat", "lon", "noken"),
    "contests",
)
_STATION = (
    *("kelurahan_id", "number", "voters", "special", "place", "lat", "lon", "contests"),
    "active",
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did to an election; `changes` by table, empty when the pack was the same."""

    election: int
    code: str
    unchanged: bool
    changes: Mapping[str, Change] = field(default_factory=dict)


def _quiet(table: str, done: int) -> None:
    """Progress that nobody watches."""


async def load_pack(
    session: Session, folder: Path, *, progress: Progress = _quiet, removals: bool = False
) -> Loaded:
    """Load the pack in the caller's transaction.

    Raises BadPack for a broken pack, for a candidate that moved to another number on a ballot
    with reports, and for one that would remove over 5 % of the stations unless `removals`.
    """
    await session.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    for setting in _SETTINGS:
        await session.execute(text(f"set local {setting}"))
    config, print_ = read_config(folder), fingerprint(folder)
    known = await session.execute(
        text("select id, fingerprint from election where code = :code"), {"code": config.code}
    )
    row = known.one_or_none()
    if row is not None and row.fingerprint == print_:
        return Loaded(row.id, config.code, unchanged=True)
    pack = read_pack(folder)
    election = await _save_election(session, config, print_)
    changes = await _load_lists(session, election, pack, progress, removals)
    return Loaded(election, config.code, unchanged=False, changes=changes)


async def _save_election(session: Session, config: ElectionConfig, print_: str) -> int:
    saved = await session.execute(
        text(
            "insert into election (code, name, held_on, config, fingerprint)"
            " values (:code, :name, :held_on, cast(:config as jsonb), :print)"
            " on conflict (code) do update set name = excluded.name, held_on = excluded.held_on,"
            " config = excluded.config, fingerprint = excluded.fingerprint, loaded_at = now()"
            " returning id"
        ),
        {
            "code": config.code,
            "name": config.name,
            "held_on": config.date,
            "config": config.model_dump_json(),
            "print": print_,
        },
    )
    return int(saved.scalar_one())


async def _load_lists(
    session: Session, election: int, pack: Pack, progress: Progress, removals: bool
) -> dict[str, Change]:
    """Every list in the order in which they point at each other; removals the other way round."""
    changes = {"contest": await _load_contests(session, election, pack, progress)}
    changes["participant"] = await _load_participants(session, election, pack)
    voting = Voting(pack, await _contest_ids(session, election))
    changes["area"] = await _load_areas(session, election, pack, voting, progress)
    changes["station"] = await _load_stations(session, election, pack, voting, progress, removals)
    if any(change.added + change.changed > _MANY for change in changes.values()):
        await session.execute(text("analyze area, station"))
    progress("contest_area", 0)
    changes["contest_area"] = await refresh_expected(session, election)
    for level in range(KELURAHAN, 0, -1):
        gone = f"t.level = {level} and not exists (select from pack_area p where p.code = t.code)"
        changes["area"] += await remove(session, election, "area", gone)
    gone = "not exists (select from pack_contest p where p.ballot = t.ballot and p.code = t.code)"
    changes["contest"] += await remove(session, election, "contest", gone)
    return changes


async def _load_contests(session: Session, election: int, pack: Pack, progress: Progress) -> Change:
    rows = counted("contest", contest_rows(pack.contests()), progress)
    await copy(session, "contest", rows)
    await _keep_places(session, election, pack)
    columns = ("name", "seats", "choices")
    return await merge(session, election, "contest", "pack_contest", "ballot, code", columns)


async def _keep_places(session: Session, election: int, pack: Pack) -> None:
    """Put the new choices of known contests behind the old ones."""
    changed = await session.execute(
        text(
            "select c.id, p.ballot, p.code, c.choices::text as old, p.choices::text as new,"
            " exists (select from report r where r.contest_id = c.id) as reported"
            " from contest c join pack_contest p on p.ballot = c.ballot and p.code = c.code"
            " where c.election_id = :election and c.choices <> p.choices"
        ),
        {"election": election},
    )
    for row in changed:
        old, new = json.loads(row.old), json.loads(row.new)
        if row.reported and (choice := moved(old, new)):
            raise _moved(pack, (row.ballot, row.code), choice)
        await session.execute(
            text(
                "update pack_contest set choices = cast(:choices as jsonb)"
                " where ballot = :ballot and code = :code"
            ),
            {"choices": json.dumps(append(old, new)), "ballot": row.ballot, "code": row.code},
        )


def _moved(pack: Pack, key: tuple[str, str], choice: dict[str, str]) -> BadPack:
    """The refusal of a candidate who would inherit another one's votes."""
    named = (one for one in pack.candidates[key] if one.name == choice["name"])
    line = next((one.line for one in named), None)
    ballot, district = key
    return BadPack(
        CANDIDATES,
        line,
        f"{choice['name']} moved to number {choice['code']} of {ballot} {district}, where reports"
        " already count the votes of another; numbers can't be exchanged any more",
    )


async def _load_participants(session: Session, election: int, pack: Pack) -> Change:
    await copy(session, "participant", pack.participants())
    columns = ("name", "short", "local_to")
    change = await merge(
        session, election, "participant", "pack_participant", "kind, code", columns
    )
    gone = "not exists (select from pack_participant p where p.kind = t.kind and p.code = t.code)"
    return change + await remove(session, election, "participant", gone)


async def _contest_ids(session: Session, election: int) -> dict[tuple[str, str], int]:
    rows = await session.execute(
        text("select ballot, code, id from contest where election_id = :election"),
        {"election": election},
    )
    return {(ballot, code): id_ for ballot, code, id_ in rows}


async def _load_areas(
    session: Session, election: int, pack: Pack, voting: Voting, progress: Progress
) -> Change:
    await copy(session, "area", counted("area", area_rows(pack, voting), progress))
    change = Change()
    for level in range(KELURAHAN + 1):
        source = (
            "(select p.*, a.id as parent_id from pack_area p left join area a"
            f" on a.election_id = {election} and a.code = p.parent where p.level = {level})"
        )
        change += await merge(session, election, "area", source, "code", _AREA)
    return change


async def _load_stations(
    session: Session, election: int, pack: Pack, voting: Voting, progress: Progress, removals: bool
) -> Change:
    await copy(session, "station", counted("station", station_rows(pack, voting), progress))
    gone = "t.active and not exists (select from pack_station p where p.code = t.code)"
    if not removals:
        await _refuse_mass_removal(session, election, gone)
    source = (
        "(select p.*, a.id as kelurahan_id from pack_station p join area a"
        f" on a.election_id = {election} and a.code = p.kelurahan)"
    )
    change = await merge(session, election, "station", source, "code", _STATION)
    change += await remove(session, election, "station", gone)
    await session.execute(
        text("update station s set active = false from pack_kept k where s.id = k.id")
    )
    return change


async def _refuse_mass_removal(session: Session, election: int, gone: str) -> None:
    """A stations.csv that was cut off must not empty the election."""
    counts = await session.execute(
        text(
            f"select count(*) as had, count(*) filter (where {gone}) as lost"
            " from station t where t.election_id = :election and t.active"
        ),
        {"election": election},
    )
    had, lost = counts.one()
    if lost > max(1, had * _REMOVAL_SHARE):
        raise BadPack(
            "stations.csv",
            None,
            f"lacks {lost} of the {had} stations that are loaded; load with removals allowed"
            " (--removals) if that is meant",
        )
