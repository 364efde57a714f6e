"""What one person reported in the latest vote: the newest revisions, and where they stand."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

LATEST = text("""
select distinct on (r.id) r.id as report_id, r.station_id, r.contest_id, r.version,
       v.number, v.votes, v.valid, v.invalid, v.total, v.figures, v.receipt, v.created_at, v.reason,
       s.state, s.cells
from report r
join revision v on v.report_id = r.id
left join station_result s
  on s.station_id = r.station_id and s.contest_id = r.contest_id and s.version = r.version
left join lateral (
    select max(n.version) as version from vote_version n
    where n.station_id = r.station_id and n.contest_id = r.contest_id
) now on true
where r.person_id = :person and r.withdrawn_at is null and r.kind <> 'decision'
  and r.version >= coalesce(now.version, 1)
order by r.id, v.number desc
""")
"""The newest revision of each report of a person (:person), with the result's state and cells."""


@dataclass(frozen=True, slots=True)
class OwnReport:
    """A report as it stands now: the newest numbers, and what they came to."""

    report_id: int
    station_id: int
    contest_id: int
    version: int
    number: int
    votes: list[int | None]
    valid: int | None
    invalid: int | None
    total: int | None
    figures: dict[str, int] | None
    receipt: str
    created_at: datetime
    reason: str | None
    state: str | None
    cells: list[str] | None
