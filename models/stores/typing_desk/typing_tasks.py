"""Ballots of which only photos came: queued, lent to one operator (penginput) at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, delete, text
from sqlmodel import col

from models.stores.base.database import Transaction
from models.stores.base.placed import PLACED, PlacedStation
from models.tables import UntypedBallotRow

LEASE = timedelta(minutes=30)
"""How long a ballot is an operator's; every report of it begins the time anew."""
QUIET = timedelta(minutes=10)
"""After the last photo a witness has so long to type before somebody else does."""

_VERSION = """greatest(
    coalesce((select max(n.version) from vote_version n
              where n.station_id = {0}.station_id and n.contest_id = {0}.contest_id), 1),
    coalesce((select max(n.version) from report n
              where n.station_id = {0}.station_id and n.contest_id = {0}.contest_id), 1))"""
_QUEUE = text("""
insert into untyped_ballot (station_id, contest_id)
select :station, :contest where not exists (
    select from report r
    where r.station_id = :station and r.contest_id = :contest and r.kind = 'witness'
      and r.withdrawn_at is null and r.version >= coalesce((
          select max(n.version) from vote_version n
          where n.station_id = :station and n.contest_id = :contest), 1))
on conflict (station_id, contest_id) do update set last_at = clock_timestamp()
""")
_FORGET = delete(UntypedBallotRow).where(
    col(UntypedBallotRow.station_id) == bindparam("station"),
    col(UntypedBallotRow.contest_id) == bindparam("contest"),
)
_FINISH = text("""
update typing_task t set done_at = clock_timestamp()
where t.person_id = :person and t.done_at is null and (t.until <= clock_timestamp() or exists (
    select from report r
    where r.station_id = t.station_id and r.contest_id = t.contest_id and r.version = t.version
      and r.person_id = t.person_id and r.kind = 'typed'))
""")
_MINE = f"""
select {PLACED}, t.id, t.contest_id, t.version
from typing_task t join station s on s.id = t.station_id join area k on k.id = s.kelurahan_id
where t.person_id = :person and t.done_at is null and t.until > clock_timestamp()
  and s.election_id = :election
"""
_TASKS = text(f"{_MINE} order by t.id")
_NEXT = text(f"""
select u.station_id, u.contest_id, {_VERSION.format("u")} as version
from untyped_ballot u
join station s on s.id = u.station_id and s.active
join area k on k.id = s.kelurahan_id
where s.election_id = :election
  and u.last_at < clock_timestamp() - make_interval(secs => :quiet)
  and exists (select from unnest(cast(:paths as text[])) p (path)
              where p.path = '' or k.path = p.path or starts_with(k.path, p.path || '.'))
  and not exists (select from report r
                  where r.station_id = u.station_id and r.contest_id = u.contest_id
                    and r.person_id = :person and r.version = {_VERSION.format("u")})
  and not exists (select from mandate m
                  where m.station_id = u.station_id and m.person_id = :person and m.active)
  and not u.contest_id = any(cast(:barred as int[]))
  and exists (select from photo p
              where p.station_id = u.station_id and p.contest_id = u.contest_id
                and not exists (select from mandate m where m.person_id = p.person_id
                                and m.station_id = p.station_id having bool_and(m.waits)))
  and not exists (select from typing_task t
                  where t.station_id = u.station_id and t.contest_id = u.contest_id
                    and t.done_at is null and t.until > clock_timestamp()
                    and not exists (select from report r
                        where r.station_id = t.station_id and r.contest_id = t.contest_id
                          and r.version = t.version and r.person_id = t.person_id))
order by u.since limit 1 for update of u skip locked
""")
# The ballot's row is locked; who was lent it in between is seen by a statement of its own alone.
_LEND = text("""
insert into typing_task (station_id, contest_id, version, person_id, until)
select :station, :contest, :version, :person, clock_timestamp() + make_interval(secs => :lease)
where not exists (
    select from typing_task t
    where t.station_id = :station and t.contest_id = :contest and t.version = :version
      and t.done_at is null and t.until > clock_timestamp()
      and not exists (select from report r
          where r.station_id = t.station_id and r.contest_id = t.contest_id
            and r.version = t.version and r.person_id = t.person_id))
returning id
""")
_RENEW = text("""
update typing_task set until = clock_timestamp() + make_interval(secs => :lease)
where id = :id and person_id = :person and done_at is null and until > clock_timestamp()
returning station_id, contest_id
""")
_PHOTOS = text("""
select p.station_id, p.contest_id, p.path from photo p
where p.station_id = any(:stations) and p.purpose = 'form' and p.contest_id is not null
  and not exists (select from vote_version n
                  where n.station_id = p.station_id and n.contest_id = p.contest_id
                    and n.opened_at > p.received_at)
order by p.page nulls last, p.id
""")


