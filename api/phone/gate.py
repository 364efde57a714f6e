"""The way in by a personal link: token and code open one browser, once; the server keeps it.

Wrong codes slow the link down and never lock it for good: whoever holds it waits, then goes on.
Whose link it is hears of each browser that was opened, and of each that was not.
"""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.base.events import notice
from bot.engine.messages import Outcome
from bot.enrolment.talk.outcomes import PhoneOpened, PhoneTried
from models.sealing import Keys
from models.stores.base.audit import note
from models.stores.base.database import Transaction
from models.stores.messaging import notices
from models.stores.persons import phone_links, phone_sessions
from models.stores.persons.phone_links import Link

FREE_TRIES = 5
"""Wrong codes before the first pause."""
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
"""At one try an hour, guessing one of a million codes takes a century."""
Keyed = Callable[[str], bytes]
"""A hash under the installation's secret key."""
CODE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Handout:
    """What the coordinator hands to the witness, shown once: the link's token, and its code."""

    token: str
    code: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Not let in: "link" unknown or replaced, "code" wrong, "pause" for so many seconds, "used"
    by another browser."""

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


@dataclass(frozen=True, slots=True)
class Entered:
    """A browser is in: whose link it was, and the cookie that it keeps."""

    link: Link
    cookie: str


async def enter(
    tx: Transaction, keyed: Keyed, account: str, token: str, code: str, browser: str = ""
) -> Entered | Refused:
    """Try a code. The caller commits in either case: a wrong code counts."""
    link = await phone_links.link_by_token(tx, token_hash(keyed, token))
    if link is None:
        return Refused("link")
    left = seconds_to_wait(link)
    if left > 0:
        return Refused("pause", left)
    subject = f"person:{link.person_id}"
    if not hmac.compare_digest(link.code_hash, code_hash(keyed, token, code)):
        await phone_links.count_wrong_code(tx, link.id)
        await note(tx, "browser", "phone link refused", subject)
        return Refused("code")
    if link.opened_at is not None:
        await note(tx, "browser", "phone link used again", subject, {"browser": browser})
        await _tell(tx, link, f"phone-tried:{link.id}", PhoneTried(browser, link.now))
        return Refused("used")
    cookie = phone_sessions.fresh_cookie()
    await phone_links.open_link(tx, link, account)
    number = await phone_sessions.open_one(tx, link.id, _cookie_hash(keyed, cookie), browser)
    await note(tx, subject, "phone link opened", subject, {"browser": browser})
    await _tell(tx, link, f"phone:{number}", PhoneOpened(browser, link.now))
    return Entered(link, cookie)


async def _tell(tx: Transaction, link: Link, purpose: str, event: Outcome) -> None:
    """To the person's other chat, whoever holds this browser; without one, to the phone itself."""
    other = await phone_links.elsewhere(tx, link)
    whose = None if other is not None else link.person_id
    await notices.put(tx, [notice(purpose, event, whose, contact_id=other)])


def seconds_to_wait(link: Link) -> int:
    """How long until the next code may be tried: doubles with each wrong one, up to an hour."""
    over = link.tries - FREE_TRIES
    if over < 0 or link.tried_at is None:
        return 0
    pause = min(FIRST_PAUSE * 2 ** min(over, 10), LONGEST_PAUSE)
    return max(0, int((link.tried_at + pause - link.now).total_seconds() + 0.999))


async def holder(tx: Transaction, keyed: Keyed, cookie: str) -> Link | None:
    """Whose cookie this is; None when it is not ours, it ended, or the link was replaced."""
    return await phone_sessions.found(tx, _cookie_hash(keyed, cookie))


async def leave(tx: Transaction, keyed: Keyed, cookie: str) -> None:
    """This browser is nobody's phone any more. The link stays used."""
    link = await holder(tx, keyed, cookie)
    if link is not None:
        await phone_sessions.end(tx, link.person_id, _cookie_hash(keyed, cookie))
        subject = f"person:{link.person_id}"
        await note(tx, subject, "phone closed", subject)


def _cookie_hash(keyed: Keyed, cookie: str) -> bytes:
    return keyed(f"phone-cookie {cookie}")
