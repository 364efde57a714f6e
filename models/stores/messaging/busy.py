"""How busy one of our bots or numbers is: who wrote to it, what it sent and has to send."""

from sqlalchemy import text

from models.stores.base.database import Transaction
from models.tables.message import DONE, PENDING, SET_ASIDE

_COUNTS = text(f"""
select (select count(*) from contact
        where channel = :channel and account = :account and sender <> 'statuses') as people,
       count(*) filter (where state = {PENDING}) as waiting,
       count(*) filter (where state = {DONE}) as sent,
       count(*) filter (where state = {SET_ASIDE}) as given_up
from outbox where channel = :channel and account = :account
""")


async def of_account(tx: Transaction, channel: str, account: str) -> tuple[int, int, int, int]:
    """People, and messages waiting, sent and given up."""
    named = {"channel": channel, "account": account}
    row = (await tx.execute(_COUNTS, named)).one()
    return row.people, row.waiting, row.sent, row.given_up
