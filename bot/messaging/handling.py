"""One sender's messages, in order: translated, handled, answered and noted in one transaction."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog

from bot.base.claimed_turns import Handler, Kept, OutboxNew, Turn
from bot.base.ports import Channel, Unparsable
from bot.engine.messages import Inbound, Kind
from bot.messaging import apology, provider_news
from bot.messaging.fetches import PATIENCE, Fetches, Missing
from bot.messaging.files import Fetched, Files
from bot.messaging.rests import Rests
from models.sealing import Keys
from models.stores.base.database import Database, Transaction
from models.stores.messaging import files, inbox, next_sender, outbox
from models.stores.messaging.inbox import Sender
from models.stores.messaging.next_sender import Claimed
from models.stores.persons import people

AT_ONCE = 5
"""Messages of one sender in one transaction; then the others have their turn."""
_SILENCE = timedelta(days=6)
"""Telegram numbers its updates anew after a week without any: then nothing counts as late."""
_MOST_FAILURES = 8
"""Failures in a row that look passing; then they are the message's fault after all."""
_PAGE = 24
"""Senders of one look round the ring."""
_START = Sender("", "", "")

log = structlog.get_logger()


class Found(Protocol):
    """Told as soon as a sender is locked."""

    def __call__(self, *, stranger: bool) -> None:
        """`stranger`: speaks for nobody yet."""
        ...


Channels = Mapping[tuple[str, str], Channel]
"""The channels of this process by (name, account)."""


@dataclass(slots=True)
class _Turn:
    """What one transaction takes of a sender's messages; `missing`: the next one needs its file."""

    ready: list[tuple[inbox.Message, Inbound]] = field(default_factory=list)
    missing: Missing | None = None


