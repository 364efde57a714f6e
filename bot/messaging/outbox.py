"""Sends what the conversation decided, after its commit: answers first, each chat in its order."""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import structlog
from prometheus_client import Counter

from bot.base.media import STORE_TROUBLE
from bot.base.ports import Channel, Outgoing, SendFailed
from bot.base.watched import let_go
from bot.messaging.send_notes import MOST_ATTEMPTS, Notes, Result
from models.stores.base.database import Database, Transaction
from models.stores.messaging import sending
from models.stores.messaging.outbox import BULK, STRANGERS
from models.stores.messaging.sending import Taken

LIMITS: Mapping[str, float] = {"telegram": 30.0, "whatsapp": 40.0}
"""Messages a second of one account, all processes together. Telegram: about 30 (Bots FAQ).
WhatsApp: 80 in both directions together, so half of it is ours."""
LANES = 20
"""Messages of one account that one process sends at the same time, taken in one statement."""
STRANGERS_SHARE = 3
"""A third of an account's limit is what all strangers together are answered with."""
RESERVED = 8
"""Of these, kept free of bulk: answers find one at once, however slow the provider is."""
FINISH_SECONDS = 6.0
"""At the end, what is in hand is sent and noted; a process is killed after eight."""
_POLL = 0.5
"""Seconds between two looks when nothing rings."""
_TOGETHER = 0.1
"""Seconds that one batch may take before the next is taken: under load batches fill."""
_BEAT = sending.BEGUN / 5
"""Seconds between two words to the database that what is in hand still is."""
_LONGEST_SEND = 90.0
_TOO_LONG = SendFailed("the provider took too long", again=True, unsure=True)

REPEATED = Counter("saksi_outbox_repeated", "Messages that may have gone out twice", ["channel"])

log = structlog.get_logger()


