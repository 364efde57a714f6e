"""Tells people what happened outside their own messages: each notice once, in order, in turn.

A notice is brought to the person's latest contact as an outcome, under that contact's claim; its
words and "told" are one commit, so that a crash repeats nothing and loses nothing.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import structlog

from bot.base.claimed_turns import Cause, Handler, Turn
from bot.engine.messages import Inbound, Kind, Unread
from bot.messaging.handling import addressed
from models.stores.base.database import Database, Transaction, passing
from models.stores.messaging import inbox, notices, outbox
from models.stores.messaging.notices import Due

REST = 0.5
"""Seconds between two looks when nothing waits."""
DUTY = 1
"""Priority in the outbox: behind answers, before bulk."""
_BUSY = 0.2
"""Seconds until a person who is being served is looked at again."""
_MOST = 8
"""Failures of one notice; then it is set aside."""

log = structlog.get_logger()


class Notices:
    """The loop that tells what waits; any number of processes may run it."""

    def __init__(
        self,
        database: Database,
        handler: Handler,
        *,
        language: str = "id",
        paced: bool = True,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        on_told: Callable[[str, str], None] = lambda _channel, _account: None,
    ) -> None:
        self._database, self._handler, self._clock = database, handler, clock
        self._language, self._paced, self._on_told = language, paced, on_told
        self._after = notices.LOWEST
        self._stumbled = (0, 0)

    async def run(self) -> None:
        """Work until cancelled; a database that is away for a moment is waited for."""
        while True:
            try:
                busy = await self.once()
            except Exception as problem:  # none of them may end the loop
                log.warning("notices have to wait", problem=type(problem).__name__)
                busy = False
            if not busy:
                await asyncio.sleep(REST)

    async def drain(self) -> None:
        """Tell everything that is due now, then return."""
        while await self.once():
            continue

    async def once(self) -> bool:
        """Tell one notice; False when none is due. Everybody has one in turn."""
        found: Due | None = None
        told: inbox.Sender | None = None
        try:
            async with self._database.transaction() as tx:
                found = await self._next(tx)
                if found is not None:
                    told = await self._tell(tx, found)
        except Exception as problem:
            if found is None or (passing(problem) and self._again(found)):
                raise
            await self._failed(found, problem)
        if told is not None:
            self._on_told(told.channel, told.account)
        return found is not None

    def _again(self, found: Due) -> bool:
        """Whether trouble that looks passing may still pass: another notice comes in between."""
        before, times = self._stumbled
        self._stumbled = found.id, times + 1 if before == found.id else 1
        return self._stumbled[1] < _MOST

    async def _next(self, tx: Transaction) -> Due | None:
        found = await notices.next_due(tx, self._after)
        if found is None and self._after != notices.LOWEST:
            found = await notices.next_due(tx)
        self._after = notices.LOWEST if found is None else found.whom
        return found

    async def _tell(self, tx: Transaction, found: Due) -> inbox.Sender | None:
        """Tell it; to whom, None when not now or not at all."""
        sender = await notices.latest_contact(tx, found.whom)
        if sender is None:
            await notices.aside(tx, found.id, notices.UNREACHED)
            return None
        contact = await inbox.claim(tx, sender, self._language)
        if contact is None:
            await notices.later(tx, found.id, _BUSY)
            return None
        now = self._clock()
        inbound = Inbound(Kind.OUTCOME, now, outcome=Unread(found.event, found.data))
        turn = Turn(f"n{found.id}", contact, Cause(id=found.inbox_id), inbound, now)
        told = [replace(new, priority=DUTY) for new in await self._handler(tx, turn)]
        outgoing = [addressed(turn, new) for new in told]
        await outbox.enqueue(tx, outgoing, paced=self._paced)
        await notices.told(tx, found.id)
        return sender

    async def _failed(self, found: Due, problem: Exception) -> None:
        reason = type(problem).__name__
        log.error("a notice failed", notice=found.id, exc_info=problem)
        async with self._database.transaction() as tx:
            if found.attempts + 1 >= _MOST:
                await notices.aside(tx, found.id, reason)
            else:
                await notices.later(tx, found.id, 2.0**found.attempts, reason=reason)
