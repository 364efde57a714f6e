"""SQL of absences: counted per area of leaders, told in the same statement, taken a level up.

Every statement writes the absences and the notices about them together, so that both are there
or neither; receipts are made of ids, so that eighty thousand in one statement never collide.
"""

from models.rules.code_text import LETTERS
from models.stores.attendance.missing_sql import lacks, placed, stations, stations_of

NAMED = 3
"""Stations, or areas, that an alert names; RINCIAN lists the rest."""
_DIGITS = len(LETTERS)
_SCRAMBLE = 4_826_809
"""13^6, which shares no factor with 24^5: each eight million ids in a row have their own codes."""
_LEAD = """
lead as materialized (
    select distinct coalesce(a.path, '') as path, coalesce(a.level, -1) as level
    from role r join person p on p.id = r.person_id and p.active
    left join area a on a.id = r.area_id
    where r.election_id = :election and r.ended_at is null and r.role = any(:roles)
)"""


def above(path: str, leads: str = "lead") -> str:
    """A join with the leads `l` of the areas on a path, its own and everywhere among them.

    By equality with each beginning of the path, so that it is a hash join however many there are.
    """
    part = f"array_to_string((string_to_array({path}, '.'))[1:g.n], '.')"
    return f"cross join generate_series(0, 5) g (n) join {leads} l on l.path = {part}"


def _code(number: str) -> str:
    """The receipt of an absence by its id: five letters, A-7KM3X; one more beyond eight million."""
    number = f"cast({number} as bigint)"
    mixed = f"({number} * {_SCRAMBLE} % {_DIGITS**5})"
    letters = [
        f"substr('{LETTERS}', ({mixed} / {_DIGITS**place} % {_DIGITS})::int + 1, 1)"
        for place in range(5)
    ]
    more = f"substr('{LETTERS}', ({number} / {_DIGITS**5} % {_DIGITS})::int + 1, 1)"
    beyond = f"case when {number} >= {_DIGITS**5} then {more} else '' end"
    return "'A-' || " + " || ".join([*letters, beyond])


def _title(path: str) -> str:
    """The area's name with its local word, as models.stores.base.areas.Area.title has it."""
    return f"""
(select trim(coalesce(nullif(x.local_word, ''), case x.level when 1 then 'Provinsi'
             when 3 then 'Kec.' when 4 then 'Kel.' else '' end) || ' ' || x.name)
 from area x where x.election_id = :election and x.path = coalesce(nullif({path}, ''), '0'))"""


_TELL = f"""
told as (
    insert into notice (purpose, whom, event, data)
    select 'absence:' || n.id || ':' || r.person_id, r.person_id, cast(:event as text),
           cast(:common as jsonb) || jsonb_build_object(
               'receipt', n.receipt, 'phase', n.phase, 'by', n.by, 'step', n.step,
               'expected', n.expected, 'missing', n.missing, 'named', n.named,
               'area', {_title("n.path")}, 'zone', (
                   select coalesce(nullif(z.timezone, ''), cast(:zone as text))
                   from area z where z.id = n.kelurahan[1]))
    from fresh n
    join (select distinct r.person_id, coalesce(a.path, '') as path
          from role r join person p on p.id = r.person_id and p.active
          left join area a on a.id = r.area_id
          where r.election_id = :election and r.ended_at is null and r.role = any(:roles)
         ) r on r.path = n.path
    on conflict (purpose) do nothing
)"""
_COLUMNS = """id, election_id, phase, by, step, path, receipt, kelurahan, expected, missing, state,
    note, told_at"""
_PHASE = ":election, cast(:phase as text)"
_NUMBER = "nextval(pg_get_serial_sequence('absence', 'id'))"
_DUE = f"""
counted as (
    select kelurahan_id, path, count(*) as expected, count(*) filter (where missing) as missing
    from station_ group by 1, 2
), near as (
    select distinct on (c.kelurahan_id) c.*, l.path as lead
    from counted c {above("c.path")}
    order by c.kelurahan_id, l.level desc
), due as (
    select {_NUMBER} as id, lead as path,
           array_agg(kelurahan_id::int order by path) as kelurahan,
           (array_agg(kelurahan_id::int order by path) filter (where missing > 0)
               )[1:{NAMED}] as first,
           sum(expected)::int as expected, sum(missing)::int as missing
    from near group by lead having sum(missing) > 0
), kept as (
    insert into absence ({_COLUMNS})
    select d.id, {_PHASE}, cast(:by as timestamptz), 0, d.path, {_code("d.id")}, d.kelurahan,
           d.expected, d.missing, 'open', '', cast(:now as timestamptz)
    from due d on conflict (election_id, phase, by, step, path) do nothing
    returning *
)"""


