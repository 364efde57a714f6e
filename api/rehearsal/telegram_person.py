"""Somebody with Telegram on the phone: says, presses, shares, and reads what comes back."""

import asyncio
import itertools
from collections.abc import Callable, Mapping

from api.rehearsal.fake_telegram import Chat, FakeTelegram
from models.values import Json

_queries = itertools.count(10**17)


class Silence(Exception):
    """The bot did not answer in time."""


class Person:
    """One made-up person in a private chat with the bot."""

    def __init__(self, telegram: FakeTelegram, chat_id: int, name: str, phone: str = "") -> None:
        self.telegram, self.phone = telegram, phone
        self.chat: Chat = telegram.chat(chat_id, name)

    def say(self, text: str) -> None:
        """Type a text."""
        self.telegram.update(self.chat, "message", {"text": text})

    def hold(self, text: str) -> Callable[[], None]:
        """Type a text without signal; calling what is returned lets it arrive."""
        update = self.telegram.update(self.chat, "message", {"text": text}, held=True)
        return lambda: self.telegram.deliver(update)

    def press(self, label: str) -> None:
        """Press a button of the latest message that has it. Raises LookupError."""
        for message in reversed(self.chat.heard):
            for button in buttons(message):
                if label in (button["text"], button.get("callback_data")):
                    self._press(message, button)
                    return
        raise LookupError(f"no button {label!r}")

    def _press(self, message: dict[str, Json], button: dict[str, Json]) -> None:
        if "callback_data" not in button:
            self.say(button["text"])
            return
        carrier = {k: message[k] for k in ("message_id", "date", "chat")}
        query = {"id": str(next(_queries)), "message": carrier, "chat_instance": "1"}
        self.telegram.update(
            self.chat, "callback_query", {**query, "data": button["callback_data"]}
        )

    def react(self, message: Mapping[str, object], emoji: str = "\N{THUMBS UP SIGN}") -> None:
        """Put an emoji below one of the bot's messages."""
        place = {"id": self.chat.id, "type": "private"}
        new = [{"type": "emoji", "emoji": emoji}]
        body = {"chat": place, "message_id": message["message_id"], "user": {"id": self.chat.id}}
        told = {**body, "date": message["date"], "old_reaction": [], "new_reaction": new}
        self.telegram.update(self.chat, "message_reaction", told)

    def share_contact(self, *, phone: str | None = None, own: bool = True) -> None:
        """Share a contact: one's own by the button, or somebody else's card."""
        whose = self.chat.id if own else self.chat.id + 1
        contact = {"phone_number": phone or self.phone, "first_name": self.chat.name}
        self.telegram.update(self.chat, "message", {"contact": {**contact, "user_id": whose}})

    def share_location(self, lat: float, lon: float, *, forwarded: bool = False) -> None:
        """Share a location, one's own or a forwarded one."""
        body: dict[str, object] = {"location": {"latitude": lat, "longitude": lon}}
        if forwarded:
            body["forward_origin"] = {"type": "hidden_user", "sender_user_name": "Teman"}
        self.telegram.update(self.chat, "message", body)

    def send_photo(self, data: bytes, *, caption: str = "", document: bool = False) -> None:
        """Send a picture, compressed by the messenger or as a file."""
        file = {"file_id": self.telegram.keep_file(data), "file_size": len(data)}
        if document:
            body: dict[str, object] = {"document": {**file, "mime_type": "image/jpeg"}}
        else:
            small = {"file_id": self.telegram.keep_file(b""), "width": 90, "height": 67}
            body = {"photo": [small, {**file, "width": 960, "height": 1280}]}
        self.telegram.update(self.chat, "message", {**body, "caption": caption})

    async def hear(self, seconds: float = 10.0) -> dict[str, Json]:
        """The next message that was not read yet. Raises Silence."""
        try:
            return await asyncio.wait_for(self.chat.unread.get(), seconds)
        except TimeoutError:
            raise Silence(self.chat.name) from None

    async def hear_text(self, seconds: float = 10.0) -> str:
        """The same, its text alone, or what stands below a picture."""
        heard = await self.hear(seconds)
        return str(heard.get("text") or heard.get("caption") or "")


def buttons(message: dict[str, Json]) -> list[dict[str, Json]]:
    """All buttons below a message."""
    markup = message.get("reply_markup") or {}
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    return [button for row in rows for button in row]
