"""Who is served next: looked for and locked in one statement, by any number of processes."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import CursorResult, text

from models.stores.base.database import Transaction
from models.stores.messaging.inbox import KNOWN, Contact, Sender, claim
from models.tables.message import PENDING

WINDOW = 256
"""Messages among which the senders that wait longest are looked for."""


def _lock_first(candidates: str) -> str:
    """The contact of the first of these senders whom nobody serves now, locked; or a new sender.

    A sender without a contact is locked by name: two who meet it do not wait for each other.
    """
    name = "hashtextextended(concat_ws('/', o.channel, o.account, o.sender), 0)"
    same = "k.channel = o.channel and k.account = o.account and k.sender = o.sender"
    return f"""
select o.channel as of_channel, o.account as of_account, o.sender as of_sender, c.*
from ({candidates}) o
left join lateral (select * from contact k where {same} for update skip locked) c on true
where c.id is not null
   or (not exists (select from contact k where {same}) and pg_try_advisory_xact_lock({name}))
limit 1
"""


_OLDEST = text(
    _lock_first(
        f"""
    select channel, account, sender, min(id) as first from (
        select i.id, i.channel, i.account, i.sender from (
            select id, channel, account, sender from inbox where state = {PENDING}
            order by id limit {WINDOW}) i
        where (cast(:known as bool) is null or :known = {KNOWN.format("i")})
          and (i.channel, i.account) in (select * from unnest(cast(:channels as text[]),
                                                              cast(:accounts as text[])))
          and (i.channel, i.account, i.sender) not in (
              select * from unnest(cast(:rest_channels as text[]), cast(:rest_accounts as text[]),
                                   cast(:rest_senders as text[])))
    ) w
    group by channel, account, sender order by first"""
    )
)
_NAMED = text(
    _lock_first(
        "select * from unnest(cast(:channels as text[]), cast(:accounts as text[]),"
        " cast(:senders as text[])) n (channel, account, sender)"
    )
)


async def claim_oldest(
    tx: Transaction,
    accounts: Sequence[tuple[str, str]],
    resting: Sequence[Sender],
    language: str,
    *,
    known: bool | None = None,
) -> tuple[Sender, Contact] | None:
    """Of the senders to these accounts whom nobody serves, who waits longest; locked, or None.

    One statement looks and locks, so that any number of processes take different ones. It sees the
    WINDOW messages that wait longest: where all of those are being served, see `claim_first`.
    """
    values: dict[str, object] = {"known": known}
    values |= {"channels": [c for c, _ in accounts], "accounts": [a for _, a in accounts]}
    values |= {
        "rest_channels": [one.channel for one in resting],
        "rest_accounts": [one.account for one in resting],
        "rest_senders": [one.sender for one in resting],
    }
    return await _locked(tx, await tx.execute(_OLDEST, values), language)


async def claim_first(
    tx: Transaction, senders: Sequence[Sender], language: str
) -> tuple[Sender, Contact] | None:
    """The first of these whom nobody serves now, locked; None when all are served."""
    columns = list(zip(*senders, strict=True)) or [(), (), ()]
    values = dict(zip(("channels", "accounts", "senders"), map(list, columns), strict=True))
    return await _locked(tx, await tx.execute(_NAMED, values), language)


async def _locked(
    tx: Transaction, found: CursorResult[tuple[object, ...]], language: str
) -> tuple[Sender, Contact] | None:
    row = found.mappings().first()
    if row is None:
        return None
    sender = Sender(row["of_channel"], row["of_account"], row["of_sender"])
    if row["id"] is not None:
        found_row = {name: value for name, value in row.items() if not name.startswith("of_")}
        return sender, cast(Contact, found_row)
    met = await claim(tx, sender, language)
    return None if met is None else (sender, met)
