"""Leases: rows that elect the one process for a duty; nothing is held outside the database."""

from sqlalchemy import text

from models.stores.base.database import Transaction

_RENEW = text("""
with mine as (
    select name from lease
    where name = :name and (owner = :owner or until < clock_timestamp()
        or until > clock_timestamp() + make_interval(secs => :seconds + 1))
    for update skip locked
)
update lease set owner = :owner, until = clock_timestamp() + make_interval(secs => :seconds)
from mine where lease.name = mine.name
returning lease.name
""")

_FIRST = text("""
insert into lease (name, owner, until)
select cast(:name as varchar), :owner, clock_timestamp() + make_interval(secs => :seconds)
where not exists (select from lease where name = cast(:name as varchar))
on conflict (name) do nothing
returning name
""")

_SEIZE = text("""
insert into lease (name, owner, until)
values (:name, :owner, clock_timestamp() + make_interval(secs => :seconds))
on conflict (name) do update set owner = excluded.owner, until = excluded.until
""")

_GIVE_BACK = text(
    "update lease set until = clock_timestamp() where name = :name and owner = :owner"
)


async def take(tx: Transaction, name: str, owner: str, seconds: float) -> bool:
    """Take or renew the duty `name` for so many seconds; False when somebody else has it.

    The row stays locked until the transaction ends: what is done in it under the lease is done
    by one alone, even when the lease runs out meanwhile. One that runs further ahead than it is
    ever taken for was written before the machine's clock was set back: it has ended.
    """
    values = {"name": name, "owner": owner, "seconds": seconds}
    if await tx.scalar(_RENEW, values) is not None:
        return True
    return await tx.scalar(_FIRST, values) is not None


async def seize(tx: Transaction, name: str, owner: str, seconds: float) -> None:
    """Take the duty from whoever has it, as soon as their transaction ends.

    Only for duties that are done wholly in transactions which hold the lease's row (the folder's,
    the linker's): their owner finds the lease taken, and waits until it is given back.
    """
    await tx.execute(_SEIZE, {"name": name, "owner": owner, "seconds": seconds})


async def give_back(tx: Transaction, name: str, owner: str) -> None:
    """Let the next one have the duty at once, as at a clean stop."""
    await tx.execute(_GIVE_BACK, {"name": name, "owner": owner})
