"""A small HTTP client that does nothing but post updates: used where wrk is not installed."""

import asyncio
import json
import time
from urllib.parse import urlsplit


def update(number: int, sender: int, text: str) -> bytes:
    """An update of Telegram as its webhook would bring it."""
    who = {"id": sender, "is_bot": False, "first_name": "Siti", "language_code": "id"}
    chat = {"id": sender, "type": "private", "first_name": "Siti"}
    head = {"message_id": number, "date": int(time.time()), "from": who, "chat": chat}
    return json.dumps({"update_id": number, "message": {**head, "text": text}}).encode()


class Connection:
    """One kept-open connection to the webhook."""

    def __init__(self, url: str, secret: str) -> None:
        place = urlsplit(url)
        self._host, self._port, self._path = place.hostname, place.port, place.path
        self._secret = secret

    async def open(self) -> None:
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection(self._host, self._port)

    async def post(self, body: bytes) -> int:
        """Post one update; returns the status."""
        lines = [
            f"POST {self._path} HTTP/1.1",
            f"Host: {self._host}",
            "Content-Type: application/json",
            f"X-Telegram-Bot-Api-Secret-Token: {self._secret}",
            f"Content-Length: {len(body)}",
        ]
        head = "\r\n".join([*lines, "", ""])
        self._writer.write(head.encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        for line in answer.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                await self._reader.readexactly(int(line[15:]))
        return int(answer[9:12])

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


def load(
    url: str, secret: str, connections: int, seconds: float, first: int
) -> tuple[float, float, int]:
    """Post as fast as answers come: rate, 99th percentile in ms, answered with 200."""
    return asyncio.run(_load(url, secret, connections, seconds, first))


async def _load(
    url: str, secret: str, connections: int, seconds: float, first: int
) -> tuple[float, float, int]:
    times: list[float] = []
    number = first
    end = time.monotonic() + seconds

    async def one() -> None:
        nonlocal number
        connection = Connection(url, secret)
        await connection.open()
        while time.monotonic() < end:
            number += 1
            body = update(number, 500_000 + number % 5000, "PPWP 102 87 33 sah 222 tidak sah 4")
            began = time.perf_counter()
            if await connection.post(body) != 200:
                raise SystemExit("an update was not answered with 200")
            times.append(time.perf_counter() - began)
        connection.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    times.sort()
    return len(times) / seconds, times[int(len(times) * 0.99)] * 1000, len(times)
