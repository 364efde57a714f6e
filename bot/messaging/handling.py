"""One sender's messages, in order: translated, handled, answered and noted in one transaction."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import structlog

from bot.base.claimed_turns import Handler, OutboxNew, Turn
from bot.base.ports import AccountChanged, Channel, Delivery, Outgoing, Unparsable
from bot.engine.messages import Inbound, Kind, Outcome
from bot.engine.texts import tell
from bot.messaging import unreached
from bot.messaging.files import Fetched, Files
from models.sealing import Keys
from models.stores.base.session import Database, Session
from models.stores.messaging import files, inbox, outbox
from models.stores.messaging.inbox import Sender
from models.stores.persons import held_acts

AT_ONCE = 5
"""Messages of one sender in one transaction; then the others have their turn."""
_SILENCE = timedelta(days=6)
"""Telegram numbers its updates anew after a week without any: then nothing counts as late."""

log = structlog.get_logger()
Channels = Mapping[tuple[str, str], Channel]
"""The channels of this process by (name, account)."""


@dataclass(frozen=True, slots=True)
class _Missing:
    """A message whose file has to be fetched before its turn."""

    message_id: int
    channel: Channel
    inbound: Inbound


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
        self._fetched: dict[int, Fetched] = {}

    def serves(self, sender: Sender) -> bool:
        """Whether this process has the sender's channel."""
        return (sender.channel, sender.account) in self._channels

    async def serve(
        self,
        sender: Sender,
        passing: Callable[[BaseException], bool] = lambda _: False,
        *,
        most: int = AT_ONCE,
    ) -> bool:
        """One turn of a sender, up to `most` messages; returns whether more may wait.

        A message that fails is tried alone, then set aside with an apology, and the next ones go
        on. Errors that are `passing` are raised instead: nothing has happened then.
        """
        while True:
            try:
                left = await self._turns(sender, most)
            except Exception as error:
                if passing(error):
                    raise
                left = await self._carefully(sender, passing)
            if not isinstance(left, _Missing):
                return left
            self._fetched[left.message_id] = await self._files.fetch(left.channel, left.inbound)

    async def _carefully(
        self, sender: Sender, passing: Callable[[BaseException], bool]
    ) -> bool | _Missing:
        try:
            return await self._turns(sender, 1)
        except Exception as error:
            if passing(error):
                raise
            await self.set_aside(sender, error)
            return True

    async def _turns(self, sender: Sender, limit: int) -> bool | _Missing:
        """Handle up to `limit` messages in one transaction, all or none of them."""
        ready: list[tuple[inbox.Message, Inbound]] = []
        missing: _Missing | None = None
        async with self._database.transaction() as session:
            contact = await inbox.claim(session, sender, self._language)
            if contact is None:
                return False  # another process serves this sender
            messages = await inbox.pending(session, sender, limit)
            for message in messages:
                inbound = self.translate(message)
                if inbound.file is not None and message["id"] not in self._fetched:
                    channel = self._channels[sender.channel, sender.account]
                    missing = _Missing(message["id"], channel, inbound)
                    break
                ready.append((message, inbound))
            if ready:
                await self._handle(session, contact, ready)
        for message, _ in ready:
            self._fetched.pop(message["id"], None)
        if ready:
            self._on_reply(sender.channel, sender.account)
        return missing or len(messages) == limit

    def translate(self, message: inbox.Message) -> Inbound:
        """The message as its channel reads it."""
        channel = self._channels[message["channel"], message["account"]]
        payload = self._keys.unseal_payload(message["payload"])
        return channel.inbound(payload, message["part"], message["received_at"])

    async def _handle(
        self, session: Session, contact: inbox.Contact, ready: list[tuple[inbox.Message, Inbound]]
    ) -> None:
        last, seen, now = contact["last_order"], contact["last_inbound_at"], self._clock()
        outgoing: list[outbox.NewOutgoing] = []
        for number, (message, inbound) in enumerate(ready):
            if inbound.outcome is not None:
                await _noted(session, contact["id"], message, inbound.outcome)
                continue
            if number:
                contact = await inbox.contact(session, contact["id"])
            silent = seen is None or inbound.at - seen > _SILENCE
            late = message["position"] < last and not silent
            last = last if late else message["position"]
            seen = max(seen or inbound.at, inbound.at)
            whole = self._with_file(message["id"], replace(inbound, late=late))
            turn = Turn(f"m{message['id']}", contact, message, whole, now)
            outgoing += await self._answers(session, turn, len(outgoing))
            if whole.kind is Kind.PHOTO and whole.stored is None:
                await files.later(session, message["id"])
        await outbox.enqueue(session, outgoing, paced=self._paced)
        done = [message["id"] for message, _ in ready]
        await inbox.handled(session, contact["id"], done, last, seen or now)

    async def _answers(
        self, session: Session, turn: Turn, said: int = 0
    ) -> list[outbox.NewOutgoing]:
        """What the handler says; a stranger's answers go last, and no more than may wait."""
        told = [addressed(turn, new) for new in await self._handler(session, turn)]
        if turn.contact.get("person_id") is not None:
            return told
        waiting = await outbox.waiting_for(session, turn.contact["id"]) if self._paced else 0
        if waiting + said >= outbox.MOST_WAITING:
            return []
        return [replace(one, priority=outbox.STRANGERS) for one in told]

    def _with_file(self, message_id: int, inbound: Inbound) -> Inbound:
        fetched = self._fetched.get(message_id)
        if inbound.kind is Kind.PHOTO and inbound.file is None:
            fetched = Fetched(refused="file_gone")  # it names no file: there is none to wait for
        return inbound if fetched is None else fetched.into(inbound)

    async def late_file(self, message: inbox.Message, fetched: Fetched) -> bool:
        """Hand a photo to the conversation that could not be fetched in its turn.

        False when the sender is being served right now: try again in a moment.
        """
        sender = Sender(message["channel"], message["account"], message["sender"])
        async with self._database.transaction() as session:
            contact = await inbox.claim(session, sender, self._language)
            if contact is None:
                return False
            inbound = fetched.into(replace(self.translate(message), late=True))
            turn = Turn(f"m{message['id']}:file", contact, message, inbound, self._clock())
            outgoing = await self._answers(session, turn)
            await outbox.enqueue(session, outgoing, paced=self._paced)
            await files.arrived(session, message["id"])
        self._on_reply(sender.channel, sender.account)
        return True

    async def set_aside(self, sender: Sender, error: Exception) -> None:
        """Put the sender's first message aside, and say so with a reference that finds the log."""
        reference = f"X-{secrets.token_hex(3).upper()}"
        log.error("a message is set aside", reference=reference, exc_info=error)
        async with self._database.transaction() as session:
            contact = await inbox.claim(session, sender, self._language)
            waiting = await inbox.pending(session, sender, 1)
            if contact is None or not waiting:
                return
            message = waiting[0]
            await inbox.set_aside(session, message["id"], f"{type(error).__name__} {reference}")
            if not isinstance(error, Unparsable):
                text = tell("handling.sorry", {"reference": reference}, contact["language"])
                sorry = outbox.NewOutgoing(
                    f"m{message['id']}:sorry",
                    contact["id"],
                    Outgoing(text).to_json(),
                    inbox_id=message["id"],
                )
                await outbox.enqueue(session, [sorry], paced=self._paced)
        self._fetched.pop(message["id"], None)
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


async def _noted(
    session: Session, contact_id: int, message: inbox.Message, outcome: Outcome
) -> None:
    """What the provider itself says: of an account, or of a message of ours."""
    match outcome:
        case AccountChanged():
            await held_acts.account_changed(session, contact_id)
        case Delivery():
            await _note_delivery(session, message, outcome)


async def _note_delivery(session: Session, message: inbox.Message, told: Delivery) -> None:
    """A report of what became of a message of ours; nobody is answered."""
    place = (message["channel"], message["account"], told.provider_id)
    if told.outside and await outbox.by_template(session, *place, str(told.reason)):
        return
    await outbox.delivered(session, *place, told.status, told.reason)
    if told.status == "failed":
        await unreached.told_by_provider(session, *place, told.reason or "")
