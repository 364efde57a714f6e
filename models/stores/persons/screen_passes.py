"""One-time passes into the war room: a link's token, or a code typed on another screen."""

import secrets
from dataclasses import dataclass

from sqlalchemy import text

from models.rules.code_text import LETTERS, normal
from models.sealing import Keys
from models.stores.base.database import Transaction

MINUTES = 10
"""How long a pass lives."""
LENGTH = 10
"""Letters of the code: 24^10 are 2^45. Tries are few a minute from one address
(api/screen/signin.py), and a hundred thousand addresses guess none in a night."""

_VOID = text("""
update screen_pass set expires_at = clock_timestamp()
where person_id = :person and used_at is null and expires_at > clock_timestamp()
""")
_PUT = text(f"""
insert into screen_pass (person_id, token_hash, code_hash, inbox_id, expires_at)
values (:person, :token, :code, :inbox, clock_timestamp() + interval '{MINUTES} minutes')
""")
_USE = text("""
update screen_pass p set used_at = clock_timestamp() from person n
where (p.token_hash = :hash or p.code_hash = :hash) and p.used_at is null
  and p.expires_at > clock_timestamp() and n.id = p.person_id and n.active
returning p.person_id
""")


@dataclass(frozen=True, slots=True)
class Pass:
    """What its person is given, shown once: the link's token, and the code that does the same."""

    token: str
    code: str


async def make(tx: Transaction, keys: Keys, person_id: int, inbox_id: int | None = None) -> Pass:
    """A new pass for a person; those of before that nobody used end."""
    token = secrets.token_urlsafe(24)
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    await tx.execute(_VOID, {"person": person_id})
    hashes = {"token": _token(keys, token), "code": _code(keys, code)}
    await tx.execute(_PUT, {"person": person_id, "inbox": inbox_id, **hashes})
    return Pass(token, f"{code[:5]}-{code[5:]}")


async def use_token(tx: Transaction, keys: Keys, token: str) -> int | None:
    """The person whose link this is, who is let in by it this once; None: no such, used, over."""
    found: int | None = await tx.scalar(_USE, {"hash": _token(keys, token)})
    return found


async def use_code(tx: Transaction, keys: Keys, code: str) -> int | None:
    """The same by the code, however it was typed."""
    found: int | None = await tx.scalar(_USE, {"hash": _code(keys, normal(code))})
    return found


def _token(keys: Keys, token: str) -> bytes:
    return keys.token_hash(f"screen pass {token}")


def _code(keys: Keys, code: str) -> bytes:
    return keys.code_hash(f"screen pass {code}")
