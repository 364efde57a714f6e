"""The result that counts for a station and contest: settled by the rules, kept as one row."""

from dataclasses import replace
from typing import Any

from sqlalchemy import delete, func, text
from sqlalchemy.dialects.postgresql import insert as upsert

from models.rules.settling import Decision, Entry, Reading, StationReports, StationResult
from models.rules.settling import settle as decide
from models.stores.base import elections
from models.stores.base.session import Session
from models.stores.reports import open_disputes
from models.stores.reports.locked import HeldStation, hold_station
from models.stores.reports.open_disputes import Place
from models.tables import StationResultRow
from models.values import Contest, Finding, Severity, Tally

result = StationResultRow.__table__  # type: ignore[attr-defined]

_VERSION = text("""
select greatest(
    (select max(version) from report where station_id = :station and contest_id = :contest),
    (select max(version) from vote_version where station_id = :station and contest_id = :contest),
    1)
""")
_VOICES = text("""
select distinct on (r.id) r.id as report_id, r.person_id, r.kind, v.id, v.created_at,
       v.votes, v.valid, v.invalid, v.total, v.figures, v.findings, v.read_from
from report r join revision v on v.report_id = r.id
where r.station_id = :station and r.contest_id = :contest and r.version = :version
  and r.withdrawn_at is null and r.kind <> 'decision'
order by r.id, v.number desc
""")
_DECISIONS = text("""
select d.id, d.person_id, d.created_at, d.seen, d.reason, d.revision_id,
       v.votes, v.valid, v.invalid, v.total, v.figures
from decision d join revision v on v.id = d.revision_id
where d.station_id = :station and d.contest_id = :contest and d.version = :version
order by d.id
""")
_MARK = text("""
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
)
insert into recap_dirty (kelurahan_id, contest_id) values (:kelurahan, :contest)
""")

_READINGS = text("""
select id, reading from photo
where station_id = :station and contest_id = :contest and state in ('read', 'told')
  and purpose = 'form' and not forwarded
""")


ON_PAPER = frozenset({"F101"})
"""What may be wrong with a form while its photo is fine: a sum that is broken on paper."""


def padded(tally: Tally, contest: Contest) -> Tally:
    """The tally with a place for choices that were added to the pack after it was given."""
    lacking = len(contest.choices) - len(tally.votes)
    return replace(tally, votes=(*tally.votes, *(None for _ in range(lacking))))


async def latest_version(session: Session, station_id: int, contest_id: int) -> int:
    """The latest vote held at the station for this contest: 1, or that of a re-vote."""
    place = {"station": station_id, "contest": contest_id}
    return int(await session.scalar(_VERSION, place) or 1)


async def settle(
    session: Session, station: HeldStation, contest_id: int, contest: Contest
) -> StationResult | None:
    """Decide again what counts at a held station, keep it, and mark the kelurahan to be folded.

    None, and no row, when no report is left. Call it after anything that may change the result.
    """
    version = await latest_version(session, station.id, contest_id)
    place = {"station": station.id, "contest": contest_id, "version": version}
    voices = await entries(session, station.id, contest_id, version, contest)
    decided = (await session.execute(_DECISIONS, place)).all()
    readings = await _readings(session, place)
    decisions = tuple(_decision(row, contest) for row in decided)
    settled = decide(contest, replace(voices, readings=readings, decisions=decisions))
    if settled is not None and settled.revision is None:
        own = {row.id: row.revision_id for row in decided}
        settled = replace(settled, revision=own.get(settled.decision or 0))
    if settled is None or settled.revision is None:
        await session.execute(
            delete(result).where(
                result.c.station_id == station.id, result.c.contest_id == contest_id
            )
        )
    else:
        await _keep(session, station, contest_id, version, settled)
    disputed = settled.disputed if settled else ()
    if disputed:
        await open_disputes.follow(session, Place(station.id, contest_id, version), disputed)
    mark = {**place, "kelurahan": station.kelurahan_id, "disputed": bool(disputed)}
    await session.execute(_MARK, mark)
    return settled


async def entries(
    session: Session, station_id: int, contest_id: int, version: int, contest: Contest
) -> StationReports:
    """What people say of a station's contest in one of its votes: the latest of each report."""
    place = {"station": station_id, "contest": contest_id, "version": version}
    rows = (await session.execute(_VOICES, place)).all()
    return StationReports(tuple(_entry(row, contest) for row in rows))


async def settle_again(session: Session, station_id: int, contest_id: int) -> None:
    """Decide again after something else than a report arrived: a reading, a labelled photo."""
    station = await hold_station(session, station_id)
    if contest_id in station.contests:
        contest = await elections.contest(session, contest_id)
        await settle(session, station, contest_id, contest)


async def _keep(
    session: Session,
    station: HeldStation,
    contest_id: int,
    version: int,
    settled: StationResult,
) -> None:
    values = {
        "kelurahan_id": station.kelurahan_id,
        "version": version,
        "revision_id": settled.revision,
        "state": settled.state.value,
        "evidence": sorted(kind.value for kind in settled.evidence),
        "cells": list(settled.disputed),
    }
    put = upsert(result).values(station_id=station.id, contest_id=contest_id, **values)
    await session.execute(
        put.on_conflict_do_update(
            index_elements=["station_id", "contest_id"],
            set_={**values, "updated_at": func.clock_timestamp()},
        )
    )


def _decision(row: Any, contest: Contest) -> Decision:
    """A stored decision with its full numbers."""
    return Decision(
        row.id,
        row.person_id,
        row.created_at,
        padded(_tally(row), contest),
        frozenset(row.seen),
        row.reason,
    )


def _tally(row: Any) -> Tally:
    return Tally(tuple(row.votes), row.valid, row.invalid, row.total, row.figures or {})


def _entry(row: Any, contest: Contest) -> Entry:
    findings = tuple(
        Finding(f["code"], Severity(f["severity"]), tuple(f["fields"]), f["numbers"])
        for f in row.findings
    )
    return Entry(
        row.report_id,
        row.id,
        row.person_id,
        row.created_at,
        padded(_tally(row), contest),
        findings=findings,
        read_from=frozenset(row.read_from),
        typed=row.kind == "typed",
    )


async def _readings(session: Session, place: dict[str, int]) -> tuple[Reading, ...]:
    """What the form reader saw on the photos of this station and contest, doubtful pages left out.

    A forwarded photo is nobody's own look at the form, and proves nothing.
    """
    if place["version"] > 1:
        return ()  # a photo does not say of which vote it is
    rows = (await session.execute(_READINGS, place)).all()
    return tuple(
        Reading(row.id, page["cells"])
        for row in rows
        for page in row.reading.get("pages", [])
        if not {finding["code"] for finding in page["findings"]} - ON_PAPER
    )
