"""What is new for a phone: items of its talk, and one watch over the database for all who wait."""

import asyncio
import contextlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from models.errors import BadInput
from models.stores.base.database import Database, DatabaseTrouble
from models.stores.messaging import phone_talks
from models.stores.messaging.phone_talks import Cursor, Received, Said, Talk, received_key, said_key
from models.tables.message import DONE

Unseal = Callable[[bytes], bytes]
"""Gives a stored payload as it came (models.sealing)."""
_SECRET = re.compile(r"\d(?:[ .-]?\d){15,}")
"""A NIK is shown as dots from the moment that it is stored."""

LOOK_EVERY = 0.25
"""Seconds between two looks at the database while anybody waits."""


def items(talk: Talk, unseal: Unseal) -> list[dict[str, Any]]:
    """The messages as the page shows them, oldest first."""
    mine = [received_item(message, unseal) for message in talk.received]
    theirs = [said_item(message) for message in talk.said]
    return sorted(mine + theirs, key=lambda item: (item["at"], not item["mine"]))


def received_item(message: Received, unseal: Unseal) -> dict[str, object]:
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


def said_item(message: Said) -> dict[str, object]:
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
        "file": _file(message),
    }


def _file(message: Said) -> dict[str, str] | None:
    """A document that goes with a message: by what it is asked for, and its name."""
    document = message.body.get("document")
    return {"item": f"o{message.id}", "name": document["name"]} if document else None


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
    """Looks at the database every LOOK_EVERY seconds for all who wait, and not when nobody does."""

    def __init__(self, database: Database, account: str) -> None:
        self._database, self._account = database, account
        self._waiting: set[_Waiter] = set()
        self._task: asyncio.Task[None] | None = None
        self._ending = False

    async def wait(
        self, cursors: Mapping[str, Cursor], marks: Mapping[str, str], seconds: float
    ) -> bool:
        """Wait until a mark differs from those given; False when nothing came in that time."""
        if self._ending:
            return False
        waiter = _Waiter(cursors, marks)
        self._waiting.add(waiter)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._look())
        try:
            async with asyncio.timeout(seconds):
                await waiter.news.wait()
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(waiter)
        return True

    def release(self) -> None:
        """The server ends: nobody waits any longer. May be called from another thread."""
        self._ending = True

    async def close(self) -> None:
        """Let everybody go who still waits."""
        self.release()
        _let_go(list(self._waiting))
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _look(self) -> None:
        while self._waiting:
            await asyncio.sleep(LOOK_EVERY)
            waiting = list(self._waiting)
            if self._ending:
                _let_go(waiting)
                return
            try:
                await self._tell(waiting)
            except (OSError, DatabaseTrouble):
                # The database restarts: the pages ask again, and their next question will tell.
                _let_go(waiting)
                await asyncio.sleep(1.0)

    async def _tell(self, waiting: list[_Waiter]) -> None:
        """Two tabs of one phone may have different cursors, so each is asked for by its own."""
        async with self._database.transaction() as tx:
            asked = [(w, s, c) for w in waiting for s, c in w.cursors.items()]
            found = await phone_talks.marks(tx, self._account, [(s, c) for _, s, c in asked])
        for (waiter, sender, _), mark in zip(asked, found, strict=True):
            if waiter.marks.get(sender) != mark:
                waiter.news.set()


def _let_go(waiting: list[_Waiter]) -> None:
    for waiter in waiting:
        waiter.news.set()
