"""Sends what the conversation decided, after its commit: answers first, each chat in its order."""

import asyncio
import contextlib
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import structlog
from prometheus_client import Counter

from bot.base.ports import Channel, Outgoing, SendFailed
from bot.messaging import unreached
from models.stores.base.session import Database, DatabaseTrouble, Session
from models.stores.messaging import inbox, outbox

LIMITS: Mapping[str, float] = {"telegram": 30.0, "whatsapp": 40.0}
"""Messages a second of one account, all processes together. Telegram: about 30 (Bots FAQ).
WhatsApp: 80 in both directions together, so half of it is ours."""
LANES = 8
"""Messages of one account that one process sends at the same time."""
RESERVED = 2
"""Of these, kept free of bulk: answers find one at once, however slow the provider is."""
_MOST_ATTEMPTS = 12
"""Then it is given up: about an hour after the first."""
_LONGEST_WAIT = 600.0
_POLL = 0.5
"""Seconds between two looks when nothing rings."""

SENT = Counter("saksi_outbox_sent", "Messages taken by a provider", ["channel"])
FAILED = Counter("saksi_outbox_failed", "Attempts that a provider refused", ["channel", "again"])
REPEATED = Counter("saksi_outbox_repeated", "Messages that may have gone out twice", ["channel"])

REPORTING = ("whatsapp",)
"""Channels that tell what became of a message, perhaps before its id is noted."""

log = structlog.get_logger()


class Sender:
    """Sends the messages of one account; any number of processes may run one."""

    def __init__(
        self, database: Database, channel: Channel, *, limited: bool = True, lanes: int = LANES
    ) -> None:
        self._database, self._channel, self._lanes = database, channel, lanes
        self._rate = LIMITS.get(channel.name) if limited else None
        self._permits = f"rate:{channel.name}/{channel.account}"
        self._some, self._gate = asyncio.Event(), asyncio.Lock()
        self._bulk = 0

    def ring(self) -> None:
        """There may be something to send; polling would find it within half a second."""
        self._some.set()

    async def run(self) -> None:
        """Send until cancelled."""
        async with asyncio.TaskGroup() as group:
            for _ in range(self._lanes):
                group.create_task(self._lane())

    async def _lane(self) -> None:
        """Send while there is something; one lane at a time looks, or waits for something."""
        while True:
            try:
                async with self._gate:
                    begun = await self._begin()
                    if not isinstance(begun, dict):
                        await self._rest(begun)
                        continue
                await self._finish_one(begun)
            except (OSError, DatabaseTrouble) as error:
                log.warning("sending has to wait", error=type(error).__name__)
                await asyncio.sleep(1)

    async def _finish_one(self, row: inbox.Row) -> None:
        """Send it; bulk is counted, so that it never has all lanes."""
        bulk = row["priority"] >= outbox.BULK
        self._bulk += bulk
        try:
            await self._finish(row)
        finally:
            self._bulk -= bulk
            if bulk:
                self.ring()

    async def _rest(self, seconds: float | None) -> None:
        """Until the account's limit has room again, or until something may be there."""
        if seconds is not None:
            await asyncio.sleep(min(seconds, _POLL))  # then the mark is read again
            return
        # Not wait_for: Python 3.11's swallows a cancellation that comes together with the ring.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_POLL):
                await self._some.wait()
        self._some.clear()

    async def once(self) -> float | None:
        """Send the next message that may go; returns 0 then, None when none may.

        Any other number is the seconds after which the account's limit has room again.
        """
        begun = await self._begin()
        if not isinstance(begun, dict):
            return begun
        await self._finish(begun)
        return 0.0

    async def _begin(self) -> inbox.Row | float | None:
        """Find a message and note that it is about to go; else as `once`."""
        async with self._database.transaction() as session:
            full = self._bulk >= max(1, self._lanes - RESERVED)
            below = outbox.BULK if full else outbox.EVERY
            place = (self._channel.name, self._channel.account)
            found = await outbox.find(session, *place, below=below)
            if found is None:
                return None
            if self._rate is not None:
                wait = await outbox.permit(session, self._permits, self._rate)
                if wait:
                    return wait
            row = await outbox.begin(session, found)
        if found.begun:
            REPEATED.labels(self._channel.name).inc()
        return row

    async def _finish(self, row: inbox.Row) -> None:
        """Hold the message, send it, note what became of it."""
        async with self._database.transaction() as session:
            if await outbox.hold(session, row["id"], row["attempts"]):
                await self._send(session, row)

    async def _send(self, session: Session, row: inbox.Row) -> None:
        name = self._channel.name
        try:
            message = _with_window(Outgoing.from_json(row["body"]), row["heard_at"])
            provider_id = await self._channel.send(row["recipient"], message)
        except SendFailed as failure:
            FAILED.labels(name, str(failure.again).lower()).inc()
            await self._failed(session, row, failure)
        except Exception as error:
            log.exception("a message cannot be sent", outbox=row["id"])
            await outbox.give_up(session, row["id"], type(error).__name__)
        else:
            SENT.labels(name).inc()
            await outbox.sent(session, row["id"], provider_id)
            if name in REPORTING:
                await outbox.heard_before(session, row["id"])

    async def _failed(self, session: Session, row: inbox.Row, failure: SendFailed) -> None:
        log.info("not sent", outbox=row["id"], reason=failure.reason, again=failure.again)
        if failure.again and failure.after is not None:
            wait = min(failure.after, outbox.LONGEST_PAUSE)
            await outbox.try_again(session, row["id"], failure.reason, wait, counted=False)
            if not failure.chat_only:
                await outbox.pause(session, self._permits, failure.after)
        elif failure.again and row["attempts"] < _MOST_ATTEMPTS:
            wait = min(2.0 ** row["attempts"], _LONGEST_WAIT) * random.uniform(0.5, 1.0)  # noqa: S311
            await outbox.try_again(session, row["id"], failure.reason, wait)
        else:
            await outbox.give_up(session, row["id"], failure.reason)
            if not failure.again:  # a provider that is down is no witness out of reach
                await unreached.tell(session, row["id"], failure.reason)


def _with_window(message: Outgoing, heard_at: datetime | None) -> Outgoing:
    """The message with the moment of the person's last one: some providers ask for it."""
    if heard_at is None:
        return message
    return replace(message, extra={**message.extra, "heard_at": heard_at.isoformat()})
