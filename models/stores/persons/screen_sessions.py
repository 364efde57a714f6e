"""Browsers that are in the war room: opened, looked up with the roles of now, listed, ended."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from models.rules.rights import Held
from models.sealing import Keys
from models.stores.base.database import Transaction
from models.stores.persons.roles import held_of

HOURS = 24
"""How long a browser stays in: over the night of a count, then once more by LAYAR."""

_OPEN = text(f"""
insert into screen_session (person_id, token_hash, browser, expires_at)
values (:person, :hash, :browser, clock_timestamp() + interval '{HOURS} hours') returning id
""")
_LIVES = "s.ended_at is null and s.expires_at > clock_timestamp()"
_FOUND = text(f"""
select s.token_hash, s.id, s.person_id, n.name, n.language,
       s.seen_at < clock_timestamp() - interval '1 minute',
       r.election_id, r.role, coalesce(a.path, '') as path,
       coalesce(p.kind, '') as kind, coalesce(p.code, '') as code, r.contest_id, r.number,
       coalesce(r.level, '') as level, coalesce(a.name, '') as place
from screen_session s join person n on n.id = s.person_id and n.active
left join role r on r.person_id = s.person_id and r.ended_at is null
left join area a on a.id = r.area_id
left join participant p on p.id = r.participant_id
where s.token_hash = any(:hashes) and {_LIVES} order by r.id
""")
_SEEN = text("update screen_session set seen_at = clock_timestamp() where id = any(:ids)")
_LIST = text(f"""
select s.id, s.browser, s.created_at, s.seen_at, s.expires_at from screen_session s
where s.person_id = :person and {_LIVES} order by s.id desc
""")
_END = text(f"""
update screen_session s set ended_at = clock_timestamp()
where s.person_id = :person and (cast(:id as bigint) is null or s.id = :id) and {_LIVES}
returning s.id
""")


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that is in, for whom, with the roles of now by election's id."""

    id: int
    person_id: int
    name: str
    language: str
    held: Mapping[int, tuple[Held, ...]]


@dataclass(frozen=True, slots=True)
class Listed:
    """A browser of a person's that is in, as it is listed."""

    id: int
    browser: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


async def open_one(tx: Transaction, keys: Keys, person_id: int, browser: str) -> tuple[int, str]:
    """A new session and the value of its cookie, which is kept nowhere."""
    cookie = secrets.token_urlsafe(32)
    given = {"person": person_id, "hash": _hash(keys, cookie), "browser": browser[:60]}
    return int(await tx.scalar(_OPEN, given) or 0), cookie


async def found(tx: Transaction, keys: Keys, cookies: Iterable[str]) -> dict[str, Session]:
    """Whose cookies these are; without those unknown, over, ended, or of somebody removed."""
    named = {_hash(keys, one): one for one in cookies}
    rows = (await tx.execute(_FOUND, {"hashes": list(named)})).all()
    sessions: dict[str, Session] = {}
    old = set[int]()
    for hash_, number, person, name, language, unseen, election, *role in rows:
        cookie = named[bytes(hash_)]
        held = dict(sessions[cookie].held) if cookie in sessions else {}
        if election is not None:
            held[election] = (*held.get(election, ()), held_of(*role))
        sessions[cookie] = Session(number, person, name, language, held)
        if unseen:
            old.add(number)
    if old:
        await tx.execute(_SEEN, {"ids": sorted(old)})
    return sessions


async def listed(tx: Transaction, person_id: int) -> list[Listed]:
    """The browsers of a person that are in, the newest first."""
    return [Listed(*row) for row in await tx.execute(_LIST, {"person": person_id})]


async def end(tx: Transaction, person_id: int, session_id: int | None = None) -> list[int]:
    """End one browser of a person, or all of them; those that ended."""
    rows = await tx.execute(_END, {"person": person_id, "id": session_id})
    return [int(row.id) for row in rows]


def _hash(keys: Keys, cookie: str) -> bytes:
    return keys.token_hash(f"screen session {cookie}")
