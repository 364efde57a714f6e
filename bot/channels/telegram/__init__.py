"""Telegram both ways: its updates into our messages, our replies into Bot API calls, no more.

Incoming JSON is read by own tolerant code (`updates`); `Application.process_update` is never
used, because it swallows errors and keeps its queue in memory.
"""

import os
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot.base.ports import TOO_LARGE, Envelope, Outgoing, SendFailed
from bot.channels.telegram import updates
from bot.channels.telegram.updates import KINDS
from bot.channels.telegram.wire import Wire, unanswered
from bot.engine.messages import Ask, FileRef, Inbound
from bot.engine.texts import tell
from models.values import Json

LARGEST_FILE = 20 * 1024 * 1024
"""getFile's limit in bytes."""
_LONGEST_TEXT, _LONGEST_CAPTION = 4096, 1024
_ASKS = {
    Ask.LOCATION: "channel.send_location",
    Ask.CONTACT: "channel.share_number",
}
log = structlog.get_logger()
os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's coming way to say retry_after

_Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | None
ReadFile = Callable[[str], Awaitable[bytes]]
"""Gives the bytes of a stored file by its path."""


class Telegram:
    """One bot. `account` is its public name; `read_file` gives the bytes of a stored picture."""

    name = "telegram"

    def __init__(
        self,
        account: str,
        token: str,
        *,
        base: str = "https://api.telegram.org",
        read_file: ReadFile | None = None,
    ) -> None:
        self._moved: dict[str, str] = {}
        self.account, self._token, self._read_file = account, token, read_file
        self.bot = Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=Wire(pool_size=32),
            get_updates_request=HTTPXRequest(connection_pool_size=1),
        )

    def envelopes(self, payload: bytes) -> list[Envelope]:
        """The one message of an update; raises Unparsable with a reason."""
        return updates.envelopes(payload)

    def inbound(self, payload: bytes, part: int, received_at: datetime) -> Inbound:
        """The message, translated; raises Unparsable for what `envelopes` refuses."""
        return updates.inbound(payload, received_at)

    def press(self, payload: bytes) -> str | None:
        """The id of a pressed button's query, which wants an answer at once; None for others."""
        return updates.press(payload)

    async def send(self, recipient: str, message: Outgoing) -> str:
        """Send a text (in pieces when too long) and its file; raises SendFailed.

        The text is the file's caption where it is short enough, else it follows.
        """
        chat = recipient.partition(":")[0]
        try:
            sent = await self._send(self._moved.get(chat, chat), message)
        except ChatMigrated as moved:
            self._moved[chat] = str(moved.new_chat_id)
            raise SendFailed("the group is a supergroup now", again=True) from None
        except TelegramError as error:
            raise self._failure(error) from None
        except (AttributeError, KeyError, TypeError) as error:
            # it went out: what the library cannot read is the answer
            log.warning("an answer of Telegram is not understood", error=repr(error))
            return ""
        return str(sent.message_id)

    async def _send(self, chat: str, message: Outgoing) -> Message:
        markup = _markup(message)
        if message.file is not None and self._read_file is not None:
            data = await self._read_file(message.file)
            if len(message.text) <= _LONGEST_CAPTION:
                return await self._send_file(chat, message, data, message.text, markup)
            await self._send_file(chat, message, data)
        *first, last = _pieces(message.text)
        for piece in first:
            await self.bot.send_message(chat, piece)
        return await self.bot.send_message(chat, last, reply_markup=markup)

    async def _send_file(
        self, chat: str, message: Outgoing, data: bytes, caption: str = "", markup: _Markup = None
    ) -> Message:
        """Send the message's document or picture."""
        below: dict[str, Json] = {"caption": caption or None, "reply_markup": markup}
        if message.document is None:
            return await self.bot.send_photo(chat, data, **below)
        return await self.bot.send_document(chat, data, filename=message.document.name, **below)

    async def fetch(self, file: FileRef) -> bytes:
        """The file's bytes; raises SendFailed."""
        if file.size is not None and file.size > LARGEST_FILE:
            raise SendFailed(TOO_LARGE, again=False)
        try:
            place = await self.bot.get_file(file.id)
            if (place.file_size or 0) > LARGEST_FILE:
                raise SendFailed(TOO_LARGE, again=False)
            return bytes(await place.download_as_bytearray())
        except TelegramError as error:
            raise self._failure(error) from None

    async def answer_press(self, query: str) -> None:
        """Stop the waiting sign on a pressed button; raises SendFailed."""
        try:
            await self.bot.answer_callback_query(query)
        except TelegramError as error:
            raise self._failure(error) from None

    async def use_webhook(self, url: str, secret: str) -> None:
        """Have updates sent to us; raises SendFailed."""
        try:
            await self.bot.set_webhook(
                url, secret_token=secret, allowed_updates=KINDS, max_connections=100
            )
        except TelegramError as error:
            raise self._failure(error) from None

    async def use_polling(self) -> None:
        """Have updates kept for us to fetch; raises SendFailed."""
        try:
            await self.bot.delete_webhook()
        except TelegramError as error:
            raise self._failure(error) from None

    async def waiting_updates(self, offset: int, wait: int) -> list[dict[str, object]]:
        """Raw updates from `offset` on, waiting up to so many seconds; raises SendFailed."""
        request = {"offset": offset, "timeout": wait, "limit": 100, "allowed_updates": KINDS}
        try:  # in small letters (methods know no case): the raw updates, without being warned off
            answer = await self.bot.do_api_request(
                "getupdates", api_kwargs=request, read_timeout=wait + 10
            )
        except TelegramError as error:
            raise self._failure(error) from None
        return [update for update in answer or [] if isinstance(update, dict)]

    async def close(self) -> None:
        """Close the connections."""
        for request in self.bot._request:
            await request.shutdown()

    def _failure(self, error: TelegramError) -> SendFailed:
        reason = f"{type(error).__name__}: {error}".replace(self._token, "***")
        if isinstance(error, RetryAfter):
            after = error.retry_after
            wait = after.total_seconds() if isinstance(after, timedelta) else float(after)
            return SendFailed(reason, again=True, after=wait)
        if isinstance(error, InvalidToken | EndPointNotFound):
            return SendFailed(reason, again=True, after=60)  # a setting is wrong, not the message
        again, unsure = not isinstance(error, BadRequest | Forbidden), unanswered(error)
        return SendFailed(reason, again=again, unsure=unsure)


