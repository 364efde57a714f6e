"""A provider in trouble (429, 500, slow, away), around the Bot API or Cloud API of our own."""

import asyncio
from typing import Literal

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Kind = Literal["", "429", "500", "slow", "down"]
SLOW = 3.0
"""Seconds until a slow provider answers a call that it has taken; clients wait for five and more.

Who has left by then does not know that it was taken.
"""
_RETRY_AFTER = 2
"""Seconds that a provider asks for with its 429."""
_PAGE = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


class Trouble:
    """What ails a provider now; `kind` empty: it is well."""

    def __init__(self) -> None:
        self.kind: Kind = ""
        self.met = 0
        """Calls that met trouble."""
        self._well = asyncio.Event()
        self._well.set()

    def begin(self, kind: Kind) -> None:
        """From now on every call meets this."""
        self.kind = kind
        self._well.clear()

    def end(self) -> None:
        """It is well again; calls that hung are broken off."""
        self.kind = ""
        self._well.set()

    def around(self, app: ASGIApp) -> ASGIApp:
        """The application with this trouble before it."""

        async def troubled(scope: Scope, receive: Receive, send: Send) -> None:
            refusal = await self._meet(scope) if scope["type"] == "http" else None
            answer = _late(send) if self.kind == "slow" else send
            await (refusal or app)(scope, receive, answer)

        return troubled

    async def _meet(self, scope: Scope) -> Response | None:
        kind = self.kind
        self.met += bool(kind)
        if kind == "down":
            await self._well.wait()  # no word at all until it is over: the caller has long left
            return HTMLResponse(_PAGE, 502)
        if kind == "500":
            return HTMLResponse(_PAGE, 500)
        return _too_many(str(scope["path"])) if kind == "429" else None


def _late(send: Send) -> Send:
    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            await asyncio.sleep(SLOW)
        await send(message)

    return answer


def _too_many(path: str) -> Response:
    """In the words of each provider: the Bot API's answer, or a Graph error."""
    if path.startswith(("/bot", "/file/bot")):
        told = {"ok": False, "error_code": 429, "parameters": {"retry_after": _RETRY_AFTER}}
        return JSONResponse({**told, "description": "Too Many Requests: retry after 2"}, 429)
    error = {"message": "(#130429) Rate limit hit", "type": "OAuthException", "code": 130429}
    return JSONResponse({"error": error}, 429)
