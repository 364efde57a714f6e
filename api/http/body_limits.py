"""One limit for every body that comes in: its size, its pace, and its whole time."""

import asyncio
from contextlib import suppress

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.deps import the_callers
from api.http.errors import problem
from models.errors import NoToken

LARGEST = {
    "/phone/photo": 20 * 1024 * 1024,
    "/phone/feed": 512 * 1024,
    "/api/v1/quick-count": 4_000_000,
    "/webhooks/whatsapp": 4 * 1024 * 1024,
    "/webhooks/telegram": 1024 * 1024,
    "/screen/imports": 4 * 1024 * 1024,
}
"""Bytes, by the beginning of the path: photos, what a page already has, and providers' batches."""
OTHERWISE = 64 * 1024
A_LITTLE = 4 * 1024 * 1024
"""So much above the limit is read and thrown away: a caller whose body nobody reads sees his line
break, and never the answer that says why."""
PIECE_SECONDS = 10.0
"""From one piece of a body to the next: a phone on a weak line sends something in so long."""
WHOLE_SECONDS = 120.0
"""For all of a body: 20 MB at 1.4 Mbit/s."""


class Bodies:
    """A plain ASGI middleware. What is announced too large is answered before a byte is read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a body that cannot grow or last without end."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        most = largest(scope["path"])
        if (announced := _announced(scope)) > most:
            if announced <= most + A_LITTLE:
                await _thrown_away(_Body(receive, announced))
            await too_large(most)(scope, receive, _closing(send))
            return
        refusal = await _stranger(scope)
        if refusal is not None:
            await refusal(scope, receive, _closing(send))
            return
        await self._app(scope, _Body(receive, most), send)


class _Body:
    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._most, self._size = receive, most, 0
        self._until = asyncio.get_running_loop().time() + WHOLE_SECONDS
        self._whole = False

    async def __call__(self) -> Message:
        """The next piece. Raises HTTPException 413 and 408."""
        if self._whole:  # from here on the server only tells that the caller went away
            return await self._receive()
        left = self._until - asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(min(PIECE_SECONDS, left)):
                message = await self._receive()
        except TimeoutError:
            raise HTTPException(408, "the body did not come in time") from None
        self._size += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._size > self._most:
            raise HTTPException(413, f"at most {self._most} bytes are taken here")
        return message


async def _thrown_away(body: "_Body") -> None:
    """Read a body to its end, and keep nothing of it."""
    with suppress(HTTPException):
        while (await body()).get("more_body"):
            pass


async def _stranger(scope: Scope) -> ASGIApp | None:
    """The refusal of somebody who sends the API a body without a token that opens anything."""
    if not scope["path"].startswith("/api/"):
        return None
    request = Request(scope)
    try:
        await the_callers(request).known(request.headers.get("authorization", ""))
    except NoToken as error:
        return problem(401, error.code, str(error))
    return None


def largest(path: str) -> int:
    """Bytes that a body may have at this path."""
    return next((most for begin, most in LARGEST.items() if path.startswith(begin)), OTHERWISE)


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() and len(value) < 16 else 1 << 60
    return 0


def too_large(most: int) -> ASGIApp:
    """The answer to a body that is announced too large."""
    return problem(413, "content_too_large", f"at most {most} bytes are taken here")


def _closing(send: Send) -> Send:
    """Say that the connection ends: nobody reads what still comes on it."""

    async def closing(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], (b"connection", b"close")]
        await send(message)

    return closing
