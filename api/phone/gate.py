"""The way in by a personal link: token and code, then a signed cookie; neither is ever kept open.

Wrong codes slow the link down and never lock it for good: whoever holds it waits, then goes on.
"""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from models.sealing import Keys
from models.stores.base.audit import note
from models.stores.base.database import Transaction
from models.stores.persons import phone_links
from models.stores.persons.phone_links import Link

FREE_TRIES = 5
"""Wrong codes before the first pause."""
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
"""At one try an hour, guessing one of a million codes takes a century."""
Keyed = Callable[[str], bytes]
"""A hash under the installation's secret key."""
CODE_DIGITS = 6
COOKIE_DAYS = 60


@dataclass(frozen=True, slots=True)
class Handout:
    """What the coordinator hands to the witness, shown once: the link's token, and its code."""

    token: str
    code: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Not let in: "link" unknown or replaced, "code" wrong, "pause" for so many seconds."""

    reason: str
    seconds: int = 0


def token_hash(keyed: Keyed, token: str) -> bytes:
    """A link's token as it is stored."""
    return keyed(f"phone-link {token}")


def code_hash(keyed: Keyed, token: str, code: str) -> bytes:
    """A code as it is stored; bound to its token, so that equal codes look different."""
    digits = "".join(character for character in code if character.isdigit())
    return keyed(f"phone-code {token} {digits}")


def keyed_by(keys: Keys) -> Keyed:
    """The hash of the browser phone's own use of the secret key."""
    key = keys.derive("browser phone")
    return lambda text: hmac.digest(key, text.encode(), "sha256")


async def hand_out(tx: Transaction, keyed: Keyed, person_id: int) -> Handout:
    """Make a personal link with its code for a person; an earlier link ends now."""
    token = secrets.token_urlsafe(16)
    code = "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))
    await phone_links.make_link(
        tx,
        person_id,
        f"p-{secrets.token_hex(8)}",
        token_hash(keyed, token),
        code_hash(keyed, token, code),
    )
    await note(tx, "operator", "phone link made", f"person:{person_id}")
    return Handout(token, f"{code[:3]} {code[3:]}")


async def enter(
    tx: Transaction, keyed: Keyed, account: str, token: str, code: str
) -> Link | Refused:
    """Try a code. The caller commits in either case: a wrong code counts."""
    link = await phone_links.link_by_token(tx, token_hash(keyed, token))
    if link is None:
        return Refused("link")
    left = seconds_to_wait(link)
    if left > 0:
        return Refused("pause", left)
    if not hmac.compare_digest(link.code_hash, code_hash(keyed, token, code)):
        await phone_links.count_wrong_code(tx, link.id)
        await note(tx, "browser", "phone link refused", f"person:{link.person_id}")
        return Refused("code")
    await phone_links.open_link(tx, link, account)
    await note(tx, f"person:{link.person_id}", "phone link opened", f"person:{link.person_id}")
    return link


def seconds_to_wait(link: Link) -> int:
    """How long until the next code may be tried: doubles with each wrong one, up to an hour."""
    over = link.tries - FREE_TRIES
    if over < 0 or link.tried_at is None:
        return 0
    pause = min(FIRST_PAUSE * 2 ** min(over, 10), LONGEST_PAUSE)
    return max(0, int((link.tried_at + pause - link.now).total_seconds() + 0.999))


def cookie(keyed: Keyed, link: Link) -> str:
    """What the browser keeps: the link's id, signed together with its token's hash."""
    return f"{link.id}.{_mac(keyed, link)}"


async def holder(tx: Transaction, keyed: Keyed, value: str) -> Link | None:
    """Whose cookie this is; None when it is not ours, or the link was replaced."""
    number, _, mac = value.partition(".")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    link = await phone_links.link_by_id(tx, int(number))
    if link is None or not hmac.compare_digest(_mac(keyed, link).encode(), mac.encode()):
        return None
    return link


def _mac(keyed: Keyed, link: Link) -> str:
    return keyed(f"phone-cookie {link.id} {link.token_hash.hex()}").hex()
