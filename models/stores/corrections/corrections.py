"""Corrections after the closing time: kept as they were asked for, until a coordinator decides."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select, text
from sqlmodel import col

from models.errors import NotFound, StaleRevision
from models.stores.base.database import Transaction
from models.stores.reports import results
from models.tables import CorrectionRow, RevisionRow
from models.values import Detail, Finding, Json, Severity, Tally

_BASE = text("""
select v.id from report r join revision v on v.report_id = r.id
where r.person_id = :person and r.station_id = :station and r.contest_id = :contest
  and r.version = :version and r.kind = 'witness' and r.withdrawn_at is null
order by v.number desc limit 1
""")
_REPLACE = text("""
update correction set state = 'replaced', decided_at = clock_timestamp()
where person_id = :person and station_id = :station and contest_id = :contest
  and state = 'waiting'
""")
_PUT = text("""
insert into correction (person_id, participant_id, station_id, contest_id, base_revision, numbers,
                        state, inbox_id)
values (:person, :participant, :station, :contest, :base, cast(:numbers as jsonb), 'waiting',
        :inbox)
returning id
""")
_HOLD = (
    select(
        col(CorrectionRow.id),
        col(CorrectionRow.person_id),
        col(CorrectionRow.participant_id),
        col(CorrectionRow.station_id),
        col(CorrectionRow.contest_id),
        col(CorrectionRow.base_revision),
        col(CorrectionRow.numbers),
        col(CorrectionRow.state),
        col(CorrectionRow.inbox_id),
    )
    .where(col(CorrectionRow.id) == bindparam("id"))
    .with_for_update()
)
_BEFORE = select(
    col(RevisionRow.votes),
    col(RevisionRow.valid),
    col(RevisionRow.invalid),
    col(RevisionRow.total),
    col(RevisionRow.figures),
).where(col(RevisionRow.id) == bindparam("id"))
_CLOSE = text("""
update correction set state = :state, decided_by = :by, decided_at = clock_timestamp()
where id = :id
""")


@dataclass(frozen=True, slots=True)
class Asked:
    """A correction as a witness asks for it; `numbers` as `as_json` makes them."""

    person_id: int
    participant_id: int | None
    station_id: int
    contest_id: int
    numbers: Mapping[str, Json]
    inbox_id: int | None = None


@dataclass(frozen=True, slots=True)
class HeldCorrection:
    """A correction that this transaction holds; `numbers` as `as_json` makes them."""

    id: int
    person_id: int
    participant_id: int | None
    station_id: int
    contest_id: int
    base_revision: int
    numbers: dict[str, Json]
    state: str
    inbox_id: int | None


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a revision says, as it is kept."""

    votes: list[int | None]
    valid: int | None
    invalid: int | None
    total: int | None
    figures: dict[str, int] | None


async def ask(tx: Transaction, new: Asked) -> int:
    """Keep a correction that waits; an earlier one of the same report waits no more.

    Raises StaleRevision when there is no report to correct.
    """
    place = {"person": new.person_id, "station": new.station_id, "contest": new.contest_id}
    base = await _base(tx, place)
    if base is None:
        raise StaleRevision("there is no report to correct")
    await tx.execute(_REPLACE, place)
    values = {"participant": new.participant_id, "base": base, "inbox": new.inbox_id}
    numbers = json.dumps(dict(new.numbers))
    return int(await tx.scalar(_PUT, {**place, **values, "numbers": numbers}) or 0)


async def hold(tx: Transaction, correction_id: int) -> HeldCorrection:
    """A correction, locked until the commit; raises NotFound."""
    row = (await tx.execute(_HOLD, {"id": correction_id})).first()
    if row is None:
        raise NotFound("there is no such correction", correction=correction_id)
    return HeldCorrection(*row)


async def before(tx: Transaction, row: HeldCorrection) -> Numbers:
    """The revision that a held correction corrects."""
    return Numbers(*(await tx.execute(_BEFORE, {"id": row.base_revision})).one())


async def fits(tx: Transaction, row: HeldCorrection) -> bool:
    """Whether what a held correction corrects is still what the witness said last."""
    place = {"person": row.person_id, "station": row.station_id, "contest": row.contest_id}
    return await _base(tx, place) == int(row.base_revision)


async def close(tx: Transaction, correction_id: int, state: str, by: int) -> None:
    """Note how it ended: approved or rejected, and by whom."""
    await tx.execute(_CLOSE, {"id": correction_id, "state": state, "by": by})


async def _base(tx: Transaction, place: Mapping[str, int]) -> int | None:
    version = await results.latest_version(tx, place["station"], place["contest"])
    found = await tx.scalar(_BASE, {**place, "version": version})
    return None if found is None else int(found)


def as_json(tally: Tally, detail: Detail, findings: tuple[Finding, ...]) -> dict[str, Json]:
    """A report's numbers as they are kept until somebody decides."""
    return {
        "votes": list(tally.votes),
        "valid": tally.valid,
        "invalid": tally.invalid,
        "total": tally.total,
        "figures": dict(tally.figures),
        "detail": detail.value,
        "findings": [[f.code, f.severity.value, list(f.fields), dict(f.numbers)] for f in findings],
    }


def from_json(kept: Mapping[str, Json]) -> tuple[Tally, Detail, tuple[Finding, ...]]:
    """Back from the row."""
    names = ("valid", "invalid", "total", "figures")
    tally = Tally(tuple(kept["votes"]), *(kept[name] for name in names))
    findings = tuple(
        Finding(code, Severity(severity), tuple(fields), numbers)
        for code, severity, fields, numbers in kept["findings"]
    )
    return tally, Detail(kept["detail"]), findings
