"""Findings of the reports that count, a row each."""

from dataclasses import dataclass

from models.stores.desks.paging import Listing, Order


@dataclass(frozen=True, slots=True)
class FindingLine:
    """What a check found in the report that counts for a station and ballot (docs/checks.md)."""

    key: str
    station: str
    number: int
    kelurahan: str
    ballot: str
    code: str
    severity: str
    fields: list[str]
    numbers: dict[str, int | str]
    state: str
    receipt: str


FINDINGS = Listing(
    FindingLine,
    """
select s.code || '/' || c.id || '/' || f.place as key, k.path, s.code as station, s.number,
       k.name as kelurahan, c.ballot, f.item ->> 'code' as code,
       f.item ->> 'severity' as severity, coalesce(f.item -> 'fields', '[]') as fields,
       coalesce(f.item -> 'numbers', '{}') as numbers, r.state, v.receipt
from station_result r
join revision v on v.id = r.revision_id and v.findings <> '[]'
join contest c on c.id = r.contest_id and c.election_id = :election
join station s on s.id = r.station_id
join area k on k.id = r.kelurahan_id
cross join lateral jsonb_array_elements(v.findings) with ordinality f (item, place)
""",
    {
        "station": Order("t.station"),
        "code": Order("t.code"),
        "severity": Order("t.severity"),
        "ballot": Order("t.ballot"),
    },
    {
        "code": "t.code = :code",
        "severity": "t.severity = :severity",
        "ballot": "t.ballot = :ballot",
    },
    key_kind="text",
)
