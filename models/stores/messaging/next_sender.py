"""Who is served next: looked for and locked in one statement, by any number of processes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import RowMapping, text

from models.stores.base.database import Transaction
from models.stores.messaging.inbox import Contact, Sender, claim
from models.tables.message import PENDING

WINDOW = 256
"""Messages of an account, and as many of strangers to it, among which is looked for the next."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A sender whom this transaction serves, with the contact locked."""

    sender: Sender
    contact: Contact
    stranger: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a look found; `crowded`: more messages wait than it sees, so that it may have missed
    somebody (see `claim_first`); `in_hand`: it saw messages, all of people who are served now."""

    claimed: Claimed | None
    crowded: bool
    in_hand: bool = False


def _lock_first(candidates: str) -> str:
    """The contact of the first of these senders whom nobody serves now, locked; or a new sender.

    A sender without a contact is locked by name: two who meet it do not wait for each other.
    """
    name = "hashtextextended(concat_ws('/', o.channel, o.account, o.sender), 0)"
    same = "k.channel = o.channel and k.account = o.account and k.sender = o.sender"
    return f"""
select o.channel as of_channel, o.account as of_account, o.sender as of_sender,
       o.stranger as of_stranger, c.*
from ({candidates}) o
left join lateral (select * from contact k where {same} for update skip locked) c on true
where c.id is not null
   or (not exists (select from contact k where {same}) and pg_try_advisory_xact_lock({name}))
limit 1
"""


_SENDERS = """
    select channel, account, sender, bool_and(stranger) as stranger from looked
    where (channel, account, sender) not in (
        select * from unnest(cast(:rest_channels as text[]), cast(:rest_accounts as text[]),
                             cast(:rest_senders as text[])))
    group by channel, account, sender
    order by bool_and(stranger) = :known_first, min(id)"""
_OLDEST = text(f"""
with looked as materialized (
    select a.channel, a.account, kind.stranger, i.id, i.sender
    from unnest(cast(:channels as text[]), cast(:accounts as text[])) a (channel, account)
    cross join unnest(cast(:kinds as boolean[])) kind (stranger)
    cross join lateral (
        select id, sender from inbox
        where state = {PENDING} and channel = a.channel and account = a.account
          and stranger = kind.stranger
        order by id limit {WINDOW}) i
), waiting as materialized ({_SENDERS}
), chosen as ({_lock_first("select * from waiting")}
)
select (select count(*) from looked) >= {WINDOW} as of_crowded,
       exists (select from waiting) as of_waiting, chosen.*
from (values (1)) always left join chosen on true
""")
_NAMED = text(
    _lock_first(
        "select * from unnest(cast(:channels as text[]), cast(:accounts as text[]),"
        " cast(:senders as text[]), cast(:strangers as boolean[]))"
        " n (channel, account, sender, stranger)"
    )
)


async def claim_oldest(
    tx: Transaction,
    accounts: Sequence[tuple[str, str]],
    resting: Sequence[Sender],
    language: str,
    order: Sequence[bool] = (True, False),
) -> Found:
    """Of the senders to these accounts whom nobody serves, who waits longest, locked.

    `order`: whom to look for, first to last: True those we know, False strangers. One statement
    looks and locks, so that any number of processes take different ones.
    """
    values: dict[str, object] = {"kinds": [not known for known in order], "known_first": order[0]}
    values |= {"channels": [c for c, _ in accounts], "accounts": [a for _, a in accounts]}
    values |= {
        "rest_channels": [one.channel for one in resting],
        "rest_accounts": [one.account for one in resting],
        "rest_senders": [one.sender for one in resting],
    }
    row = (await tx.execute(_OLDEST, values)).mappings().one()
    claimed = await _locked(tx, row, language)
    return Found(claimed, row["of_crowded"], row["of_waiting"] and claimed is None)


async def claim_first(
    tx: Transaction, senders: Sequence[tuple[Sender, bool]], language: str
) -> Claimed | None:
    """The first of these (and whether strangers) whom nobody serves now; None: all are served."""
    named = [sender for sender, _ in senders]
    columns = list(zip(*named, strict=True)) or [(), (), ()]
    values = dict(zip(("channels", "accounts", "senders"), map(list, columns), strict=True))
    values["strangers"] = [stranger for _, stranger in senders]
    row = (await tx.execute(_NAMED, values)).mappings().first()
    return None if row is None else await _locked(tx, row, language)


async def _locked(tx: Transaction, row: RowMapping, language: str) -> Claimed | None:
    if row["of_sender"] is None:
        return None
    sender = Sender(row["of_channel"], row["of_account"], row["of_sender"])
    if row["id"] is not None:
        found = {name: value for name, value in row.items() if not name.startswith("of_")}
        return Claimed(sender, cast(Contact, found), row["of_stranger"])
    met = await claim(tx, sender, language)
    return None if met is None else Claimed(sender, met, row["of_stranger"])
