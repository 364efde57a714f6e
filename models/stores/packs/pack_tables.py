"""Bring each table of an election to what its pack says."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import text

from models.errors import BadPack
from models.packs.append import append, moved
from models.packs.areas import KELURAHAN
from models.packs.pack import Pack
from models.packs.pack_faults import Faults
from models.packs.parties import CANDIDATES
from models.stores.base.database import Transaction
from models.stores.packs.pack_counted import mark_counted, note_counted
from models.stores.packs.pack_merge import Change, merge, remove
from models.stores.packs.pack_rows import (
    Progress,
    Voting,
    area_rows,
    contest_rows,
    copy,
    copy_into,
    counted,
    station_rows,
)

_REMOVAL_SHARE = 0.05
_AREA = (
    *("parent_id", "path", "level", "name", "local_word", "timezone", "lat", "lon", "noken"),
    "contests",
)
_STATION = (
    *("kelurahan_id", "number", "voters", "special", "place", "lat", "lon", "contests"),
    "active",
)


@dataclass(frozen=True, slots=True)
class Job:
    """A load in progress; `fresh`: the election is new, `removals`: may drop many stations."""

    tx: Transaction
    election: int
    pack: Pack
    progress: Progress
    removals: bool
    fresh: bool


async def load_contests(job: Job) -> Change:
    """Contests with their choices in places that never change."""
    rows = counted("contest", contest_rows(job.pack.contests()), job.progress)
    await copy(job.tx, "contest", rows)
    if not job.fresh:
        await _keep_places(job)
    columns = ("name", "seats", "choices")
    return await merge(job.tx, job.election, "contest", "pack_contest", "ballot, code", columns)


async def _keep_places(job: Job) -> None:
    """Put the new choices of known contests behind the old ones."""
    changed = await job.tx.execute(
        text(
            "select c.id, p.ballot, p.code, c.choices::text as old, p.choices::text as new,"
            " exists (select from report r where r.contest_id = c.id) as reported"
            " from contest c join pack_contest p on p.ballot = c.ballot and p.code = c.code"
            " where c.election_id = :election and c.choices <> p.choices"
        ),
        {"election": job.election},
    )
    faults = Faults()
    for row in changed:
        old, new = json.loads(row.old), json.loads(row.new)
        if row.reported and (choice := moved(old, new)):
            faults.add(_moved(job.pack, (row.ballot, row.code), choice))
            continue
        await job.tx.execute(
            text(
                "update pack_contest set choices = cast(:choices as jsonb)"
                " where ballot = :ballot and code = :code"
            ),
            {"choices": json.dumps(append(old, new)), "ballot": row.ballot, "code": row.code},
        )
    faults.settle()


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


async def remove_contests(job: Job) -> Change:
    """Drop the contests that the pack no longer has, unless reports hang on them."""
    gone = "not exists (select from pack_contest p where p.ballot = t.ballot and p.code = t.code)"
    return await remove(job.tx, job.election, "contest", gone)


async def load_participants(job: Job) -> Change:
    """Parties, pairs, candidates that mandate witnesses; those with mandates stay."""
    await copy(job.tx, "participant", job.pack.participants())
    columns = ("name", "short", "local_to")
    change = await merge(
        job.tx, job.election, "participant", "pack_participant", "kind, code", columns
    )
    gone = "not exists (select from pack_participant p where p.kind = t.kind and p.code = t.code)"
    return change + await remove(job.tx, job.election, "participant", gone)


async def load_areas(job: Job) -> Change:
    """Areas from the nation downward, each below its parent; kelurahan with their contests."""
    rows = counted("area", area_rows(job.pack, await _voting(job)), job.progress)
    await copy(job.tx, "area", rows)
    change = Change()
    for level in range(KELURAHAN + 1):
        source = (
            "(select p.*, a.id as parent_id from pack_area p left join area a"
            f" on a.election_id = {job.election} and a.code = p.parent where p.level = {level})"
        )
        change += await merge(job.tx, job.election, "area", source, "code", _AREA)
    return change


async def remove_areas(job: Job) -> Change:
    """Drop the areas that the pack no longer has, from below, unless something hangs on them."""
    change = Change()
    for level in range(KELURAHAN, 0, -1):
        gone = f"t.level = {level} and not exists (select from pack_area p where p.code = t.code)"
        change += await remove(job.tx, job.election, "area", gone)
    return change


async def load_stations(job: Job) -> Change:
    """Stations, streamed; one that is gone is deleted, or inactive when something hangs on it."""
    rows = counted("station", station_rows(job.pack, await _voting(job)), job.progress)
    if job.fresh:
        return await _copy_stations(job, rows)
    await copy(job.tx, "station", rows)
    gone = "t.active and not exists (select from pack_station p where p.code = t.code)"
    if not job.removals:
        await _refuse_mass_removal(job, gone)
    await note_counted(job.tx, job.election)
    source = (
        "(select p.*, a.id as kelurahan_id from pack_station p join area a"
        f" on a.election_id = {job.election} and a.code = p.kelurahan)"
    )
    change = await merge(job.tx, job.election, "station", source, "code", _STATION, ordered=False)
    change += await remove(job.tx, job.election, "station", gone)
    await job.tx.execute(
        text("update station s set active = false from pack_kept k where s.id = k.id")
    )
    await mark_counted(job.tx)
    return change


async def _copy_stations(job: Job, rows: Iterable[tuple[object, ...]]) -> Change:
    """Stations of a new election straight into their table: it works while the file is read."""
    areas = await job.tx.execute(
        text("select code, id from area where election_id = :election and level = :level"),
        {"election": job.election, "level": KELURAHAN},
    )
    ids = {area.code: area.id for area in areas}
    placed = ((job.election, row[0], ids[row[1]], *row[2:]) for row in rows)
    columns = ["election_id", "code", *_STATION]
    return Change(added=await copy_into(job.tx, "station", columns, placed))


async def _refuse_mass_removal(job: Job, gone: str) -> None:
    """A stations.csv that was cut off must not empty the election."""
    # Two counts: as a filter of one, `gone` would look through all of pack_station for each row.
    of = "from station t where t.election_id = :election and t.active"
    had, lost = [
        (await job.tx.execute(text(sql), {"election": job.election})).scalar_one()
        for sql in (f"select count(*) {of}", f"select count(*) {of} and {gone}")
    ]
    if lost > max(1, had * _REMOVAL_SHARE):
        raise BadPack(
            "stations.csv",
            None,
            f"lacks {lost} of the {had} stations that are loaded; load with --removals if that is"
            " meant",
        )


async def _voting(job: Job) -> Voting:
    """Which contests' ids the voters of an area get, now that the contests are there."""
    rows = await job.tx.execute(
        text("select ballot, code, id from contest where election_id = :election"),
        {"election": job.election},
    )
    return Voting(job.pack, {(ballot, code): id_ for ballot, code, id_ in rows})
