"""What a made-up person does on a messenger, whichever it is, and how what comes is read."""

from collections import deque
from collections.abc import Callable
from typing import Protocol

from api.rehearsal.delivery import same
from models.values import Json


class Phone(Protocol):
    """What a person does on a messenger, whichever it is."""

    def say(self, text: str) -> None:
        """Type a text."""

    def hold(self, text: str) -> Callable[[], None]:
        """Type a text without signal; calling what is returned lets it arrive."""

    def press(self, label: str) -> None:
        """Press a button."""

    def share_contact(self) -> None:
        """Share one's own contact."""

    def share_location(self, lat: float, lon: float) -> None:
        """Share where one is."""

    def send_photo(self, data: bytes, *, caption: str = "", document: bool = False) -> None:
        """Send a picture, compressed by the messenger or as a file."""

    async def hear(self, seconds: float = 10.0) -> dict[str, Json]:
        """The next message that was not read yet."""


class Reader:
    """Reads one message after the other, with patience (seconds), and answers none of them twice.

    A reply that was in flight when its process died comes again, word for word: nobody answers
    that one. Whoever did would answer the next question with the figure of this one.
    """

    def __init__(self, phone: Phone, patience: float) -> None:
        self._phone, self._patience = phone, patience
        self._last: dict[str, Json] = {}
        self._read: deque[str] = deque(maxlen=3)

    async def next(self) -> dict[str, Json]:
        """The next message that is none of before; raises Silence."""
        while True:
            message = await self._phone.hear(self._patience)
            if not self._last or not same(message, self._last):
                self._last = message
                self._read.append(str(message.get("text") or message.get("caption") or ""))
                return message

    def told(self) -> str:
        """The beginnings of what was read last, the newest first."""
        return " < ".join(repr(text[:100]) for text in reversed(self._read))
