"""Notes what became of sent messages: many in one commit, and again until the database takes it."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

import structlog
from prometheus_client import Counter

from bot.base.ports import SendFailed
from bot.messaging import unreached
from models.stores.base.database import Database, Transaction, passing
from models.stores.messaging import outbox, sending
from models.stores.messaging.sending import Taken

MOST_ATTEMPTS = 12
"""Then it is given up: about an hour after the first."""
_LONGEST_WAIT = 600.0
REPORTING = ("whatsapp",)
"""Channels that tell what became of a message, perhaps before its id is noted."""
SENT = Counter("saksi_outbox_sent", "Messages taken by a provider", ["channel"])
FAILED = Counter("saksi_outbox_failed", "Attempts that a provider refused", ["channel", "again"])

Note = Callable[[Transaction], Awaitable[None]]
"""Writes what became of a message, in a transaction."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one message: the provider's id, its refusal, or what broke in our code."""

    message: Taken
    provider_id: str = ""
    failure: SendFailed | None = None
    broken: str = ""


class Notes:
    """Of one account (channel, name); `permits` is the name of its rate."""

    def __init__(self, database: Database, place: tuple[str, str], permits: str) -> None:
        self._database, self._channel, self._permits = database, place[0], permits

    async def write(self, results: Sequence[Result]) -> None:
        """Note them; a database that is away is waited for, because they went out."""
        sent = [one for one in results if one.failure is None and not one.broken]
        if sent:
            SENT.labels(self._channel).inc(len(sent))
            single = self._channel not in REPORTING
            await self._surely(partial(self._sent, sent), single=single)
        for one in results:
            if one.broken or one.failure is not None:
                await self._surely(partial(self._not_sent, one))

    async def _surely(self, note: Note, *, single: bool = False) -> None:
        """Until the database has it; `single`: it is one statement."""
        begin = self._database.statement if single else self._database.transaction
        while True:
            try:
                async with begin() as tx:
                    await note(tx)
            except Exception as error:
                if not passing(error):
                    raise
                log.warning("what was sent cannot be noted yet", error=type(error).__name__)
                await asyncio.sleep(0.5)
            else:
                return

    async def _sent(self, results: Sequence[Result], tx: Transaction) -> None:
        ids = [one.message.id for one in results]
        await sending.sent(tx, ids, [_plain(one.provider_id) for one in results])
        if self._channel in REPORTING:
            await outbox.heard_before(tx, ids)

    async def _not_sent(self, result: Result, tx: Transaction) -> None:
        one, failure = result.message, result.failure
        if failure is None:
            await outbox.give_up(tx, one.id, result.broken)
            return
        FAILED.labels(self._channel, str(failure.again).lower()).inc()
        reason = _plain(failure.reason)
        log.info("not sent", outbox=one.id, reason=reason, again=failure.again)
        if failure.again and failure.after is not None:
            wait = min(failure.after, sending.LONGEST_PAUSE)
            await outbox.try_again(tx, one.id, reason, wait, counted=False)
            if not failure.chat_only:
                await sending.pause(tx, self._permits, failure.after)
        elif failure.again and one.attempts < MOST_ATTEMPTS:
            wait = min(2.0**one.attempts, _LONGEST_WAIT) * random.uniform(0.5, 1.0)  # noqa: S311
            await outbox.try_again(tx, one.id, reason, wait, unsure=failure.unsure)
        else:
            await outbox.give_up(tx, one.id, reason)
            if not failure.again:  # a provider that is down is no witness out of reach
                await unreached.tell(tx, one.id, reason)


def _plain(text: str) -> str:
    """A provider's words as PostgreSQL can hold them."""
    return text.replace("\x00", "")