def alert(phase: str) -> str:
    """Tell the nearest leaders of every area; the number of areas. Needs what `placed` needs, and
    phase, by, now, since, roles, event and common (of every notice; JSON).
    """
    first = """(select a.*, cast(:since as timestamptz) as since from area a
                where a.id = any(d.first)) k"""
    return f"""with {placed()}, {_LEAD}, station_ as ({stations(phase)}), {_DUE}, fresh as (
        select n.*, (
            select jsonb_agg(jsonb_build_object(
                'number', f.number, 'kelurahan', f.name, 'witness', f.witness)
                             order by f.path, f.number)
            from (select s.number, k.path, k.name,
                    (select min(p.name) from mandate m join person p on p.id = m.person_id
                     where m.station_id = s.id and m.active and m.slot is not null) as witness
                  {stations_of(phase, first)} and {lacks(phase)}
                  order by k.path, s.number limit {NAMED}) f
        ) as named
        from kept n join due d on d.id = n.id
    ), {_TELL}
    select count(*) from fresh"""


_RIPE = f"""
ripe as materialized (
    select distinct on (a.id) a.id, a.path, a.by, a.step, a.kelurahan, l.path as lead
    from absence a {above("a.path")}
         and l.level < array_length(string_to_array(a.path, '.'), 1) - 1
    where a.id in (
        select id from absence
        where election_id = :election and phase = :phase and state = 'open' and path <> ''
          and told_at <= cast(:before as timestamptz) and by > cast(:oldest as timestamptz)
        for update
    )
    order by a.id, l.level desc
)"""
_LIVE = """
counted as (
    select kelurahan_id, count(*) as expected, count(*) filter (where missing) as missing
    from station_ group by 1
), live as (
    select r.id, r.path, r.by, r.step, r.lead, r.kelurahan,
           coalesce(sum(c.expected), 0)::int as expected,
           coalesce(sum(c.missing), 0)::int as missing
    from ripe r cross join unnest(r.kelurahan) u (id)
    left join counted c on c.kelurahan_id = u.id
    group by r.id, r.path, r.by, r.step, r.lead, r.kelurahan
), solved as (
    update absence a set state = 'closed', closed_at = cast(:now as timestamptz), missing = 0
    from live l where a.id = l.id and l.missing = 0
)"""
_UPPER = f"""
parts as (
    select l.*, row_number() over (
               partition by lead, by, step order by missing desc, path) as place
    from live l where missing > 0
), upper_ as (
    select lead as path, by, step + 1 as step, sum(expected)::int as expected,
           sum(missing)::int as missing, array_agg(id) as parts,
           jsonb_agg(jsonb_build_object('area', {_title("p.path")}, 'missing', missing)
                     order by place) filter (where place <= {NAMED}) as named
    from parts p group by lead, by, step
), numbered as (
    select {_NUMBER} as id, u.*, (
        select array_agg(x.id order by x.id) from parts p cross join unnest(p.kelurahan) x (id)
        where p.id = any(u.parts)
    ) as kelurahan from upper_ u
)"""
_STEP = f"""
kept as (
    insert into absence ({_COLUMNS})
    select u.id, {_PHASE}, u.by, u.step, u.path, {_code("u.id")}, u.kelurahan, u.expected,
           u.missing, 'open', '', cast(:now as timestamptz)
    from numbered u
    on conflict (election_id, phase, by, step, path) do update
        set kelurahan = absence.kelurahan || excluded.kelurahan
    returning *
), up as (
    update absence a set state = 'climbed', parent_id = n.id
    from numbered u join kept n on (n.path, n.by, n.step) = (u.path, u.by, u.step)
    where a.id = any(u.parts)
), fresh as (
    select n.*, u.named from kept n join numbered u on u.id = n.id
)"""


def climb(phase: str) -> str:
    """Take what is open since `before` a level up; the number of areas told. Needs what `placed`
    needs, and phase, now, before, oldest (of `by`), roles, event, common.
    """
    near = placed("k.id in (select unnest(kelurahan) from ripe)")
    return f"""with {_LEAD}, {_RIPE}, {near}, station_ as ({stations(phase)}), {_LIVE}, {_UPPER},
    {_STEP}, {_TELL}
    select count(*) from fresh"""
