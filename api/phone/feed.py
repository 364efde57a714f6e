"""What is new for a phone: items of its talk, and one watch over the database for all who wait."""

import asyncio
import contextlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from models.errors import BadInput
from models.stores import phones
from models.stores.phones import Received, Said, Talk
from models.stores.session import Database
from models.tables.message import DONE, PENDING

Cursor = tuple[int, int]
"""The inbox id and the outbox id up to which a page has everything and nothing changes any more."""

Unseal = Callable[[bytes], bytes]
"""Gives a stored payload as it came (models.sealing)."""
_SECRET = re.compile(r"\d(?:[ .-]?\d){15,}")
"""A NIK is shown as dots from the moment that it is stored."""

SETTLED = timedelta(minutes=2)
"""Ids are given before the commit: a smaller one may appear this long after a larger one."""
LOOK_EVERY = 0.25
"""Seconds between two looks at the database while anybody waits."""


def items(talk: Talk, have: frozenset[str], unseal: Unseal) -> list[dict[str, Any]]:
    """What the page does not have yet, oldest first; a key changes when its message does."""
    mine = [received_item(m, unseal) for m in talk.received if received_key(m) not in have]
    theirs = [said_item(m) for m in talk.said if said_key(m) not in have]
    return sorted(mine + theirs, key=lambda item: (item["at"], not item["mine"]))


def received_key(message: Received) -> str:
    """Changes when the message is handled."""
    return f"i{message.id}.{message.state}"


def said_key(message: Said) -> str:
    """Never changes."""
    return f"o{message.id}"


def advance(talk: Talk, cursor: Cursor | None, now: datetime) -> Cursor:
    """The cursor after this talk: behind it everything is handled and older than SETTLED."""
    inbox, outbox = cursor or _before(talk)
    for message in talk.received:
        if message.state == PENDING or now - message.at < SETTLED:
            break
        inbox = message.id
    for said in talk.said:
        if now - said.at < SETTLED:
            break
        outbox = said.id
    return inbox, outbox


def _before(talk: Talk) -> Cursor:
    """Where the newest page of a talk begins."""
    return (
        talk.received[0].id - 1 if talk.received else 0,
        talk.said[0].id - 1 if talk.said else 0,
    )


def received_item(message: Received, unseal: Unseal) -> dict[str, Any]:
    """A message of the sender as the page shows it; `handled` makes the second tick."""
    body = sent_message(message, unseal)
    return {
        "key": received_key(message),
        "mine": True,
        "at": _milliseconds(message.at),
        "id": body.get("id"),
        "kind": body.get("kind"),
        "text": _SECRET.sub("\u2022" * 16, body.get("label") or body.get("text", "")),
        "picture": f"i{message.id}" if body.get("kind") == "photo" else None,
        "place": body.get("location"),
        "handled": message.state == DONE,
    }


def said_item(message: Said) -> dict[str, Any]:
    """A message to the sender as the page shows it."""
    body = message.body
    return {
        "key": said_key(message),
        "mine": False,
        "at": _milliseconds(message.at),
        "text": body.get("text", ""),
        "buttons": body.get("buttons", []),
        "ask": body.get("ask"),
        "picture": f"o{message.id}" if body.get("photo") else None,
    }


def sent_message(message: Received, unseal: Unseal) -> dict[str, Any]:
    """What the page once sent, out of the stored event; empty when it is deleted or unreadable."""
    try:
        body = json.loads(unseal(message.payload))["messages"][message.part]
    except (ValueError, KeyError, IndexError, TypeError, BadInput):
        return {}
    return body if isinstance(body, dict) else {}


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def now_milliseconds() -> int:
    """The server's clock as pages count it."""
    return _milliseconds(datetime.now(UTC))


@dataclass(eq=False, slots=True)
class _Waiter:
    cursors: Mapping[str, Cursor]
    marks: Mapping[str, str]
    news: asyncio.Event = field(default_factory=asyncio.Event)


class Watch:
    """One look at the database every LOOK_EVERY seconds for all phones that wait; none otherwise."""

    def __init__(self, database: Database, account: str) -> None:
        self._database, self._account = database, account
        self._waiting: set[_Waiter] = set()
        self._task: asyncio.Task[None] | None = None

    async def wait(
        self, cursors: Mapping[str, Cursor], marks: Mapping[str, str], seconds: float
    ) -> bool:
        """Wait until a mark differs from those given; False when nothing came in that time."""
        waiter = _Waiter(cursors, marks)
        self._waiting.add(waiter)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._look())
        try:
            await asyncio.wait_for(waiter.news.wait(), seconds)
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(waiter)
        return True

    async def close(self) -> None:
        """Let everybody go who still waits."""
        for waiter in self._waiting:
            waiter.news.set()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _look(self) -> None:
        while self._waiting:
            await asyncio.sleep(LOOK_EVERY)
            waiting = list(self._waiting)
            try:
                await self._tell(waiting)
            except (OSError, phones.DatabaseTrouble):
                # The database restarts: the pages ask again, and their next question will tell.
                for waiter in waiting:
                    waiter.news.set()
                await asyncio.sleep(1.0)

    async def _tell(self, waiting: list[_Waiter]) -> None:
        """Two tabs of one phone may have different cursors, so each is asked for by its own."""
        async with self._database.transaction() as session:
            asked = [(w, s, c) for w in waiting for s, c in w.cursors.items()]
            found = await phones.marks(session, self._account, [(s, c) for _, s, c in asked])
        for (waiter, sender, _), mark in zip(asked, found, strict=True):
            if waiter.marks.get(sender) != mark:
                waiter.news.set()
