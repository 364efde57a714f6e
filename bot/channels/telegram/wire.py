"""HTTP to the Bot API below python-telegram-bot: calls that carry no file, over open connections.

The library knows the calls and their errors, and lets its network part be another one
(telegram.request.BaseRequest). Of the 2 ms that a short message cost, httpx took 1.5: this takes
0.2. Files, and machines whose way out is a proxy, go by httpx as before.
"""

import asyncio
import ssl
import time
import urllib.request
from typing import cast
from urllib.parse import SplitResult, urlsplit

import httptools
import httpx
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

_FRESH = 4.0
"""Seconds for which an unused connection is taken again: servers hang up after five and more."""
_PATIENCE = 5.0
"""Seconds for a connection, and for an answer, unless the library says otherwise (its default)."""

_Answer = tuple[int, bytes]
"""Status and body."""


class _Line(asyncio.Protocol):
    """One connection: a request, its answer, the next request."""

    def __init__(self) -> None:
        self._parser, self._body = httptools.HttpResponseParser(self), bytearray()
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[_Answer] | None = None
        self.open, self.used_at = True, 0.0

    async def ask(self, request: bytes) -> _Answer:
        """Send a request; its answer. Raises OSError when the other side hangs up."""
        assert self._transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        """Hang up."""
        self.open = False
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by its class

    def connection_lost(self, error: Exception | None) -> None:
        self.open = False
        self._fail(error or ConnectionResetError("hung up without an answer"))

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._fail(ConnectionError(f"not HTTP: {error}"))
            self.close()

    def on_body(self, body: bytes) -> None:
        """A piece of the answer, as the parser found it."""
        self._body += body

    def on_message_complete(self) -> None:
        """The answer is whole."""
        status, body = self._parser.get_status_code(), bytes(self._body)
        self._body.clear()
        if status < httpx.codes.OK:
            return  # "go on", before the answer itself
        if self._answer is None or not self._parser.should_keep_alive():
            self.close()
        if self._answer is not None and not self._answer.done():
            self._answer.set_result((status, body))
        self._answer = None

    def _fail(self, error: Exception) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)
        self._answer = None


class Wire(HTTPXRequest):
    """The network part of a bot that sends many short messages."""

    def __init__(self, *, pool_size: int) -> None:
        super().__init__(connection_pool_size=pool_size, pool_timeout=10, media_write_timeout=30)
        self._size, self._idle = pool_size, list[_Line]()
        self._secure: ssl.SSLContext | None = None
        self._proxies = urllib.request.getproxies()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> _Answer:
        """Status and body; raises TimedOut and NetworkError as the library wants it."""
        place = urlsplit(url)
        files = request_data is not None and request_data.contains_files
        if method != "POST" or files or place.query or place.username or self._by_proxy(place):
            waits = read_timeout, write_timeout, connect_timeout, pool_timeout
            return await super().do_request(url, method, request_data, *waits)
        body = request_data.url_encoded_parameters().encode() if request_data else b""
        try:
            return await self._post(place, body, _seconds(read_timeout), _seconds(connect_timeout))
        except TimeoutError as error:
            raise TimedOut from error
        except (OSError, ssl.SSLError) as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error

    async def shutdown(self) -> None:
        """Close every connection."""
        for line in self._idle:
            line.close()
        self._idle.clear()
        await super().shutdown()

    def _by_proxy(self, place: SplitResult) -> bool:
        ways = place.scheme in self._proxies or "all" in self._proxies
        return ways and not urllib.request.proxy_bypass(place.hostname or "")

    async def _post(
        self, place: SplitResult, body: bytes, wait: float | None, connecting: float | None
    ) -> _Answer:
        head = (
            f"POST {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\n"
            f"User-Agent: {self.USER_AGENT}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        line = self._free()
        if line is None:
            async with asyncio.timeout(connecting):
                line = await self._connect(place)
        try:
            async with asyncio.timeout(wait):
                answer = await line.ask(head.encode() + body)
        except BaseException:
            line.close()  # its answer may come still, and would be taken for the next one's
            raise
        if line.open and len(self._idle) < self._size:
            line.used_at = time.monotonic()
            self._idle.append(line)
        else:
            line.close()
        return answer

    def _free(self) -> _Line | None:
        """The connection that was used last, where it is fresh and open still."""
        oldest = time.monotonic() - _FRESH
        while self._idle:
            line = self._idle.pop()
            if line.open and line.used_at > oldest:
                return line
            line.close()
        return None

    async def _connect(self, place: SplitResult) -> _Line:
        secure = place.scheme == "https"
        if secure and self._secure is None:
            self._secure = httpx.create_ssl_context()
        port = place.port or (443 if secure else 80)
        loop = asyncio.get_running_loop()
        context = self._secure if secure else None
        _, line = await loop.create_connection(_Line, place.hostname or "", port, ssl=context)
        return line


def _seconds(told: ODVInput[float]) -> float | None:
    return _PATIENCE if isinstance(told, DefaultValue) else told
