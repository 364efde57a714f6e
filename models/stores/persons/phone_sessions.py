"""Browsers that are personal phones: opened by a link, looked up, listed, ended."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from models.stores.base.database import Transaction
from models.stores.persons.phone_links import Link

DAYS = 60
"""How long a browser stays a person's phone: from the training to the recap above the stations."""

_OPEN = text(f"""
insert into phone_session (link_id, token_hash, browser, expires_at)
values (:link, :hash, :browser, clock_timestamp() + interval '{DAYS} days') returning id
""")
_LIVES = "s.expires_at > clock_timestamp()"
_FOUND = text(f"""
select s.id, s.seen_at < clock_timestamp() - interval '10 minutes' as old, l.id as link_id,
       l.contact_sender, l.person_id, n.name, n.language, l.token_hash, l.code_hash, l.tries,
       l.tried_at, l.opened_at, now() as now
from phone_session s join phone_link l on l.id = s.link_id
join person n on n.id = l.person_id and n.active
where s.token_hash = :hash and {_LIVES}
""")
_SEEN = text("update phone_session set seen_at = clock_timestamp() where id = :id")
_LIST = text(f"""
select s.browser, s.created_at, s.seen_at, s.expires_at
from phone_session s join phone_link l on l.id = s.link_id
where l.person_id = :person and {_LIVES} order by s.id desc
""")
_END = text("""
delete from phone_session s using phone_link l
where l.id = s.link_id and l.person_id = :person
  and (cast(:hash as bytea) is null or s.token_hash = :hash) returning s.id
""")


@dataclass(frozen=True, slots=True)
class Listed:
    """A browser that is a person's phone."""

    browser: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


def fresh_cookie() -> str:
    """The value of a cookie, which is kept nowhere."""
    return secrets.token_urlsafe(32)


async def open_one(tx: Transaction, link_id: int, cookie_hash: bytes, browser: str) -> int:
    """The browser is the person's phone from now on; the session's number."""
    given = {"link": link_id, "hash": cookie_hash, "browser": browser[:60]}
    return int(await tx.scalar(_OPEN, given) or 0)


async def found(tx: Transaction, cookie_hash: bytes) -> Link | None:
    """Whose cookie this is; None: unknown, over, ended, or of somebody removed."""
    row = (await tx.execute(_FOUND, {"hash": cookie_hash})).one_or_none()
    if row is None:
        return None
    if row.old:
        await tx.execute(_SEEN, {"id": row.id})
    return Link(*tuple(row)[2:])


async def listed(tx: Transaction, person_id: int) -> list[Listed]:
    """The browsers that are this person's phone."""
    return [Listed(*row) for row in await tx.execute(_LIST, {"person": person_id})]


async def end(tx: Transaction, person_id: int, cookie_hash: bytes | None = None) -> int:
    """End one browser of a person, or all of them; how many ended."""
    return len((await tx.execute(_END, {"person": person_id, "hash": cookie_hash})).all())
