"""Who calls: which phone of this browser, and under which sender its messages are kept."""

import hashlib
from dataclasses import dataclass

from fastapi import Request

from api.phone import gate
from api.phone.cast import CAST, OWN_HINTS, Actor, actor
from api.phone.desk import Desk
from models.errors import BadInput, NotAllowed, NotFound

OWN = "own"
"""The key of a personal phone; the made-up ones have numbers."""
HEADER = "x-saksi-phone"
"""Another site cannot send it without asking first (CORS), and nobody answers such a question."""
TRAINING_COOKIE, LINK_COOKIE, OWN_COOKIE = "saksi_training", "saksi_link", "saksi_phone"


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone of this browser. `number` only for made-up ones, `person` only for personal."""

    key: str
    sender: str
    name: str
    role: str
    hints: tuple[str, ...]
    number: str = ""
    person: int | None = None

    @property
    def scope(self) -> str:
        """Names this phone's waiting messages in the browser, and tells nothing."""
        return hashlib.sha256(self.sender.encode()).hexdigest()[:16]


def from_our_page(request: Request) -> str:
    """The phone that the page names. Raises NotAllowed when it was not our page that asks."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    key = request.headers.get(HEADER, "")
    if not key or site not in ("same-origin", "none"):
        raise NotAllowed("only the page of the browser phone may ask this")
    return key


def some_phone(request: Request) -> None:
    """Raises NotAllowed for a browser that has no phone of any kind: its question is not read."""
    if not {OWN_COOKIE, TRAINING_COOKIE} & request.cookies.keys():
        raise NotAllowed("this browser has no phone here")


async def phone_of(request: Request, desk: Desk, key: str) -> Phone:
    """The phone of this browser with this key. Raises NotAllowed, or BadInput for no phone."""
    if key == OWN:
        return await own_phone(request, desk)
    who = actor(key)
    if who is None:
        raise BadInput("there is no such phone")
    return training_phone(request, desk, who)


async def own_phone(request: Request, desk: Desk) -> Phone:
    """The phone of the person whose link was opened here."""
    value = request.cookies.get(OWN_COOKIE, "")
    async with desk.database.transaction() as tx:
        link = await gate.holder(tx, desk.keyed, value) if value else None
    if link is None:
        raise NotAllowed("open your personal link and type its code")
    return Phone(OWN, link.sender, link.name, "witness", OWN_HINTS, person=link.person_id)


def training_phone(request: Request, desk: Desk, who: Actor) -> Phone:
    """A made-up phone; every browser has its own set. Raises NotFound when they are off."""
    if not desk.training:
        raise NotFound("the training phones are switched off here")
    browser = request.cookies.get(TRAINING_COOKIE, "")
    if len(browser) < 16:
        raise NotAllowed("this browser has no training phones yet")
    return _made_up(browser, who)


def training_phones(browser: str) -> list[Phone]:
    """All made-up phones of a browser."""
    return [_made_up(browser, who) for who in CAST]


def _made_up(browser: str, who: Actor) -> Phone:
    digest = hashlib.sha256(browser.encode()).hexdigest()[:20]
    return Phone(who.key, f"t-{digest}-{who.key}", who.name, who.role, who.hints, who.phone)


def spaced(number: str) -> str:
    """A number as people read it: +62 812 0000 0001."""
    return f"{number[:3]} {number[3:6]} {number[6:10]} {number[10:]}".strip()
