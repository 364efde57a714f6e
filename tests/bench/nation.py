"""A made-up nation of the real size, every station reported on every ballot at candidate level.

38 provinces, 514 kab/kota, 7,277 kecamatan, 83,731 kelurahan, 820,161 stations; contests as many
as in 2024. Votes are drawn from a pool; who lives where is not the point here.
"""

import json
import random
import tomllib
from collections.abc import Callable

import asyncpg

from models.packs.config import ElectionConfig
from tests.packs.tiny import ELECTION

SIZES = (1, 38, 514, 7_277, 83_731)
STATIONS = 820_161
PARTIES = 18
_POOL = 97

CONTESTS = {
    # ballot: how many contests, by areas of which level, choices
    "ppwp": (1, 0, [str(n) for n in range(1, 4)]),
    "dpr": (84, 2, None),
    "dpd": (38, 1, [str(n) for n in range(1, 17)]),
    "dprd_prov": (301, 2, None),
    "dprd_kab": (2_325, 3, None),
}


def _choices(ballot: str) -> list[str]:
    codes = CONTESTS[ballot][2]
    if codes is not None:
        return codes
    parties = [str(n) for n in range(1, PARTIES + 1)]
    return [code for p in parties for code in (p, *(f"{p}.{n}" for n in range(8)))]


async def build(
    connection: asyncpg.Connection, ballots: list[str], tell: Callable[[str], None]
) -> None:
    """Fill an empty migrated database; needs a superuser (foreign keys are not checked)."""
    await connection.execute("set session_replication_role = replica")
    await connection.execute("set synchronous_commit = off")
    config = ElectionConfig.model_validate(tomllib.loads(ELECTION)).model_dump_json()
    await connection.execute(
        "insert into election (id, code, name, held_on, config, fingerprint) "
        "overriding system value values (1, 'nation', 'Nation', '2024-02-14', $1, 'x')",
        config,
    )
    tell("areas and stations")
    await _areas(connection)
    for ballot in ballots:
        tell(f"contests of {ballot}")
        await _contests(connection, ballot)
    await _expected(connection)
    await connection.execute(
        "insert into person (id, name, language, active) overriding "
        "system value values (1, 'Saksi', 'id', true)"
    )
    for ballot in ballots:
        tell(f"reports of {ballot}")
        await _reports(connection, ballot)
    tell("analyze")
    await connection.execute("analyze")


def _first(level: int) -> int:
    """Ids count through the levels: the id before the first area of a level."""
    return sum(SIZES[:level])


async def _areas(connection: asyncpg.Connection) -> None:
    await connection.execute(
        "insert into area (id, election_id, code, path, level, name, local_word, timezone, noken) "
        "overriding system value "
        "values (1, 1, '0', '0', 0, 'Indonesia', '', 'Asia/Jakarta', false)"
    )
    for level in range(1, 5):
        above = SIZES[level - 1]
        await connection.execute(
            "insert into area (id, election_id, parent_id, code, path, level, name, local_word, "
            "timezone, noken) overriding system value "
            "select $1 + n, 1, p.id, n.code, p.path || '.' || n.code, $2, 'Wilayah ' || n.code, "
            "'', '', false from ("
            "select n, ($2 * 1000000 + n)::text as code, n * $4 / $3 as parent "
            f"from generate_series(0, $3 - 1) n) n join area p on p.id = {_first(level - 1)} + 1 "
            "+ n.parent",
            _first(level) + 1,
            level,
            SIZES[level],
            above,
        )
    await connection.execute(
        "insert into station (id, election_id, kelurahan_id, code, number, voters, special, "
        "active) overriding system value "
        f"select n + 1, 1, {_first(4)} + 1 + n::bigint * {SIZES[4]} / {STATIONS}, "
        "(5000000 + n)::text, n % 10 + 1, 250, false, true "
        f"from generate_series(0, {STATIONS - 1}) n"
    )


async def _contests(connection: asyncpg.Connection, ballot: str) -> None:
    count, level, _ = CONTESTS[ballot]
    choices = [
        {"code": c, "name": f"Pilihan {c}", "short": "", "sex": ""} for c in _choices(ballot)
    ]
    await connection.execute(
        "insert into contest (election_id, ballot, code, name, seats, choices) "
        "select 1, $1, to_char(n, 'FM0000'), 'Dapil ' || n, 7, $2 "
        "from generate_series(1, $3) n",
        ballot,
        json.dumps(choices),
        count,
    )
    await connection.execute(
        f"""
        with recursive below as (
            select a.id, c.id as contest_id from area a
            join contest c on c.ballot = $1
             and c.code = to_char((a.id - {_first(level)} - 1) * {count} / {SIZES[level]} + 1,
                                  'FM0000')
            where a.level = {level}
            union all
            select a.id, b.contest_id from area a join below b on a.parent_id = b.id
        )
        update area a set contests = coalesce(a.contests, '{{}}') || b.contest_id::int
        from below b where b.id = a.id and a.level = 4
        """,
        ballot,
    )


async def _expected(connection: asyncpg.Connection) -> None:
    await connection.execute("""
        with per as (select kelurahan_id, count(*) as n, sum(voters) as voters from station
                     group by 1)
        insert into contest_area (area_id, contest_id, stations, voters)
        select a.id, c.id, sum(per.n), sum(per.voters) from per
        join area k on k.id = per.kelurahan_id
        cross join unnest(k.contests) c (id)
        join area e on e.id = k.parent_id join area b on b.id = e.parent_id
        join area p on p.id = b.parent_id
        cross join unnest(array[k.id, e.id, b.id, p.id, p.parent_id]) a (id)
        group by 1, 2
    """)


async def _reports(connection: asyncpg.Connection, ballot: str) -> None:
    dice = random.Random(ballot)
    width = len(_choices(ballot))
    pool = [[dice.randrange(40) for _ in range(width)] for _ in range(_POOL)]
    await connection.execute("create temp table if not exists pool (n int, votes smallint[])")
    await connection.execute("truncate pool")
    await connection.executemany("insert into pool values ($1, $2)", list(enumerate(pool)))
    await connection.execute(
        "insert into report (person_id, station_id, contest_id, version) "
        "select 1, s.id, c.id, 1 from station s join area k on k.id = s.kelurahan_id "
        "join contest c on c.id = any(k.contests) and c.ballot = $1 order by s.id",
        ballot,
    )
    await connection.execute(
        "insert into revision (report_id, number, votes, valid, invalid, total, detail, findings, "
        "receipt, said_by) select r.id, 1, p.votes, 200, 5, 205, 'full', '[]', 'B' || r.id, 1 "
        "from report r join contest c on c.id = r.contest_id and c.ballot = $1 "
        f"join pool p on p.n = r.id % {_POOL} order by r.id",
        ballot,
    )
    await connection.execute(
        "insert into station_result (station_id, contest_id, kelurahan_id, version, revision_id, "
        "state, evidence, cells) select r.station_id, r.contest_id, s.kelurahan_id, 1, v.id, "
        "case r.id % 3 when 0 then 'confirmed' else 'reported' end, '[]', '[]' "
        "from report r join contest c on c.id = r.contest_id and c.ballot = $1 "
        "join revision v on v.report_id = r.id join station s on s.id = r.station_id",
        ballot,
    )
