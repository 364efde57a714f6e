"""Files that are fetched beside the lanes of the conversation, and what came of them."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.base.ports import Channel
from bot.engine.messages import Inbound
from bot.messaging.file_budget import FileBudget
from bot.messaging.files import Fetched, Files
from models.stores.messaging.inbox import Sender

PATIENCE = 0.7
"""Seconds that a sender's next message waits for the file of the one before; then the file comes
later (late_files.py). With nothing behind it a photo waits as long as its fetch lasts."""
_MOST = 500
"""Files that one process waits for; more senders are looked at again in a moment."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A message whose file has to be fetched before its turn; `stranger`: whose, if unknown."""

    message_id: int
    channel: Channel
    inbound: Inbound
    stranger: Sender | None = None


class Fetches:
    """The files under way, by message."""

    def __init__(self, files: Files) -> None:
        self._files, self._budget = files, FileBudget()
        self._fetched: dict[int, Fetched] = {}
        self._under_way: dict[int, tuple[float, asyncio.Task[None]]] = {}

    def ready(self, missing: Missing, behind: int) -> bool:
        """Whether a message may have its turn: its file is here, or others waited long enough."""
        if missing.message_id in self._fetched:
            return True
        began, _ = self._under_way.get(missing.message_id, (time.monotonic(), None))
        return behind > 0 and time.monotonic() - began >= PATIENCE

    def of(self, message_id: int) -> Fetched | None:
        """What came of a message's file, None while it is under way."""
        return self._fetched.get(message_id)

    def start(self, missing: Missing, done: Callable[[], None]) -> None:
        """Fetch it, unless that goes on already; `done` is called afterwards."""
        number = missing.message_id
        if number in self._under_way or len(self._under_way) >= _MOST:
            return
        if missing.stranger is not None and not self._budget.take(missing.stranger):
            self._fetched[number] = Fetched(refused="file_enough")
            done()
            return
        task = asyncio.create_task(self._fetch(missing, done))
        self._under_way[number] = (time.monotonic(), task)

    async def _fetch(self, missing: Missing, done: Callable[[], None]) -> None:
        try:
            got = await self._files.fetch(missing.channel, missing.inbound)
            if len(self._fetched) >= _MOST:  # of messages that other processes handled
                self._fetched.clear()
            self._fetched[missing.message_id] = got
        finally:
            self._under_way.pop(missing.message_id, None)
            done()

    def forget(self, message_ids: Sequence[int]) -> None:
        """These messages had their turn; a file that did not come in time is fetched later."""
        for number in message_ids:
            self._fetched.pop(number, None)
            _, task = self._under_way.pop(number, (0.0, None))
            if task is not None:
                task.cancel()

    async def settle(self) -> bool:
        """Wait for all that are under way; False when none are."""
        tasks = [task for _, task in self._under_way.values()]
        await asyncio.gather(*tasks, return_exceptions=True)
        return bool(tasks)
