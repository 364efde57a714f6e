"""SQL of what is missing at stations: one condition for each kind of phase, the same everywhere.

A station counts when it has an active witness (not a reserve); two witnesses of a station are one
station. Two who share a station do its duty together: one present is enough.
"""

from models.values import Ballot

PLACED = """
placed as materialized (
    select k.id, k.path, k.name, k.contests, z.since, z.by
    from area k
    join unnest(cast(:zones as text[]), cast(:sinces as timestamptz[]),
                cast(:bys as timestamptz[])) z (name, since, by)
      on z.name = coalesce(nullif(k.timezone, ''), cast(:zone as text))
    where k.election_id = :election and k.level = 4
      and k.path ~>=~ :path and k.path ~<~ :until and z.by <= cast(:due as timestamptz)
)"""
"""The kelurahan in an area whose hour has come, with the zone's moments.

Needs: election, zone (the election's), zones, sinces, bys, path, until, due.
"""
_MANDATED = "select from mandate m where m.station_id = s.id and m.active and m.slot is not null"
_CHECKED_IN = "select from check_in c where c.station_id = s.id and c.at >= k.since"
_VOUCHED = "select from vouch v where v.station_id = s.id and v.at >= k.since"
_COPY = "select from paper_copy c where c.station_id = s.id"
_REPORTED = "select from station_result r where r.station_id = s.id and r.contest_id = b.id"
_PHOTO = """select from photo p
    where p.station_id = s.id and p.contest_id = b.id and p.purpose = 'form'"""
_BALLOT = """cross join lateral (
    select c.id from unnest(coalesce(s.contests, k.contests)) x (id)
    join contest c on c.id = x.id and c.ballot = :ballot limit 1
) b"""
_NO_PHOTO = """exists (
    select from unnest(coalesce(s.contests, k.contests)) b (id) where not exists (
        select from photo p where p.station_id = s.id and p.contest_id = b.id and p.purpose = 'form'
    ))"""


def stations(phase: str) -> str:
    """Query of the stations of `placed` with `missing`: whether they lack what the phase asks."""
    extra = _BALLOT if phase in set(Ballot) else ""
    mandated = _MANDATED
    if phase in set(Ballot):
        mandated += " and (m.contests is null or b.id = any(m.contests))"
    return f"""
    select s.id, s.number, s.code, k.id as kelurahan_id, k.path, k.name as kelurahan, k.by,
           {lacks(phase)} as missing
    from placed k join station s on s.kelurahan_id = k.id and s.active {extra}
    where exists ({mandated})"""


def lacks(phase: str) -> str:
    """The condition under which station s in kelurahan k lacks it (of ballot b)."""
    if phase == "check_in":
        return f"(not exists ({_CHECKED_IN}) and not exists ({_VOUCHED}))"
    if phase == "copies":
        return f"(not exists ({_COPY}))"
    if phase == "photos":
        return f"({_NO_PHOTO})"
    return f"(not exists ({_REPORTED}) and not exists ({_PHOTO}))"
