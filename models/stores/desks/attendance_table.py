"""The list for attendance pay as a table: the same witnesses and the same proofs, a page at a time.

Attended is whoever checked in, was vouched for, or sent or noted anything from the station
(models/stores/attendance/pay_list.py). No phone number is in it. Its statement needs `given` of
the election, too.
"""

from dataclasses import dataclass
from datetime import datetime

from models.stores.attendance.pay_list import PLACED, PROVEN
from models.stores.base.elections import LoadedElection
from models.stores.desks.paging import Listing, Order


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """A witness at a station; `by`: check_in, vouch, report, photo, copy, or empty."""

    key: int
    person: int
    station_id: int
    name: str
    station: str
    number: int
    kelurahan: str
    participant: str
    active: bool
    by: str
    checked_in_at: datetime | None
    receipt: str | None
    vouched_by: str | None
    reports: int
    photos: int
    zone: str


_BY = """case when t.checked_in_at is not null then 'check_in'
    when t.vouched_at is not null then 'vouch' when t.reports > 0 then 'report'
    when t.photos > 0 then 'photo' when t.copy is not null then 'copy' else '' end"""
ATTENDANCE = Listing(
    AttendanceLine,
    f"""
select t.*, t.witness as name, {_BY} as by from ({PROVEN.format(placed=f"({PLACED})")}) t
""",
    {"station": Order("t.station"), "name": Order("lower(t.name)"), "by": Order("t.by")},
    {
        "name": "strpos(lower(t.name), lower(:name)) > 0",
        "attended": "case :attended when 'yes' then t.by <> '' when 'no' then t.by = '' "
        "else false end",
        "by": "t.by = :by",
    },
    thorough=frozenset(("by", "attended")),
)


def given(election: LoadedElection) -> dict[str, object]:
    """From when a check-in counts, and the zone of kelurahan that name none."""
    day = datetime.combine(election.held_on, datetime.min.time())
    return {"day": day, "zone": election.config.timezone}