class Sender:
    """Sends the messages of one account; any number of processes may run one."""

    def __init__(
        self,
        database: Database,
        channel: Channel,
        *,
        limited: bool = True,
        lanes: int = LANES,
        poll: float = _POLL,
    ) -> None:
        self._database, self._channel, self._lanes, self._poll = database, channel, lanes, poll
        self._place = (channel.name, channel.account)
        self._rate = LIMITS.get(channel.name) if limited else None
        self._permits = f"rate:{channel.name}/{channel.account}"
        self._notes = Notes(database, self._place, self._permits)
        self._some = asyncio.Event()
        self._mine: set[int] = set()
        self._bulk = 0
        self._batches: set[asyncio.Task[None]] = set()

    def ring(self) -> None:
        """There may be something to send; polling would find it within half a second."""
        self._some.set()

    async def run(self) -> None:
        """Send until cancelled; what is in hand then is finished first."""
        beating = asyncio.create_task(self._keep())
        try:
            while True:
                try:
                    await self._round()
                except Exception as error:  # none of them may end the loop
                    log.warning("sending has to wait", error=type(error).__name__)
                    await asyncio.sleep(1)
        finally:
            if self._batches:
                await asyncio.wait(self._batches, timeout=FINISH_SECONDS)
            await let_go(*self._batches, beating)

    async def _keep(self) -> None:
        """Keep from others what is in hand; no connection is held between two words."""
        while True:
            await asyncio.sleep(_BEAT)
            if not self._mine:
                continue
            try:
                async with self._database.statement() as tx:
                    await sending.put_off(tx, list(self._mine))
            except Exception as error:  # none of them may end the loop
                log.warning("what is in hand cannot be kept", error=type(error).__name__)

    async def _round(self) -> None:
        taking = asyncio.create_task(self._take(self._lanes - len(self._mine)))
        try:
            taken, wait = await asyncio.shield(taking)
        except asyncio.CancelledError:
            self._begin((await taking)[0])  # what is taken is sent, at the end too
            raise
        if not taken:
            await self._rest(wait)
            return
        await asyncio.wait([self._begin(taken)], timeout=_TOGETHER)

    def _begin(self, taken: list[Taken]) -> asyncio.Task[None]:
        batch = asyncio.create_task(self._guarded(taken))
        self._batches.add(batch)
        batch.add_done_callback(self._batches.discard)
        return batch

    async def _guarded(self, taken: list[Taken]) -> None:
        try:
            await self._send_all(taken)
        except Exception as error:
            log.error("a batch was not sent to its end", exc_info=error)

    async def _rest(self, seconds: float | None) -> None:
        """Until the account's limit has room again, or until something may be there."""
        if seconds is not None:
            await asyncio.sleep(min(seconds, _POLL))  # then the mark is read again
            return
        # Not wait_for: Python 3.11's swallows a cancellation that comes together with the ring.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._poll):
                await self._some.wait()
        self._some.clear()

    async def once(self) -> float | None:
        """Send the next message that may go; returns 0 then, None when none may.

        Any other number is the seconds after which the account's limit has room again.
        """
        taken, wait = await self._take(1)
        if taken:
            await self._send_all(taken)
        return 0.0 if taken else wait

    async def _take(self, room: int) -> tuple[list[Taken], float | None]:
        """Take up to `room` messages; without any, the seconds until the limit has room."""
        bulk = max(self._lanes - RESERVED, 1) - self._bulk
        if room <= 0:
            return [], None
        limited = self._rate is not None
        async with self._database.transaction() if limited else self._database.statement() as tx:
            if self._rate is not None:
                ahead = await sending.seconds_ahead(tx, self._permits)
                room = min(room, sending.permits(ahead, self._rate))
                if room <= 0:
                    return [], sending.until_next(ahead)
            taken = await self._allowed(tx, room, max(bulk, 0))
            if taken and self._rate is not None:
                await sending.spend(tx, self._permits, len(taken) / self._rate)
        for one in taken:
            self._mine.add(one.id)
            self._bulk += one.priority >= BULK
        REPEATED.labels(self._channel.name).inc(sum(one.begun for one in taken))
        return taken, None

    async def _allowed(self, tx: Transaction, room: int, bulk: int) -> list[Taken]:
        """Up to `room` messages, `bulk` of them bulk; of strangers' within their share."""
        mine = list(self._mine)
        if self._rate is None:
            return await sending.take(tx, self._place, room, bulk, mine)
        share = sending.Share(f"{self._permits}/strangers", self._rate / STRANGERS_SHARE)
        taken = await sending.take(tx, self._place, room, bulk, mine, strangers=share)
        if strangers := sum(one.priority >= STRANGERS for one in taken):
            await sending.spend(tx, share.name, strangers / share.per_second)
        return taken

    async def _send_all(self, taken: list[Taken]) -> None:
        """Send them at once, and note together what comes back together."""
        sends = {asyncio.create_task(self._send(one)): one for one in taken}
        pending = set(sends)
        try:
            while pending:
                pending = await self._noted(pending)
        finally:
            await let_go(*sends)
            self._forget([one for one in taken if one.id in self._mine])

    async def _noted(self, pending: "set[asyncio.Task[Result]]") -> "set[asyncio.Task[Result]]":
        """Note together those that are through, or that are next; who is left."""
        done, left = await asyncio.wait(pending, timeout=_BEAT)
        if not done:
            done, left = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        results = [task.result() for task in done]
        await self._notes.write(results)
        self._forget([result.message for result in results])
        return left

    def _forget(self, messages: Sequence[Taken]) -> None:
        for one in messages:
            self._mine.discard(one.id)
            self._bulk -= one.priority >= BULK
        self.ring()

    async def _send(self, one: Taken) -> Result:
        """Send one; nothing is raised, whatever it does."""
        if one.attempts > MOST_ATTEMPTS + 3:
            return Result(one, failure=SendFailed("it ends its process", again=False))
        try:
            async with asyncio.timeout(_LONGEST_SEND):
                message = _with_window(Outgoing.from_json(dict(one.body)), one.heard_at)
                return Result(one, provider_id=await self._gone(one.recipient, message))
        except SendFailed as failure:
            return Result(one, failure=failure)
        except TimeoutError:
            return Result(one, failure=_TOO_LONG)
        except Exception as error:
            log.exception("a message cannot be sent", outbox=one.id)
            return Result(one, broken=type(error).__name__)

    async def _gone(self, recipient: str, message: Outgoing) -> str:
        """Sent, without its picture where that cannot be had: the text is the answer."""
        try:
            return await self._channel.send(recipient, message)
        except STORE_TROUBLE as trouble:  # channels tell their own trouble as SendFailed
            if isinstance(trouble, TimeoutError):
                raise
            log.warning("a file cannot be had to send it", error=type(trouble).__name__)
            if message.photo is None:
                again = not isinstance(trouble, FileNotFoundError)
                raise SendFailed("its file cannot be had", again=again) from None
            return await self._channel.send(recipient, replace(message, photo=None))


class Senders:
    """All accounts' senders of a process: one look tells which of them have something."""

    def __init__(self, database: Database, senders: Mapping[tuple[str, str], Sender]) -> None:
        self._database, self._senders = database, senders

    def ring(self, channel: str, account: str) -> None:
        """There may be something to send for this account."""
        if (channel, account) in self._senders:
            self._senders[channel, account].ring()

    async def run(self) -> None:
        """Look until cancelled."""
        accounts = list(self._senders)
        while accounts:
            await asyncio.sleep(_POLL)
            try:
                async with self._database.statement() as tx:
                    found = await sending.due(tx, accounts)
            except Exception as error:  # none of them may end the loop
                log.warning("nobody can look what is to be sent", error=type(error).__name__)
                continue
            for place in found:
                self.ring(*place)
        await asyncio.Event().wait()


def _with_window(message: Outgoing, heard_at: datetime | None) -> Outgoing:
    """The message with the moment of the person's last one: some providers ask for it."""
    if heard_at is None:
        return message
    return replace(message, extra={**message.extra, "heard_at": heard_at.isoformat()})
