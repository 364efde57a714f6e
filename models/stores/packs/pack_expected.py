"""How many stations and voters are expected per area and contest, from the stations upward."""

from sqlalchemy import text

from models.packs.areas import KELURAHAN
from models.stores.base.database import Transaction
from models.stores.packs.pack_merge import Change

# Stations whose own contests differ count in those, all others in their kelurahan's.
_KELURAHAN = """
create temp table pack_expected on commit drop as
with counted as (
    select kelurahan_id, contests, count(*) as stations, coalesce(sum(voters), 0) as voters
    from station where election_id = :election and active group by kelurahan_id, contests
)
select a.id as area_id, c.contest_id, a.parent_id, a.level,
       sum(s.stations)::int as stations, sum(s.voters)::int as voters
from counted s join area a on a.id = s.kelurahan_id
cross join lateral unnest(coalesce(s.contests, a.contests)) as c (contest_id)
group by a.id, c.contest_id, a.parent_id, a.level
"""
_ABOVE = """
insert into pack_expected
select a.id, e.contest_id, a.parent_id, a.level, sum(e.stations), sum(e.voters)
from pack_expected e join area a on a.id = e.parent_id
where e.level = :below group by a.id, e.contest_id, a.parent_id, a.level
"""
_OURS = "t.area_id in (select id from area where election_id = :election)"


async def refresh_expected(tx: Transaction, election: int) -> Change:
    """Bring contest_area up to date with the active stations, from kelurahan to nation."""
    await tx.execute(text("drop table if exists pack_expected"))
    await tx.execute(text(_KELURAHAN), {"election": election})
    for below in range(KELURAHAN, 0, -1):
        await tx.execute(text(_ABOVE), {"below": below})
    await tx.execute(text("analyze pack_expected"))
    same = "t.area_id = p.area_id and t.contest_id = p.contest_id"
    removed = await tx.execute(
        text(
            f"delete from contest_area t where {_OURS}"
            f" and not exists (select from pack_expected p where {same})"
        ),
        {"election": election},
    )
    changed = await tx.execute(
        text(
            "update contest_area t set stations = p.stations, voters = p.voters"
            f" from pack_expected p where {same}"
            " and (t.stations, t.voters) is distinct from (p.stations, p.voters)"
        )
    )
    added = await tx.execute(
        text(
            "insert into contest_area (area_id, contest_id, stations, voters)"
            " select p.area_id, p.contest_id, p.stations, p.voters from pack_expected p"
            f" where not exists (select from contest_area t where {same})"
        )
    )
    return Change(added.rowcount, changed.rowcount, removed.rowcount)
