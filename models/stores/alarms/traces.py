"""What processes and lines leave behind: starts, and when something last came over a line."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import text

from models.stores.base.database import Transaction

_START = text("""
insert into process_start (name, host, pid, again) values (:name, :host, :pid, :again)
""")
_FORGET = text("""
delete from process_start where at < clock_timestamp() - interval '2 days'
""")
_STARTS = text("""
select name, max(died) as died, max(started) as started from (
    select name, count(*) filter (where again) as died, count(*) as started from process_start
    where at > clock_timestamp() - make_interval(mins => :minutes) group by name, host) s
group by name
""")
_ALL = text("select name, count(*) as starts from process_start group by name order by name")
_HEAR = text("""
insert into line_heard (channel, account, at)
select channel, account, max(received_at) from inbox
where received_at > (select greatest(coalesce(max(at), '-infinity'),
                                     clock_timestamp() - interval '1 hour') from line_heard)
group by channel, account
on conflict (channel, account) do update set at = greatest(line_heard.at, excluded.at)
""")
_HEARD = text("select channel, account, at from line_heard order by channel, account")


async def started(tx: Transaction, name: str, host: str, pid: int, *, again: bool) -> None:
    """A process began; `again`: the one before it had died. Starts of days ago are forgotten."""
    await tx.execute(_FORGET)
    await tx.execute(_START, {"name": name, "host": host, "pid": pid, "again": again})


async def restarts(tx: Transaction, minutes: int) -> tuple[dict[str, int], dict[str, int]]:
    """Within so many minutes, by process: most deaths and most starts on one machine."""
    rows = (await tx.execute(_STARTS, {"minutes": minutes})).all()
    return {row.name: row.died for row in rows}, {row.name: row.started for row in rows}


async def starts(tx: Transaction) -> dict[str, int]:
    """Starts within two days, by process."""
    return {row.name: row.starts for row in await tx.execute(_ALL)}


async def hear(tx: Transaction) -> Mapping[tuple[str, str], datetime]:
    """When something last came over each line (channel, account) that ever heard anything.

    What came since the last look is read by its hour, of an hour at most.
    """
    await tx.execute(_HEAR)
    return await heard(tx)


async def heard(tx: Transaction) -> Mapping[tuple[str, str], datetime]:
    """The same as the last look left it."""
    return {(row.channel, row.account): row.at for row in await tx.execute(_HEARD)}
