"""The statements of the rebuild: count into `fresh`, sum upward, list what is `wrong`."""

from functools import lru_cache

from sqlalchemy import TextClause, text

from models.stores.recap.fold_sql import COUNTS, recounted, summed

KELURAHAN = 4
_COLUMNS = ", ".join(COUNTS)

PREPARE = (
    "set local work_mem = '512MB'",
    "drop table if exists fresh, wrong",
    """create temp table wrong (area_id int, contest_id int, trust smallint,
    counted int[], stored int[], counted_counts int[], stored_counts int[]) on commit drop""",
)

CONTESTS = text("""
select id, jsonb_array_length(choices) as width from contest
where election_id = :election and ballot = :ballot order by id
""")


def count(width: int, contests: list[int]) -> str:
    """Count the kelurahan of the contests into `fresh`; one that is marked stays as it is stored.

    The ids stand in the text: only so PostgreSQL may use several workers for it.
    """
    source = """station_result r
            left join (select distinct kelurahan_id, contest_id from recap_dirty) m
            using (kelurahan_id, contest_id)"""
    ids = f"array[{', '.join(str(int(id_)) for id_ in contests)}]::int[]"
    where = f"r.contest_id = any({ids}) and m.contest_id is null"
    return f"""
create temp table fresh on commit drop as
with w as materialized (
    select id as contest_id, jsonb_array_length(choices) as width from contest
    where id = any({ids})
), counted as ({recounted(width, source, where)}
)
select kelurahan_id as area_id, contest_id, trust, {KELURAHAN}::smallint as level,
       votes[1:width] as votes, {_COLUMNS} from counted join w using (contest_id)
union all
select area_id, contest_id, trust, {KELURAHAN}, votes, {_COLUMNS} from recap
where contest_id = any({ids})
  and (area_id, contest_id) in (select kelurahan_id, contest_id from recap_dirty)
"""


@lru_cache(maxsize=64)
def above(width: int) -> TextClause:
    """Sum the areas of level :below into those above them."""
    sums = ", ".join(f"sum(f.{name})" for name in COUNTS)
    return text(f"""
insert into fresh
select a.parent_id, f.contest_id, f.trust, cast(:below as int) - 1,
       {summed(width, "f.votes")}, {sums}
from fresh f join area a on a.id = f.area_id
where f.level = :below and a.parent_id is not null
group by a.parent_id, f.contest_id, f.trust
""")


def _zeroed(votes: str) -> str:
    """An array as long as the contest's choices, with 0 where nothing was given."""
    lacking = f"greatest(c.width - coalesce(cardinality({votes}), 0), 0)"
    return (
        f"array_replace(({votes} || array_fill(null::int, array[{lacking}]))[1:c.width], null, 0)"
    )


def _counts(table: str) -> str:
    return ", ".join(f"coalesce({table}.{name}, 0)" for name in COUNTS)


WRONG = text(f"""
with c as materialized (
    select id as contest_id, jsonb_array_length(choices) as width from contest
    where election_id = :election and ballot = :ballot
), stored as (select r.* from recap r join c using (contest_id))
insert into wrong
select area_id, contest_id, trust, {_zeroed("f.votes")}, {_zeroed("o.votes")},
       array[{_counts("f")}], array[{_counts("o")}]
from fresh f full join stored o using (area_id, contest_id, trust) join c using (contest_id)
where ({_counts("f")}) <> ({_counts("o")})
   or f.votes is distinct from o.votes and {_zeroed("f.votes")} <> {_zeroed("o.votes")}
""")

SHOWN = text("""
select a.code as area, c.code as contest, c.choices, w.* from wrong w
join area a on a.id = w.area_id join contest c on c.id = w.contest_id
order by a.level desc, a.code, c.code, w.trust limit :most
""")

CORRECT = (
    """delete from recap r using wrong w
    where (r.area_id, r.contest_id, r.trust) = (w.area_id, w.contest_id, w.trust)""",
    f"""insert into recap (area_id, contest_id, trust, votes, {_COLUMNS})
    select f.area_id, f.contest_id, f.trust, f.votes[1:cardinality(w.counted)],
           {", ".join(f"f.{name}" for name in COUNTS)}
    from fresh f join wrong w using (area_id, contest_id, trust)""",
    """update recap r set updated_at = clock_timestamp()
    from wrong w join area a on a.id = w.area_id
    where (r.area_id, r.contest_id, r.trust) = (a.parent_id, w.contest_id, w.trust)""",
    "update recap_change set number = number + 1",
)
