"""How long the web process waits for a request, and how many connections it holds."""

import asyncio
import contextlib
from collections import Counter
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.http.askers import asker

HEADER_SECONDS = 10.0
"""From the first byte, or the opened connection, to the end of the headers."""
LARGEST_HEADERS = 32 * 1024
"""Bytes of a request's line and headers."""
MOST_CONNECTIONS = 2_000
"""In one process; a browser phone that waits for news holds one."""
MOST_OF_ONE = 200
"""From one address, of IPv6 one network. A proxy in front of us has one address: loopback and it
are not counted."""
_FILES_FOR_OURSELVES = 200


class Patient(HttpToolsProtocol):
    """Uvicorn's protocol, which by itself waits for ever for headers that do not come."""

    _from: ClassVar[Counter[str]] = Counter()
    trusted = frozenset({"127.0.0.1", "::1"})
    """Addresses that many people come from: proxies (SAKSI_PROXIES)."""

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self._limit: asyncio.TimerHandle | None = None
        self._heading = 0
        self._counted = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, unless its address has so many already."""
        super().connection_made(transport)  # type: ignore[arg-type]
        address = self.client[0] if self.client else ""
        if address and address not in self.trusted:
            self._counted = asker(address)
            self._from[self._counted] += 1
            if self._from[self._counted] > MOST_OF_ONE:
                self.transport.abort()
                return
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._stop()
        if self._counted:
            self._from[self._counted] -= 1
            if self._from[self._counted] <= 0:
                del self._from[self._counted]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what comes before the headers end."""
        if self._idle():
            self._heading += len(data)
            self._wait()
            body = data.partition(b"\r\n\r\n")[2] if b"\r\n\r\n" in data else b""
            if self._heading - len(body) > LARGEST_HEADERS:
                self.transport.abort()
                return
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """The request is known: its body has limits of its own (api.http.body_limits)."""
        self._stop()
        self._heading = 0
        super().on_headers_complete()

    def _idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _wait(self) -> None:
        if self._limit is None:
            self._limit = self.loop.call_later(HEADER_SECONDS, self._late)

    def _stop(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None

    def _late(self) -> None:
        self._limit = None
        if not self.transport.is_closing():
            self.transport.abort()


def room() -> int:
    """How many connections this process may hold: as many as files may be open, less our own."""
    try:
        import resource
    except ImportError:  # Windows
        return MOST_CONNECTIONS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + _FILES_FOR_OURSELVES
    if soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(50, min(MOST_CONNECTIONS, soft - _FILES_FOR_OURSELVES))
