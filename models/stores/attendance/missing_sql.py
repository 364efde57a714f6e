"""SQL of what is missing at stations: one condition for each kind of phase, the same everywhere.

A station counts when it has an active witness (not a reserve); two witnesses of a station are one
station. Two who share a station do its duty together: one present is enough.
"""

from models.values import Ballot


def placed(which: str = "true") -> str:
    """The kelurahan in an area whose hour has come with its zone's moments; those that are `which`.

    Needs: election, zones ('' for areas that name none), sinces, bys, path, until, due, counted:
    of noken kelurahan no figures are expected (no data is normal there).
    """
    return f"""
placed as materialized (
    select k.id, k.path, k.name, k.contests, z.since, z.by
    from area k
    join unnest(cast(:zones as text[]), cast(:sinces as timestamptz[]),
                cast(:bys as timestamptz[])) z (name, since, by)
      on z.name = k.timezone
    where k.election_id = :election and k.level = 4
      and k.path ~>=~ :path and k.path ~<~ :until and z.by <= cast(:due as timestamptz)
      and not (k.noken and cast(:counted as bool)) and {which}
)"""


OF_THESE = "(cast(:kelurahan as int[]) is null or k.id = any(cast(:kelurahan as int[])))"
"""Those named by the parameter `kelurahan`, all without."""
_SLOT = "m.station_id = s.id and m.active and m.slot is not null"
_COVERS = "and (m.contests is null or b.id = any(m.contests))"
_BALLOT = """cross join lateral (
    select c.id from unnest(coalesce(s.contests, k.contests)) x (id)
    join contest c on c.id = x.id and c.ballot = :ballot limit 1
) b"""
_STATION = {
    "check_in": """not exists (
        select from check_in c where c.station_id = s.id and c.at >= k.since)
      and not exists (select from vouch v where v.station_id = s.id and v.at >= k.since)""",
    "copies": "not exists (select from paper_copy c where c.station_id = s.id)",
    "photos": """exists (
        select from unnest(coalesce(s.contests, k.contests)) b (id) where not exists (
            select from photo p
            where p.station_id = s.id and p.contest_id = b.id and p.purpose = 'form'))""",
}
_BALLOT_LACKS = """not exists (
        select from station_result r where r.station_id = s.id and r.contest_id = b.id)
      and not exists (
        select from photo p
        where p.station_id = s.id and p.contest_id = b.id and p.purpose = 'form')"""
_OWN = {
    "check_in": """not exists (select from check_in c where c.station_id = s.id
        and c.person_id = m.person_id and c.at >= k.since)
      and not exists (select from vouch v where v.station_id = s.id
        and v.person_id = m.person_id and v.at >= k.since)""",
    "copies": _STATION["copies"],
    "photos": _STATION["photos"],
}
_BALLOT_OWN = """not exists (select from report r where r.station_id = s.id
        and r.contest_id = b.id and r.person_id = m.person_id and r.withdrawn_at is null)
      and not exists (select from photo p where p.station_id = s.id
        and p.contest_id = b.id and p.person_id = m.person_id)"""


def is_ballot(phase: str) -> bool:
    """Whether a phase is that of a ballot, which needs the parameter `ballot`."""
    return phase in set(Ballot)


def lacks(phase: str) -> str:
    """The condition under which station s in kelurahan k lacks it (of ballot b)."""
    return f"({_STATION.get(phase, _BALLOT_LACKS)})"


def stations_of(phase: str, source: str = "placed k") -> str:
    """From-clause and condition of the stations s, in kelurahan k, that a phase is about."""
    ballot = is_ballot(phase)
    return f"""from {source} join station s on s.kelurahan_id = k.id and s.active
    {_BALLOT if ballot else ""}
    where exists (select from mandate m where {_SLOT} {_COVERS if ballot else ""})"""


def stations(phase: str) -> str:
    """Query of the stations of `placed` with `missing`: whether they lack what the phase asks."""
    return f"""
    select s.id, s.number, s.code, k.id as kelurahan_id, k.path, k.name as kelurahan, k.by,
           {lacks(phase)} as missing
    {stations_of(phase)}"""


def persons(phase: str) -> str:
    """Query of the witnesses (person_id, once) of `placed` who have not done their own part."""
    ballot = is_ballot(phase)
    return f"""
    select distinct m.person_id
    from placed k join station s on s.kelurahan_id = k.id and s.active
    {_BALLOT if ballot else ""}
    join mandate m on {_SLOT} {_COVERS if ballot else ""}
    where ({_OWN.get(phase, _BALLOT_OWN)})"""
