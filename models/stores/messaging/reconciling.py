"""What providers say they brought and delivered, against what is stored here."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from models.stores.base.database import Transaction
from models.tables.message import DONE, PENDING

_RENUMBERED = 1_000_000
"""A step in Telegram's numbers as wide as this is a new beginning after a silent week, at random
(core.telegram.org/bots/api#update); a narrower one is updates that are not here."""
_GAPS = text(f"""
with numbered as (
    select distinct account, position from inbox where channel = 'telegram' and position > 0
), steps as (
    select account, position,
           lead(position) over (partition by account order by position) - position - 1 as missing
    from numbered
)
select account, count(*) as have,
       coalesce(sum(missing) filter (where gap), 0)::bigint as missing,
       min(position) filter (where gap) as after
from (select *, missing between 1 and {_RENUMBERED} as gap from steps) s
group by account order by account
""")
_ODD = text("""
select account, count(*) as events from event where channel = 'telegram' and reason is not null
group by account
""")
_OUT = text(f"""
select channel, account, count(*) as sent,
       count(delivery) filter (where delivery <> 'failed') as told,
       count(*) filter (where delivery = 'failed') as failed
from outbox where state = {DONE} and provider_id is not null group by 1, 2 order by 1, 2
""")
_ARRIVED = text("""
select given.id, i.state from unnest(cast(:ids as text[])) as given (id)
left join inbox i on i.channel = :channel and i.account = :account
  and (i.external_id = given.id  -- or with a mark behind a slash, which comes before "0"
       or (i.external_id > given.id || '/' and i.external_id < given.id || '0'))
""")


@dataclass(frozen=True, slots=True)
class Numbers:
    """One bot's updates by their numbers: how many there are and lack; `after`: the first gap.

    `odd`: events without messages, whose numbers are unknown: they explain so many gaps.
    """

    account: str
    have: int
    missing: int
    after: int | None
    odd: int = 0

    @property
    def unexplained(self) -> int:
        """Numbers that are nowhere."""
        return max(self.missing - self.odd, 0)


@dataclass(frozen=True, slots=True)
class Told:
    """Messages that went out by one line: sent, reported on by the provider, failed."""

    channel: str
    account: str
    sent: int
    told: int
    failed: int


async def telegram_numbers(tx: Transaction) -> list[Numbers]:
    """Gaps in the numbers of every bot's updates: Telegram counts them one by one."""
    odd: dict[str, int] = {row.account: row.events for row in await tx.execute(_ODD)}
    rows = await tx.execute(_GAPS)
    return [
        Numbers(r.account, r.have, int(r.missing), r.after, odd.get(r.account, 0)) for r in rows
    ]


async def told(tx: Transaction) -> list[Told]:
    """What providers reported of what we sent; Telegram reports nothing."""
    return [Told(*row) for row in await tx.execute(_OUT)]


async def arrived(
    tx: Transaction, channel: str, account: str, ids: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Of what a provider says it brought: what is not here, and what waits to be handled."""
    asked = {"channel": channel, "account": account, "ids": list(ids)}
    rows = (await tx.execute(_ARRIVED, asked)).all()
    missing = [row.id for row in rows if row.state is None]
    return missing, [row.id for row in rows if row.state == PENDING]
