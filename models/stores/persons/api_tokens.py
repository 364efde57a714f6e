"""Tokens of persons for the API: kept as keyed hashes, shown once, with that person's roles."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from models.rules.rights import Held
from models.sealing import Keys
from models.stores.base.database import Transaction
from models.stores.persons.roles import held_of

PREFIX = "saksi_"
"""What every token begins with, so that one that leaked is recognised."""
_BYTES = 24

_NEW = text("""
insert into api_token (person_id, token_hash, label, expires_at)
values (:person, :hash, :label, :expires) returning id
""")
_BEARER = text("""
select t.person_id, t.expires_at, r.election_id, r.role, coalesce(a.path, '') as path,
       coalesce(p.kind, '') as kind, coalesce(p.code, '') as code, r.contest_id, r.number,
       coalesce(r.level, '') as level, coalesce(a.name, '') as place
from api_token t join person n on n.id = t.person_id and n.active
left join role r on r.person_id = t.person_id and r.ended_at is null
left join area a on a.id = r.area_id
left join participant p on p.id = r.participant_id
where t.token_hash = :hash and t.revoked_at is null
  and (t.expires_at is null or t.expires_at > clock_timestamp())
order by r.id
""")
_LIST = text("""
select t.id, t.person_id, p.name, t.label, t.created_at, t.expires_at, t.revoked_at,
       p.active and t.revoked_at is null
       and (t.expires_at is null or t.expires_at > clock_timestamp()) as works
from api_token t join person p on p.id = t.person_id
where cast(:person as int) is null or t.person_id = :person order by t.id
""")
_REVOKE = text("""
update api_token set revoked_at = clock_timestamp()
where revoked_at is null and (id = :token or person_id = :person) returning id
""")


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whose token it is, and the roles by election."""

    person_id: int
    held: Mapping[int, tuple[Held, ...]]
    expires_at: datetime | None = None


async def make(
    tx: Transaction, keys: Keys, person_id: int, label: str, expires_at: datetime | None
) -> tuple[int, str]:
    """A new token and its number; the token itself is kept nowhere."""
    token = PREFIX + secrets.token_urlsafe(_BYTES)
    given = {"person": person_id, "hash": keys.token_hash(token), "label": label}
    number = await tx.scalar(_NEW, {**given, "expires": expires_at})
    return int(number or 0), token


async def bearer(tx: Transaction, keys: Keys, token: str) -> Bearer | None:
    """Whose token this is; None for one that is unknown, ended, or of somebody removed."""
    rows = (await tx.execute(_BEARER, {"hash": keys.token_hash(token)})).all()
    if not rows:
        return None
    held: dict[int, tuple[Held, ...]] = {}
    for _, _, election, *role in rows:
        if election is not None:
            held[election] = (*held.get(election, ()), held_of(*role))
    return Bearer(rows[0].person_id, held, rows[0].expires_at)


async def listed(tx: Transaction, person_id: int | None = None) -> list[dict[str, object]]:
    """Every token, or a person's: whose, for what, until when, and whether it works."""
    rows = await tx.execute(_LIST, {"person": person_id})
    return [dict(row._mapping) for row in rows]


async def revoke(
    tx: Transaction, *, token: int | None = None, person: int | None = None
) -> list[int]:
    """End one token by its number, or all of a person; those that ended."""
    rows = await tx.execute(_REVOKE, {"token": token, "person": person})
    return [int(row.id) for row in rows]