@dataclass(frozen=True, slots=True)
class Lent:
    """A ballot that an operator has now."""

    station_id: int
    contest_id: int


@dataclass(frozen=True, slots=True)
class Task(PlacedStation):
    """What an operator has at hand."""

    id: int
    contest_id: int
    version: int


@dataclass(frozen=True, slots=True)
class TypedPhoto:
    """A page to type from."""

    station_id: int
    contest_id: int
    path: str


async def queue(tx: Transaction, station_id: int, contest_id: int) -> None:
    """A photo came: the ballot waits to be typed, unless a witness typed it already."""
    await tx.execute(_QUEUE, {"station": station_id, "contest": contest_id})


async def forget(tx: Transaction, station_id: int, contest_id: int) -> None:
    """The photos are of an old vote."""
    await tx.execute(_FORGET, {"station": station_id, "contest": contest_id})


async def lend(
    tx: Transaction,
    election_id: int,
    paths: Sequence[str],
    person_id: int,
    quiet: timedelta = QUIET,
    barred: Sequence[int] = (),
) -> Lent | None:
    """The operator's ballot at hand, else the one that waits longest and nobody has; or None.

    What was typed of the last one is its end. Nobody gets a ballot that they typed themselves, or
    of a station that they are a witness of, or of a contest that is `barred` to them.
    """
    me = {"person": person_id, "election": election_id}
    await tx.execute(_FINISH, {"person": person_id})
    mine = (await tx.execute(_TASKS, me)).first()
    if mine is not None:
        return Lent(mine.station_id, mine.contest_id)
    named = {**me, "paths": list(paths), "quiet": quiet.total_seconds(), "barred": list(barred)}
    while (row := (await tx.execute(_NEXT, named)).first()) is not None:
        place = {"station": row.station_id, "contest": row.contest_id, "version": row.version}
        lease = {"person": person_id, "lease": LEASE.total_seconds()}
        if await tx.scalar(_LEND, {**place, **lease}) is not None:
            return Lent(row.station_id, row.contest_id)
    return None


async def renew(tx: Transaction, task_id: int, person_id: int) -> Lent | None:
    """The ballot of a task that is still this person's, with its time begun anew; else None."""
    values = {"id": task_id, "person": person_id, "lease": LEASE.total_seconds()}
    row = (await tx.execute(_RENEW, values)).first()
    return None if row is None else Lent(row.station_id, row.contest_id)


async def tasks_of(tx: Transaction, election_id: int, person_id: int) -> list[Task]:
    """What an operator has at hand, with the station and the names around it."""
    named = {"person": person_id, "election": election_id}
    return [Task(*row) for row in await tx.execute(_TASKS, named)]


async def photos(tx: Transaction, stations: Sequence[int]) -> list[TypedPhoto]:
    """The form photos of the latest votes of these stations, page by page."""
    rows = await tx.execute(_PHOTOS, {"stations": list(stations)})
    return [TypedPhoto(*row) for row in rows]
