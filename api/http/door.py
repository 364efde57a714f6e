"""What every request passes first: its address must be plain text of a sane length, its host ours.

And what every answer leaves with: headers that tell browsers to keep it to themselves.
"""

import asyncio
import re
from collections.abc import Callable, Collection
from ipaddress import ip_address
from urllib.parse import unquote_to_bytes

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.errors import problem

TAKEN_SECONDS = 60.0
"""A piece of a long answer has to be taken within so many seconds; then the line is cut."""
LONGEST_PATH, LONGEST_QUERY = 512, 4_096
"""Bytes as they come; the longest real question has some hundred."""
MISDIRECTED = 421
_PRIVATE = ("/api/", "/phone/")
_PORT = re.compile(r":[0-9]+$")
_NOSNIFF = (b"x-content-type-options", b"nosniff")
_NO_STORE = (b"cache-control", b"no-store")
_HSTS = (b"strict-transport-security", b"max-age=31536000")


class Door:
    """A plain ASGI middleware. `hosts`: the names we answer to, empty for any; `addresses`: besides
    to every IP address, which no name server can pass off as ours; `https`: public.

    `page`: the refusal of an address as a page, for whom that is one; None where it is a document.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: Collection[str] = (),
        *,
        addresses: bool = False,
        https: bool = False,
        page: Callable[[Scope, int], ASGIApp | None] = lambda scope, status: None,
    ) -> None:
        self._app, self._hosts, self._page = app, frozenset(hosts), page
        self._addresses = addresses
        self._always = [_NOSNIFF, _HSTS] if https else [_NOSNIFF]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        leaving = self._leaving(scope["path"], send)
        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, leaving)
        else:
            status, detail = refusal
            told = self._page(scope, status) if status != MISDIRECTED else None
            await (told or problem(status, "bad_input", detail))(scope, receive, leaving)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        query: bytes = scope["query_string"]
        if len(scope["path"]) > LONGEST_PATH or len(query) > LONGEST_QUERY:
            return 414, "this address is longer than any of ours"
        if not plain(scope["path"].encode("utf-8", "replace")) or not plain(query):
            return 400, "the address holds characters that nobody types"
        if self._hosts and not self._ours(_host(scope)):
            return MISDIRECTED, "this is not the name that we answer to"
        return None

    def _ours(self, host: str) -> bool:
        return host in self._hosts or (self._addresses and _is_address(host))

    def _leaving(self, path: str, send: Send) -> Send:
        private = path.startswith(_PRIVATE)

        async def leave(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name for name, _ in message["headers"]}
                more = [*self._always, _NO_STORE] if private else self._always
                message["headers"] = [
                    *message["headers"],
                    *(one for one in more if one[0] not in there),
                ]
            if message.get("more_body"):
                async with asyncio.timeout(TAKEN_SECONDS):  # a stream's piece, by a slow reader
                    await send(message)
                return
            await send(message)

        return leave


def plain(part: bytes) -> bool:
    """Whether a part of an address holds text: UTF-8 without control characters."""
    if part.isascii() and b"%" not in part and part.isalnum():
        return True
    try:
        text = unquote_to_bytes(part.replace(b"+", b" ")).decode()
    except UnicodeDecodeError:
        return False
    return all(letter >= " " and not "\x7f" <= letter <= "\x9f" for letter in text)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _host(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"host":
            return _PORT.sub("", value.decode("latin-1").lower()).strip("[]")
    return ""