def _pieces(text: str) -> list[str]:
    """The text cut at line ends to what one message may hold."""
    pieces = []
    while len(text) > _LONGEST_TEXT:
        cut = text.rfind("\n", 1, _LONGEST_TEXT)
        cut = cut if cut > 0 else _LONGEST_TEXT
        pieces.append(text[:cut])
        text = text[cut:].lstrip("\n")
    return [*pieces, text or "…"]


def _markup(message: Outgoing) -> _Markup:
    if message.ask is not None:
        language = str(message.extra.get("language", "id"))
        ask = Ask(message.ask)
        label = tell(_ASKS[ask], {}, language)
        first = KeyboardButton(
            label, request_location=ask is Ask.LOCATION, request_contact=ask is Ask.CONTACT
        )
        rows = [[first], *([KeyboardButton(text)] for text, _ in message.buttons)]
        return ReplyKeyboardMarkup(rows, resize_keyboard=True, one_time_keyboard=True)
    if not message.buttons:
        return None
    return InlineKeyboardMarkup(_rows(message.buttons))


def _rows(buttons: tuple[tuple[str, str], ...]) -> list[list[InlineKeyboardButton]]:
    """Short buttons side by side, three at most, 24 letters a row; long ones alone."""
    rows: list[list[InlineKeyboardButton]] = []
    width = 0
    for label, data in buttons:
        if not rows or len(rows[-1]) == 3 or width + len(label) > 24:
            rows.append([])
            width = 0
        rows[-1].append(InlineKeyboardButton(label, callback_data=data))
        width += len(label)
    return rows
