"""The result that counts for a station and contest: settled by the rules, kept as one row."""

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from models.rules.settling import StationReports, StationResult
from models.stores.base import elections
from models.stores.base.database import Transaction
from models.stores.reports import open_disputes, standing
from models.stores.reports.locked import HeldStation, hold_station
from models.stores.reports.standing import Place, padded
from models.values import Contest

__all__ = ["entries", "latest_version", "padded", "settle", "settle_again"]

RULES = 1
"""By which rules results are settled now; one that was settled by others waits to be anew."""
_WAITING = text("""
select r.station_id, r.contest_id from station_result r
join station s on s.id = r.station_id and s.active
where r.rules < :rules order by r.station_id, r.contest_id limit :most
""")
_MARK = """
with closed as (
    update dispute set closed_at = clock_timestamp()
    where station_id = :station and contest_id = :contest and closed_at is null
      and not cast(:disputed as boolean)
), typed as (
    -- A witness's numbers, or two operators', are all that is wanted of a ballot's photos.
    delete from untyped_ballot where station_id = :station and contest_id = :contest
      and 2 <= (select coalesce(sum(case kind when 'witness' then 2 when 'typed' then 1 end), 0)
                from report where station_id = :station and contest_id = :contest
                  and version = :version and withdrawn_at is null)
), kept as ({kept})
insert into recap_dirty (kelurahan_id, contest_id) values (:kelurahan, :contest)
"""
_GONE = text(
    _MARK.format(
        kept="delete from station_result where station_id = :station and contest_id = :contest"
    )
)
_KEPT = text(
    _MARK.format(
        kept="""
    insert into station_result (station_id, contest_id, kelurahan_id, version, revision_id, state,
                                evidence, cells, rules)
    values (:station, :contest, :kelurahan, :version, :revision, :state, :evidence, :cells, :rules)
    on conflict (station_id, contest_id) do update
    set kelurahan_id = excluded.kelurahan_id, version = excluded.version,
        revision_id = excluded.revision_id, state = excluded.state, evidence = excluded.evidence,
        cells = excluded.cells, rules = excluded.rules, updated_at = clock_timestamp()"""
    )
).bindparams(*(bindparam(name, type_=JSONB) for name in ("evidence", "cells")))
_LATEST = text(f"""
select {standing.LATEST}
from (values (cast(:station as int), cast(:contest as int))) w (station, contest)
""")


async def latest_version(tx: Transaction, station_id: int, contest_id: int) -> int:
    """The latest vote held at the station for this contest: 1, or that of a re-vote."""
    return int(await tx.scalar(_LATEST, {"station": station_id, "contest": contest_id}) or 1)


async def settle(
    tx: Transaction, station: HeldStation, contest_id: int, contest: Contest
) -> StationResult | None:
    """Decide again what counts at a held station, keep it, and mark the kelurahan to be folded.

    None, and no row, when no report is left. Call it after anything that may change the result.
    """
    place = Place(station.id, contest_id)
    version, settled = await standing.standing(tx, place, contest)
    disputed = settled.disputed if settled else ()
    if disputed:
        followed = open_disputes.Place(station.id, contest_id, version)
        await open_disputes.follow(tx, followed, disputed)
    mark = {"station": station.id, "contest": contest_id, "version": version}
    mark |= {"kelurahan": station.kelurahan_id, "disputed": bool(disputed)}
    if settled is None or settled.revision is None:
        await tx.execute(_GONE, mark)
    else:
        await tx.execute(_KEPT, {**mark, **_columns(settled)})
    return settled


async def entries(
    tx: Transaction, station_id: int, contest_id: int, version: int, contest: Contest
) -> StationReports:
    """What people say of a station's contest in one of its votes: the latest of each report."""
    place = Place(station_id, contest_id)
    return (await standing.said(tx, {place: version}, {contest_id: contest}))[place]


async def settle_again(tx: Transaction, station_id: int, contest_id: int) -> None:
    """Decide again after something else than a report arrived: a reading, a labelled photo."""
    station = await hold_station(tx, station_id)
    if contest_id in station.contests:
        contest = await elections.contest(tx, contest_id)
        await settle(tx, station, contest_id, contest)


_SPOKEN = text("""
select distinct contest_id from report where station_id = :station and person_id = :person
union select distinct contest_id from photo
where station_id = :station and person_id = :person and contest_id is not null order by 1
""")


async def settle_said_by(tx: Transaction, station_id: int, person_id: int) -> None:
    """Settle again what one person spoke of at a station: the mandate counts now, or no more."""
    given = {"station": station_id, "person": person_id}
    for row in (await tx.execute(_SPOKEN, given)).all():
        await settle_again(tx, station_id, row.contest_id)


async def settle_waiting(tx: Transaction, most: int = 200) -> int:
    """Settle again what waits for it: after new rules, or new mandates; how many there were."""
    rows = (await tx.execute(_WAITING, {"rules": RULES, "most": most})).all()
    for row in rows:
        await settle_again(tx, row.station_id, row.contest_id)
    return len(rows)


def _columns(settled: StationResult) -> dict[str, object]:
    """What the row says of a result."""
    return {
        "revision": settled.revision,
        "state": settled.state.value,
        "evidence": sorted(kind.value for kind in settled.evidence),
        "cells": list(settled.disputed),
        "rules": RULES,
    }