class Handling:
    """Serves one claimed sender at a time with the handler that it is given."""

    def __init__(
        self,
        database: Database,
        channels: Channels,
        handler: Handler,
        keys: Keys,
        files: Files,
        *,
        language: str = "id",
        paced: bool = True,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        on_reply: Callable[[str, str], None] = lambda _channel, _account: None,
    ) -> None:
        self._database, self._channels, self._handler = database, channels, handler
        self._keys, self._files, self._clock = keys, files, clock
        self._language, self._paced, self._on_reply = language, paced, on_reply
        self._fetches, self._rests = Fetches(files), Rests()
        self._after = _START
        self.in_hand = False
        """The last look saw messages, all of people whom somebody serves: they are next."""
        self.on_news: Callable[[], None] = lambda: None
        """Called when a sender who rested may be served again."""

    async def serve_next(
        self,
        found: Found = lambda *, stranger: None,
        passing: Callable[[BaseException], bool] = lambda _: False,
        *,
        order: Sequence[bool] = (True, False),
    ) -> bool:
        """Give the sender who waits longest a turn of up to AT_ONCE messages; False without one.

        `order`: whom to look for, first to last: True those who speak for somebody, False
        strangers, whose turn is one message. `found` is called as soon as the sender is locked. A
        message that fails is tried alone, then set aside with an apology, and the next ones go on;
        after an error that is `passing` nothing has happened, and the sender rests for a moment.
        Raises what the look itself raises.
        """
        sender: Sender | None = None
        try:
            async with self._database.transaction() as tx:
                claimed = await self._claim(tx, order)
                if claimed is None:
                    return False
                sender = claimed.sender
                found(stranger=claimed.stranger)
                most = 1 if claimed.stranger else AT_ONCE
                turn = await self._turns(tx, sender, claimed.contact, most)
        except Exception as error:
            if sender is None:
                raise
            await self._failed(sender, error, passing)
        else:
            self._done(sender, turn)
        return True

    async def settle(self) -> bool:
        """Wait for the files that are being fetched; False when none are."""
        return await self._fetches.settle()

    async def _claim(self, tx: Transaction, order: Sequence[bool]) -> Claimed | None:
        """Who waits longest; where a flood hides the others, whoever comes next in a ring."""
        resting, language = self._rests.now(), self._language
        accounts = list(self._channels)
        look = await next_sender.claim_oldest(tx, accounts, resting, language, order)
        self.in_hand = look.in_hand
        if look.claimed is not None or not look.crowded:
            return look.claimed
        page = await inbox.waiting(tx, self._after, _PAGE)
        self._after = page[-1][0] if len(page) == _PAGE else _START
        mine = [
            (s, stranger)
            for s, stranger in page
            if (s.channel, s.account) in self._channels
            and s not in resting
            and (not stranger) in order
        ]
        return await next_sender.claim_first(tx, mine, self._language) if mine else None

    async def _turns(
        self, tx: Transaction, sender: Sender, contact: inbox.Contact, limit: int
    ) -> _Turn:
        """Handle up to `limit` messages, all or none of them, up to one whose file is missing."""
        turn = _Turn()
        messages = await inbox.pending(tx, sender, limit + 1)  # one tells that some wait behind
        for place, message in enumerate(messages[:limit]):
            inbound = self.translate(message)
            if inbound.file is not None:
                unknown = sender if contact.get("person_id") is None else None
                missing = Missing(message["id"], self._channels[sender[:2]], inbound, unknown)
                if not self._fetches.ready(missing, behind=len(messages) - place - 1):
                    turn.missing = missing
                    break
            turn.ready.append((message, inbound))
        if turn.ready:
            await self._handle(tx, contact, turn.ready)
        return turn

    def _done(self, sender: Sender, turn: _Turn) -> None:
        """The turn is committed."""
        self._rests.well(sender)
        self._fetches.forget([message["id"] for message, _ in turn.ready])
        if turn.missing is not None:
            self._rests.rest(sender, PATIENCE)
            self._fetches.start(turn.missing, lambda: self._fetched(sender))
        if turn.ready:
            self._on_reply(sender.channel, sender.account)

    def _fetched(self, sender: Sender) -> None:
        self._rests.over(sender)
        self.on_news()

    async def _failed(
        self, sender: Sender, error: Exception, passing: Callable[[BaseException], bool]
    ) -> None:
        """Try the first message alone, or later where the trouble passes, but not for ever."""
        if not passing(error):
            await self._carefully(sender, passing)
            return
        failures = self._rests.stumble(sender)
        log.warning("a turn failed", error=type(error).__name__, failures=failures)
        if failures >= _MOST_FAILURES:
            try:
                await self.set_aside(sender, error)
            except Exception as trouble:
                log.warning("nothing can be set aside", error=type(trouble).__name__)

    async def _carefully(self, sender: Sender, passing: Callable[[BaseException], bool]) -> None:
        try:
            async with self._database.transaction() as tx:
                contact = await inbox.claim(tx, sender, self._language)
                if contact is None:
                    return  # another process serves this sender
                turn = await self._turns(tx, sender, contact, 1)
        except Exception as error:
            if passing(error):
                self._rests.stumble(sender)
            else:
                await self.set_aside(sender, error)
        else:
            self._done(sender, turn)

    def translate(self, message: inbox.Message) -> Inbound:
        """The message as its channel reads it."""
        channel = self._channels[message["channel"], message["account"]]
        payload = self._keys.unseal_payload(message["payload"])
        return channel.inbound(payload, message["part"], message["received_at"])

    async def _handle(
        self, tx: Transaction, contact: inbox.Contact, ready: list[tuple[inbox.Message, Inbound]]
    ) -> None:
        last, seen, now = contact["last_order"], contact["last_inbound_at"], self._clock()
        outgoing, kept = list[outbox.NewOutgoing](), Kept()
        for number, (message, inbound) in enumerate(ready):
            if inbound.outcome is not None:
                await provider_news.noted(tx, contact["id"], message, inbound.outcome)
                continue
            if number:
                await kept.write(tx, contact["id"])
                contact = await inbox.contact(tx, contact["id"])
            silent = seen is None or inbound.at - seen > _SILENCE
            late = message["position"] < last and not silent
            last = last if late else message["position"]
            seen = max(seen or inbound.at, inbound.at)
            whole = self._with_file(message["id"], replace(inbound, late=late))
            turn = Turn(f"m{message['id']}", contact, message, whole, now, kept)
            outgoing += await self._answers(tx, turn, len(outgoing))
            if whole.kind is Kind.PHOTO and whole.stored is None:
                await files.later(tx, message["id"])
        end = outbox.Handled(contact["id"], [m["id"] for m, _ in ready], last, seen, kept.state)
        await outbox.handled(tx, end, outgoing, paced=self._paced)

    async def _answers(
        self, tx: Transaction, turn: Turn, said: int = 0
    ) -> list[outbox.NewOutgoing]:
        """What the handler says; a stranger's answers go last, and no more than may wait."""
        told = [addressed(turn, new) for new in await self._handler(tx, turn)]
        if turn.contact.get("person_id") is not None:
            return told
        person, _ = await people.contact_now(tx, turn.contact["id"])
        if person is not None:  # it speaks for somebody since this very message
            return told
        waiting = await outbox.waiting_for(tx, turn.contact["id"]) if self._paced else 0
        if waiting + said >= outbox.MOST_WAITING:
            return []
        return [replace(one, priority=outbox.STRANGERS) for one in told]

    def _with_file(self, message_id: int, inbound: Inbound) -> Inbound:
        fetched = self._fetches.of(message_id)
        if inbound.kind is Kind.PHOTO and inbound.file is None:
            fetched = Fetched(refused="file_gone")  # it names no file: there is none to wait for
        return inbound if fetched is None else fetched.into(inbound)

    async def late_file(self, message: inbox.Message, fetched: Fetched) -> bool:
        """Hand a photo to the conversation that could not be fetched in its turn.

        False when the sender is being served right now: try again in a moment.
        """
        sender = Sender(message["channel"], message["account"], message["sender"])
        async with self._database.transaction() as tx:
            contact = await inbox.claim(tx, sender, self._language)
            if contact is None:
                return False
            inbound = fetched.into(replace(self.translate(message), late=True))
            turn = Turn(f"m{message['id']}:file", contact, message, inbound, self._clock())
            outgoing = await self._answers(tx, turn)
            await outbox.enqueue(tx, outgoing, paced=self._paced)
            await files.arrived(tx, message["id"])
        self._on_reply(sender.channel, sender.account)
        return True

    async def set_aside(self, sender: Sender, error: Exception) -> None:
        """Put the sender's first message aside, and say so with a reference that finds the log."""
        reference = f"X-{secrets.token_hex(3).upper()}"
        log.error("a message is set aside", reference=reference, exc_info=error)
        async with self._database.transaction() as tx:
            contact = await inbox.claim(tx, sender, self._language)
            waiting = await inbox.pending(tx, sender, 1)
            if contact is None or not waiting:
                return
            message = waiting[0]
            await inbox.set_aside(tx, message["id"], f"{type(error).__name__} {reference}")
            if not isinstance(error, Unparsable):
                told = apology.sorry(contact, message["id"], reference)
                await outbox.enqueue(tx, [told], paced=self._paced)
        self._fetches.forget([message["id"]])
        self._rests.well(sender)
        self._on_reply(sender.channel, sender.account)


def addressed(turn: Turn, new: OutboxNew) -> outbox.NewOutgoing:
    """A handler's message with the contact that it goes to and the message that caused it."""
    return outbox.NewOutgoing(
        new.purpose,
        new.contact_id if new.contact_id is not None else turn.contact["id"],
        new.body.to_json(),
        new.priority,
        new.not_before,
        turn.message["id"],
    )
