"""Inbox, reports, photos, outbox and recap against each other: laws that hold at every moment."""

from dataclasses import dataclass

from sqlalchemy import text

from models.stores.base.database import Transaction
from models.tables.message import DONE, PENDING, SET_ASIDE

_MADE = ("revision", "check_in", "photo", "decision", "vote_version")
"""Tables whose rows say which message they come from."""


@dataclass(frozen=True, slots=True)
class Law:
    """What holds; `rows` is SQL of what it is about, `wrong` says which of them break it.

    `rows` names each row `t`; its `key` is told of one that breaks the law.
    """

    says: str
    rows: str
    wrong: str


def _source(table: str) -> Law:
    """A row that names a message is there because that message was handled."""
    handled = f"select from inbox i where i.id = t.inbox_id and i.state in ({DONE}, {SET_ASIDE})"
    key = "t.station_id::text" if table == "vote_version" else "t.id::text"
    rows = f"select {key} as key, t.inbox_id from {table} t where t.inbox_id is not null"
    return Law(f"every {table} leads to a handled message", rows, f"not exists ({handled})")


def _once(says: str, table: str, by: str) -> Law:
    """No two rows alike: one message has its effect once."""
    rows = f"""select min(t.id)::text as key, count(*) as times from {table} t
        where t.inbox_id is not null group by {by}"""
    return Law(says, rows, "times > 1")


LAWS = (
    Law(
        "every event that was acknowledged has its messages, or the reason why it has none",
        "select t.id::text as key, t.id as event, t.reason from event t",
        "reason is null and not exists (select from inbox i where i.event_id = t.event)",
    ),
    Law(
        "every message is of an event that is kept",
        "select t.id::text as key, t.event_id from inbox t",
        "not exists (select from event e where e.id = t.event_id)",
    ),
    Law(
        "a message that was handled says when, one that was set aside says why",
        f"select t.id::text as key, t.* from inbox t where t.state <> {PENDING}",
        f"handled_at is null or (state = {SET_ASIDE} and reason is null)",
    ),
    *(_source(table) for table in _MADE),
    _once("no message reported a ballot twice", "revision", "t.inbox_id, t.report_id"),
    _once("no message checked in twice", "check_in", "t.inbox_id"),
    _once("no message's file is kept twice", "photo", "t.inbox_id, t.sha256, t.station_id"),
    Law(
        "revisions of a report are numbered without a gap",
        """select t.report_id::text as key, count(*) as count, max(t.number) as last
        from revision t group by t.report_id""",
        "count <> last",
    ),
    Law(
        "every report has numbers",
        "select t.id::text as key, t.id as report from report t",
        "not exists (select from revision v where v.report_id = t.report)",
    ),
    Law(
        "what counts at a station is of that station and contest",
        """select t.station_id || '/' || t.contest_id as key, t.*, r.station_id as there,
                  r.contest_id as what
        from station_result t left join revision v on v.id = t.revision_id
        left join report r on r.id = v.report_id""",
        "there is distinct from station_id or what is distinct from contest_id",
    ),
    Law(
        "an answer that went says when, one that was given up says why",
        f"select t.id::text as key, t.* from outbox t where t.state <> {PENDING}",
        f"(state = {DONE} and sent_at is null) or (state = {SET_ASIDE} and error is null)",
    ),
    Law(
        "an answer was written with the message that it answers",
        """select t.id::text as key, i.state as handled from outbox t
        left join inbox i on i.id = t.inbox_id where t.inbox_id is not null""",
        f"handled is distinct from {DONE} and handled is distinct from {SET_ASIDE}",
    ),
    Law(
        "every file that is still to come is of a message",
        "select t.inbox_id::text as key, t.inbox_id from file_fetch t",
        "not exists (select from inbox i where i.id = t.inbox_id)",
    ),
    Law(
        "every kelurahan can be folded",
        "select t.id::text as key, t.reason from recap_dirty t",
        "reason is not null",
    ),
    Law(
        "the seal follows within two minutes",
        "select t.id::text as key, t.at from audit_entry t where t.block is null",
        "at < clock_timestamp() - interval '2 minutes'",
    ),
)


@dataclass(frozen=True, slots=True)
class Held:
    """How a law does: how many rows it is about, how many break it, and one that does."""

    law: str
    rows: int
    wrong: int
    example: str | None


async def check(tx: Transaction) -> list[Held]:
    """Every law, as of this transaction."""
    found = []
    for law in LAWS:
        query = f"""with t as ({law.rows}), wrong as (select key from t where {law.wrong})
            select (select count(*) from t), count(*), min(key) from wrong"""
        rows, wrong, example = (await tx.execute(text(query))).one()
        found.append(Held(law.says, rows, wrong, example))
    return found


_WAITING = text(f"""
select (select count(*) from inbox where state = {PENDING}),
       (select count(*) from outbox where state = {PENDING}),
       (select count(*) from notice where state = {PENDING}),
       (select count(*) from file_fetch where state = {PENDING}),
       (select count(*) from photo where state in ('waiting', 'read')),
       (select count(*) from recap_dirty where reason is null)
""")
QUEUES = ("messages", "answers", "notices", "files", "photos", "kelurahan")
"""What may wait, in the order of `waiting`."""


async def waiting(tx: Transaction) -> dict[str, int]:
    """What is on its way: no inconsistency, and not at its end yet."""
    return dict(zip(QUEUES, (await tx.execute(_WAITING)).one(), strict=True))
