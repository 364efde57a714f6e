"""Somebody with WhatsApp on the phone: says, presses, shares, and reads what comes back."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from api.rehearsal.fake_whatsapp import FakeWhatsApp, Talk
from api.rehearsal.telegram_person import Silence, buttons
from models.values import Json

_BEFORE = 60
"""Seconds: WhatsApp's own times are whole seconds, so what came before is clearly before."""


class WhatsAppPerson:
    """One made-up person; `person` is a phone number (digits) or a business-scoped id."""

    def __init__(self, whatsapp: FakeWhatsApp, person: str, name: str) -> None:
        self.whatsapp = whatsapp
        self.chat: Talk = whatsapp.talk(person, name)

    def say(self, text: str) -> None:
        """Type a text."""
        self._bring("text", {"body": text})

    def hold(self, text: str) -> Callable[[], None]:
        """Type a text without signal; calling what is returned lets it arrive."""
        before = str(int(time.time()) - _BEFORE)
        message = {"type": "text", "text": {"body": text}, "timestamp": before}
        event = self.whatsapp.bring(self.chat, message, held=True)
        return lambda: self.whatsapp.deliver(event)

    def press(self, label: str) -> None:
        """Press a button or a row of the latest message that has it. Raises LookupError."""
        for message in reversed(self.chat.heard):
            for button in buttons(message):
                if label in (button["text"], button["callback_data"]):
                    kind = "button_reply"
                    if message["body"]["interactive"]["type"] == "list":
                        kind = "list_reply"
                    pressed = {"id": button["callback_data"], "title": button["text"]}
                    self._bring("interactive", {"type": kind, kind: pressed})
                    return
        raise LookupError(f"no button {label!r}")

    def share_contact(self) -> None:
        """Share one's own card."""
        card = {"name": {"formatted_name": self.chat.name}}
        phones = [{"phone": f"+{self.chat.id}", "wa_id": self.chat.id}]
        self._bring("contacts", [{**card, "phones": phones}])

    def share_location(self, lat: float, lon: float) -> None:
        """Share where one is."""
        self._bring("location", {"latitude": lat, "longitude": lon})

    def send_photo(self, data: bytes, *, caption: str = "", document: bool = False) -> None:
        """Send a picture, compressed by the messenger or as a file."""
        kind = "document" if document else "image"
        file = {"id": self.whatsapp.keep_file(data), "mime_type": "image/jpeg"}
        self._bring(kind, {**file, "caption": caption})

    def _bring(self, kind: str, body: Any) -> None:
        self.whatsapp.bring(self.chat, {"type": kind, kind: body})

    async def hear(self, seconds: float = 10.0) -> dict[str, Json]:
        """The next message that was not read yet. Raises Silence."""
        try:
            return await asyncio.wait_for(self.chat.unread.get(), seconds)
        except TimeoutError:
            raise Silence(self.chat.name) from None

    async def hear_text(self, seconds: float = 10.0) -> str:
        """The same, its text alone."""
        return str((await self.hear(seconds)).get("text", ""))
