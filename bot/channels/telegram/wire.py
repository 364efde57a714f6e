"""HTTP to the Bot API below python-telegram-bot: calls that carry no file, by a leaner client.

The library knows the calls and their errors, and lets its network part be another one
(telegram.request.BaseRequest). Of the 2.2 ms of processor that a short message costs with httpx,
0.7 are left with aiohttp (measured side by side). Files go by httpx as before.
"""

import aiohttp
import httpx
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

_FRESH = 4.0
"""Seconds for which an unused connection is taken again: servers hang up after five and more."""
_PATIENCE = 5.0
"""Seconds for a connection, and for an answer, unless the library says otherwise (its default)."""
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}

_Seconds = object
"""Seconds, None for no end, or the library's sign for its default."""


class Wire(HTTPXRequest):
    """The network part of a bot that sends many short messages."""

    def __init__(self, *, pool_size: int) -> None:
        super().__init__(connection_pool_size=pool_size, pool_timeout=10, media_write_timeout=30)
        self._size = pool_size
        self._session: aiohttp.ClientSession | None = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
        write_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
        connect_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
        pool_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body; raises TimedOut and NetworkError as the library wants it."""
        if method != "POST" or (request_data is not None and request_data.contains_files):
            waits = read_timeout, write_timeout, connect_timeout, pool_timeout
            return await super().do_request(url, method, request_data, *waits)  # type: ignore[arg-type]
        wait = aiohttp.ClientTimeout(
            total=None, sock_connect=_seconds(connect_timeout), sock_read=_seconds(read_timeout)
        )
        # No redirect is followed, as httpx follows none: what is said goes to nobody else.
        body = request_data.url_encoded_parameters() if request_data else ""
        try:
            async with self._open().post(
                url, data=body, headers=_FORM, timeout=wait, allow_redirects=False
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None
        await super().shutdown()

    def _open(self) -> aiohttp.ClientSession:
        """The client, made at the first call: it belongs to the loop that runs then."""
        if self._session is None:
            ways = aiohttp.TCPConnector(
                limit=self._size, keepalive_timeout=_FRESH, ssl=httpx.create_ssl_context()
            )
            self._session = aiohttp.ClientSession(connector=ways, trust_env=True)
        return self._session


def unanswered(error: TelegramError) -> bool:
    """Whether a call went out and nothing came back: it may have been done all the same.

    What Telegram itself answers has no cause: its words are the error.
    """
    cause = error.__cause__
    refused = isinstance(cause, aiohttp.ClientConnectorError | httpx.ConnectError)
    return cause is not None and not refused and isinstance(error, NetworkError)


def _seconds(told: object) -> float | None:
    return told if told is None or isinstance(told, int | float) else _PATIENCE
