"""WhatsApp's Cloud API both ways, off unless it is configured.

Meta's policy may bar parties and campaigns; an installation that may use it switches it on.
"""

import hmac
from collections.abc import Awaitable, Callable, Container
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.base.ports import TOO_LARGE, Envelope, Outgoing, SendFailed
from bot.channels.whatsapp import bodies, errors, updates
from bot.engine.messages import FileRef, Inbound
from models.sealing import Keys
from models.values import Json

LARGEST_FILE = 20 * 1024 * 1024
WINDOW = timedelta(hours=24)
"""How long after the person's last message free text may be sent."""
_MARGIN = timedelta(minutes=2)
_FILE_HOSTS = (".fbsbx.com", ".facebook.com", ".whatsapp.net", ".fbcdn.net")
"""Where Meta keeps files."""

ReadFile = Callable[[str], Awaitable[bytes]]


def signed(secret: str, payload: bytes, signature: str) -> bool:
    """Whether X-Hub-Signature-256 is the HMAC-SHA256 of the raw body under the app's secret."""
    expected = "sha256=" + hmac.digest(secret.encode(), payload, "sha256").hex()
    return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))


class WhatsAppEntrance:
    """How the webhook reads events for all our numbers; it sends nothing."""

    name = "whatsapp"
    account = ""

    def __init__(self, accounts: Container[str], only: str, keys: Keys) -> None:
        self._accounts, self._only, self._keys = accounts, only, keys

    def envelopes(self, payload: bytes) -> list[Envelope]:
        """All messages and reports of delivery in a batch; raises Unparsable with a reason."""
        return updates.envelopes(payload, self._accounts, self._only, self._keys.phone_address)


class WhatsApp:
    """One number: `account` is its phone number id. `template` is a name and a language.

    `location_request`: a location is asked for by WhatsApp's own button.
    """

    name = "whatsapp"

    def __init__(
        self,
        account: str,
        token: str,
        keys: Keys,
        *,
        base: str = "https://graph.facebook.com/v23.0",
        template: tuple[str, str] | None = None,
        read_file: ReadFile | None = None,
        location_request: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.account, self._keys, self._template = account, keys, template
        self._read_file, self._clock, self._location = read_file, clock, location_request
        self._client = httpx.AsyncClient(
            base_url=base.rstrip("/") + "/",
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(20, connect=10),
        )

    def envelopes(self, payload: bytes) -> list[Envelope]:
        """The messages of an event for this number; raises Unparsable with a reason."""
        known = (self.account,)
        return updates.envelopes(payload, known, self.account, self._keys.phone_address)

    def inbound(self, payload: bytes, part: int, received_at: datetime) -> Inbound:
        """One of them, translated."""
        return updates.inbound(payload, part, received_at)

    async def send(self, recipient: str, message: Outgoing) -> str:
        """Send it as it is within 24 hours of the person's last message, else by the template.

        Returns the id of the last message, as `updates.digest` has it; raises SendFailed. Where
        WhatsApp counts the hours otherwise (131047), the template goes instead, once.
        """
        to = self._keys.phone_of_address(recipient) or recipient
        if not self._open(message):
            return await self._by_template(to, message)
        try:
            return await self._freely(to, message)
        except errors.OutsideWindow:
            return await self._by_template(to, message)

    async def _freely(self, to: str, message: Outgoing) -> str:
        file = None
        if message.file is not None and self._read_file is not None:
            file = await self._upload(message, await self._read_file(message.file))
        number = ""
        for body in bodies.bodies(to, message, file, location=self._location):
            number = await self._post(body)
        return number

    async def fetch(self, file: FileRef) -> bytes:
        """The file's bytes; its address, which lives five minutes, is asked for anew each time."""
        place = await self._json("GET", file.id, params={"phone_number_id": self.account})
        size, url = str(place.get("file_size") or ""), str(place.get("url", ""))
        if size.isdecimal() and int(size) > LARGEST_FILE:
            raise SendFailed(TOO_LARGE, again=False)
        if not self._trusted(url):
            raise SendFailed("the file's address is not WhatsApp's", again=True)
        return await self._download(url)

    def _trusted(self, url: str) -> bool:
        """Whether the token may go there: a host of Meta's, or the one that we call."""
        place = urlsplit(url)
        if place.netloc == self._client.base_url.netloc.decode():
            return True
        return place.scheme == "https" and f".{place.hostname}".endswith(_FILE_HOSTS)

    async def _download(self, url: str) -> bytes:
        """The bytes behind an address, no more than are taken."""
        data = bytearray()
        try:
            async with self._client.stream("GET", url) as answer:
                if not answer.is_success:
                    told = f"the file's address answered {answer.status_code}"
                    raise SendFailed(told, again=True)
                async for chunk in answer.aiter_bytes():
                    data += chunk
                    if len(data) > LARGEST_FILE:
                        raise SendFailed(TOO_LARGE, again=False)
        except httpx.HTTPError as error:
            raise SendFailed(f"no answer: {type(error).__name__}", again=True) from None
        return bytes(data)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def _open(self, message: Outgoing) -> bool:
        heard = message.extra.get("heard_at")
        if not isinstance(heard, str) or message.extra.get("outside"):
            return False
        return self._clock() - datetime.fromisoformat(heard) < WINDOW - _MARGIN

    async def _by_template(self, to: str, message: Outgoing) -> str:
        if self._template is None:
            raise SendFailed(errors.told(errors.OUTSIDE_WINDOW) or "", again=False)
        return await self._post(bodies.template(to, *self._template, message.text))

    async def _post(self, body: dict[str, Json]) -> str:
        answer = await self._json("POST", f"{self.account}/messages", json=body)
        messages = answer.get("messages") or [{}]
        return updates.digest(str(messages[0].get("id", "")))

    async def _upload(self, message: Outgoing, data: bytes) -> str:
        """The message's file at the provider, by its id there."""
        name, mime = bodies.named(message)
        form = {"messaging_product": "whatsapp", "type": mime}
        files = {"file": (name, data, mime)}
        answer = await self._json("POST", f"{self.account}/media", data=form, files=files)
        return str(answer.get("id", ""))

    async def _json(self, method: str, path: str, **more: Any) -> dict[str, Json]:
        answer = await self._request(method, path, **more)
        try:
            body = answer.json()
        except ValueError:
            body = {}
        if not answer.is_success:
            raise errors.failure(answer.status_code, body)
        return body if isinstance(body, dict) else {}

    async def _request(self, method: str, path: str, **more: Any) -> httpx.Response:
        # `more` is what httpx takes: json, data, files, params.
        try:
            return await self._client.request(method, path, **more)
        except httpx.HTTPError as error:
            unsure = not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
            told = f"no answer: {type(error).__name__}"
            raise SendFailed(told, again=True, unsure=unsure) from None
        except httpx.InvalidURL:
            raise SendFailed("the file has no address", again=True) from None
