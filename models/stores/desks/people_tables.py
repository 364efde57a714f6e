"""Tables of people: witnesses at their stations, roles, and who applied. No phone is in them."""

from dataclasses import dataclass
from datetime import datetime

from models.stores.desks.paging import Listing, Order

_NAMED = "strpos(lower(t.name), lower(:name)) > 0"


@dataclass(frozen=True, slots=True)
class WitnessLine:
    """A witness at a station: what shows presence, and how many ballots of how many are reported.

    `person` is an id; `zone` of the station's hours; `attended_at`: the first check-in, else the
    first word that vouched.
    """

    key: int
    person: int
    name: str
    station: str
    number: int
    kelurahan: str
    kecamatan: str
    participant: str
    attended_at: datetime | None
    reported: int
    ballots: int
    zone: str


WITNESSES = Listing(
    WitnessLine,
    """
select m.id as key, k.path, p.id as person, p.name, s.code as station, s.number,
       k.name as kelurahan, d.name as kecamatan, coalesce(nullif(q.short, ''), q.name) as
       participant, coalesce(c.at, v.at) as attended_at, coalesce(r.reported, 0) as reported,
       coalesce(cardinality(coalesce(m.contests, s.contests, k.contests)), 0) as ballots,
       k.timezone as zone
from mandate m
join person p on p.id = m.person_id and p.active
join participant q on q.id = m.participant_id
join station s on s.id = m.station_id and s.election_id = :election
join area k on k.id = s.kelurahan_id join area d on d.id = k.parent_id
left join lateral (select min(c.at) as at from check_in c
    where c.station_id = s.id and c.person_id = m.person_id) c on true
left join lateral (select min(v.at) as at from vouch v
    where v.station_id = s.id and v.person_id = m.person_id) v on true
left join lateral (select count(distinct r.contest_id)::int as reported from report r
    where r.station_id = s.id and r.person_id = m.person_id and r.kind = 'witness'
      and r.withdrawn_at is null) r on true
where m.active and m.slot is not null
""",
    {
        "station": Order("t.station"),
        "name": Order("lower(t.name)"),
        "attended_at": Order("coalesce(t.attended_at, 'infinity')", "timestamptz"),
        "reported": Order("t.reported", "int"),
    },
    {
        "name": _NAMED,
        "presence": "case :presence when 'here' then t.attended_at is not null "
        "when 'absent' then t.attended_at is null else false end",
        "reports": "case :reports when 'all' then t.reported >= t.ballots "
        "when 'none' then t.reported = 0 when 'part' then t.reported > 0 "
        "and t.reported < t.ballots else false end",
    },
    thorough=frozenset(("attended_at", "reported", "presence", "reports")),
)


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role that somebody holds: `path` of its area, empty for everywhere; `area` its code."""

    key: int
    person: int
    name: str
    role: str
    level: str
    path: str
    place: str
    area: str
    participant: str
    since: datetime


ROLES = Listing(
    RoleLine,
    """
select r.id as key, coalesce(a.path, '') as path, r.person_id as person, p.name, r.role,
       coalesce(r.level, '') as level, coalesce(a.name, '') as place, coalesce(a.code, '') as area,
       coalesce(nullif(q.short, ''), q.name, '') as participant, r.created_at as since
from role r
join person p on p.id = r.person_id and p.active
left join area a on a.id = r.area_id
left join participant q on q.id = r.participant_id
where r.election_id = :election and r.ended_at is null
""",
    {
        "place": Order("t.path"),
        "name": Order("lower(t.name)"),
        "role": Order("t.role"),
        "since": Order("t.since", "timestamptz"),
    },
    {"name": _NAMED, "role": "t.role = :role"},
)


@dataclass(frozen=True, slots=True)
class RecruitLine:
    """An application: `former` is who was known by that phone until now."""

    key: int
    receipt: str
    name: str
    kelurahan: str
    kecamatan: str
    experience: str
    former: str
    state: str
    at: datetime
    decided_by: str


RECRUITS = Listing(
    RecruitLine,
    """
select r.id as key, k.path, r.receipt, r.name, k.name as kelurahan, d.name as kecamatan,
       r.experience, coalesce(f.name, '') as former, r.state, r.created_at as at,
       coalesce(b.name, '') as decided_by
from recruit r
join area k on k.id = r.area_id join area d on d.id = k.parent_id
left join person f on f.id = r.former_id
left join person b on b.id = r.decided_by
where r.election_id = :election and r.state <> 'draft'
""",
    {
        "at": Order("t.at", "timestamptz"),
        "name": Order("lower(t.name)"),
        "kelurahan": Order("t.path"),
    },
    {"name": _NAMED, "state": "t.state = :state"},
)
