"""Fetches Telegram's updates where there is no public address; one leased owner per bot."""

import asyncio
import contextlib
import json
import secrets

import structlog

from bot.base.ports import SendFailed
from bot.channels.telegram import Telegram
from bot.messaging.ingest import Ingest
from models.stores.base import leases
from models.stores.base.database import Database, DatabaseTrouble

_LEASE = 30.0
"""Seconds that the duty is kept; renewed before each fetch, so another takes over soon."""
_WAIT = 10
"""Seconds that one fetch waits for something new."""

log = structlog.get_logger()


class Polling:
    """Keeps one bot's updates as the webhook would, and confirms them once they are stored."""

    def __init__(self, database: Database, bot: Telegram, ingest: Ingest) -> None:
        self._database, self._bot, self._ingest = database, bot, ingest
        self._duty = f"poll:{bot.name}/{bot.account}"
        self._owner = secrets.token_hex(8)
        self._answering: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Poll until cancelled; gives the duty back then."""
        offset: int | None = None
        try:
            while True:
                try:
                    offset = await self._once(offset)
                except Exception as error:  # none of them may end the loop
                    log.warning("polling has to wait", bot=self._bot.account, error=str(error))
                    await asyncio.sleep(min(getattr(error, "after", None) or 2.0, 60.0))
        finally:
            with contextlib.suppress(OSError, DatabaseTrouble):
                async with self._database.transaction() as tx:
                    await leases.give_back(tx, self._duty, self._owner)

    async def _once(self, offset: int | None) -> int | None:
        """Fetch and store once; returns what to confirm next, None without the duty."""
        async with self._database.transaction() as tx:
            mine = await leases.take(tx, self._duty, self._owner, _LEASE)
        if not mine:
            await asyncio.sleep(_LEASE / 6)
            return None
        if offset is None:
            await self._bot.use_polling()
        updates = await self._bot.waiting_updates(offset or 0, _WAIT)
        payloads = [
            json.dumps(update, ensure_ascii=False).encode("utf-8", "surrogatepass")
            for update in updates
        ]
        await asyncio.gather(*(self._ingest.keep(self._bot, payload) for payload in payloads))
        for payload in payloads:
            self._answer(payload)
        numbers = [n for update in updates if type(n := update.get("update_id")) is int]
        return max(numbers, default=(offset or 1) - 1) + 1

    def _answer(self, payload: bytes) -> None:
        query = self._bot.press(payload)
        if query is not None:
            task = asyncio.create_task(self._stop_waiting(query))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def _stop_waiting(self, query: str) -> None:
        try:
            await self._bot.answer_press(query)
        except SendFailed as failure:
            log.debug("a press is not answered", reason=failure.reason)
