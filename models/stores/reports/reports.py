"""Reports and their revisions: stored, never overwritten; who may report is decided elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, func, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from models.errors import BadInput, NotFound
from models.rules.completeness import complete
from models.rules.settling import StationResult
from models.stores.base import audit, elections, receipts
from models.stores.base.database import Transaction
from models.stores.reports import open_disputes, results
from models.stores.reports.locked import HeldStation, hold_station
from models.stores.reports.open_disputes import Doubted
from models.stores.reports.revision_numbers import columns, digest, fitting
from models.stores.reports.standing import LATEST
from models.tables import ReportRow, RevisionRow
from models.values import Contest, Detail, Finding, ResultState, Tally

report, revision = (
    ReportRow.__table__,  # type: ignore[attr-defined]
    RevisionRow.__table__,  # type: ignore[attr-defined]
)


@dataclass(frozen=True, slots=True)
class Saved:
    """A stored revision: its receipt and number, and where the station's result stands now.

    `state` is None only when no report of the station counts. `cells`: fields in dispute.
    `again` is True when the same numbers were stored already: the receipt is the earlier one.
    `doubted`: witnesses who are to look again; whoever stores it tells them.
    """

    receipt: str
    revision: int
    state: ResultState | None
    report_id: int
    revision_id: int
    cells: tuple[str, ...] = ()
    again: bool = False
    doubted: tuple[Doubted, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where numbers came from: whose report, who said or typed them, in which stored message.

    `read_from`: photos whose reading the numbers were taken from. `kind` as in ReportRow. `label`
    begins the receipt: "D3" for party 3 of a DPR ballot.
    """

    person_id: int
    participant_id: int | None = None
    said_by: int | None = None
    inbox_id: int | None = None
    read_from: tuple[int, ...] = ()
    kind: str = "witness"
    label: str = ""


async def submit(
    tx: Transaction,
    origin: Origin,
    station_id: int,
    contest_id: int,
    tally: Tally,
    *,
    detail: Detail = Detail.TOTALS,
    findings: tuple[Finding, ...] = (),
    reason: str = "",
    version: int | None = None,
) -> Saved:
    """Store a report or a new revision of it, settle the station's result, mark it to be folded.

    `version` counts re-votes (PSU, PSL); None is the latest. Raises NotFound, BadInput when the
    station does not vote in the contest, ImpossibleNumber for what no form can hold; all before
    anything is written, so that the caller's transaction can go on.
    """
    station = await hold_station(tx, station_id)
    if contest_id not in station.contests:
        raise BadInput("this station does not vote in this contest", station=station.code)
    contest = await elections.contest(tx, contest_id, station.fingerprint)
    given = fitting(tally, contest)
    full = complete(given, contest)
    numbers = columns(given, full, contest, detail, findings, reason)
    report_id, last = await _report(tx, origin, station_id, contest_id, version)
    if last is not None and all(getattr(last, name) == value for name, value in numbers.items()):
        result = await results.settle(tx, station, contest_id, contest)
        return _saved(last, report_id, result, again=True)
    number = 1 if last is None else last.number + 1
    row = await _revision(tx, contest, report_id, number, origin, numbers)
    facts = {"revision": number, "receipt": row.receipt, "numbers": digest(numbers)}
    await _note(tx, origin, report_id, {**_place(station, contest), **facts})
    result = await results.settle(tx, station, contest_id, contest)
    disputed = result is not None and result.disputed
    doubted = await open_disputes.ask_again(tx, station_id, contest_id) if disputed else ()
    return replace(_saved(row, report_id, result), doubted=doubted)


def _place(station: HeldStation, contest: Contest) -> dict[str, object]:
    """Where a report belongs, as the audit log tells it."""
    return {"station": station.code, "contest": contest.code, "ballot": contest.ballot.value}


async def _note(
    tx: Transaction, origin: Origin, report_id: int, facts: Mapping[str, object]
) -> None:
    """An audit entry about a new revision."""
    actor = f"person:{origin.said_by or origin.person_id}"
    action = "report.submit" if facts["revision"] == 1 else "report.correct"
    await audit.note(tx, actor, action, f"report:{report_id}", facts, origin.inbox_id)


async def put_decided(
    tx: Transaction,
    origin: Origin,
    station_id: int,
    contest_id: int,
    version: int,
    tally: Tally,
    detail: Detail,
    findings: tuple[Finding, ...] = (),
) -> int:
    """Store a reviewer's own figures for a held station as a revision; its id.

    The report is of kind "decision": a source like any other, and no voice of its own.
    """
    contest = await elections.contest(tx, contest_id)
    given = fitting(tally, contest)
    numbers = columns(given, given, contest, detail, findings, "decision")
    decided = replace(origin, kind="decision")
    report_id, last = await _report(tx, decided, station_id, contest_id, version)
    number = 1 if last is None else last.number + 1
    row = await _revision(tx, contest, report_id, number, origin, numbers)
    return int(row.id)


async def withdraw(
    tx: Transaction, report_id: int, by: int, reason: str = "", inbox_id: int | None = None
) -> ResultState | None:
    """Take a report back: it stays stored and counts no more; the station's state afterwards."""
    found = select(report.c.station_id, report.c.contest_id).where(report.c.id == report_id)
    row = (await tx.execute(found)).first()
    if row is None:
        raise NotFound("there is no such report", report=report_id)
    contest = await elections.contest(tx, row.contest_id)
    station = await hold_station(tx, row.station_id)
    await tx.execute(
        update(report)
        .where(report.c.id == report_id, report.c.withdrawn_at.is_(None))
        .values(withdrawn_at=func.clock_timestamp())
    )
    await audit.note(
        tx,
        f"person:{by}",
        "report.withdraw",
        f"report:{report_id}",
        {"station": station.code, "contest": contest.code, "reason": reason},
        inbox_id,
    )
    result = await results.settle(tx, station, row.contest_id, contest)
    return result.state if result else None


_PUT_REPORT = text(f"""
with put as (
    insert into report (person_id, participant_id, kind, station_id, contest_id, version)
    select :person, :participant, :kind, w.station, w.contest,
           coalesce(cast(:version as smallint), {LATEST})
    from (values (cast(:station as int), cast(:contest as int))) w (station, contest)
    on conflict (station_id, contest_id, version, person_id, kind) do update
    set withdrawn_at = null,
        participant_id = coalesce(report.participant_id, excluded.participant_id)
    returning id
)
select put.id as of_report, v.* from put
left join lateral (
    select * from revision where report_id = put.id order by number desc limit 1) v on true
""")


async def _report(
    tx: Transaction, origin: Origin, station_id: int, contest_id: int, version: int | None
) -> tuple[int, Row[Any] | None]:
    """The report's id, found or created, and its last revision; one taken back counts again.

    `version` None: of the latest vote.
    """
    values = {
        "person": origin.person_id,
        "participant": origin.participant_id,
        "kind": origin.kind,
        "station": station_id,
        "contest": contest_id,
        "version": version,
    }
    row = (await tx.execute(_PUT_REPORT, values)).one()
    return row.of_report, None if row.id is None else row


async def _revision(
    tx: Transaction,
    contest: Contest,
    report_id: int,
    number: int,
    origin: Origin,
    numbers: Mapping[str, object],
) -> Row[Any]:
    """Insert with a receipt that nobody has; tries longer codes when short ones are taken."""
    values = {
        **numbers,
        "report_id": report_id,
        "number": number,
        "said_by": origin.said_by or origin.person_id,
        "inbox_id": origin.inbox_id,
        "read_from": list(origin.read_from),
    }
    tries = 0
    while True:
        receipt = receipts.draw(contest.ballot, origin.label, tries)
        put = upsert(revision).values(receipt=receipt, **values)
        put = put.on_conflict_do_nothing(index_elements=["receipt"])
        row = (
            await tx.execute(put.returning(revision.c.id, revision.c.number, revision.c.receipt))
        ).first()
        if row is not None:
            return row
        tries += 1


def _saved(row: Any, report_id: int, result: StationResult | None, again: bool = False) -> Saved:
    state, disputed = (result.state, result.disputed) if result else (None, ())
    return Saved(row.receipt, row.number, state, report_id, row.id, disputed, again)
