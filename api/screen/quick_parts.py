"""Parts of open pages, told before routing: hundreds ask at once whenever the count changed.

Only addresses that the ordinary route has answered are known here; who asks is looked at each time,
and every refusal is left to the ordinary route.
"""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.reach import Reader, the_seen
from api.screen.count import PARTS, address_of, lacking, the_counts
from api.screen.gate import COOKIE, the_viewers
from api.screen.live import the_feed
from models.errors import SaksiError
from models.rules.access import Who
from models.stores.base.database import DatabaseTrouble

_HEADERS = ((b"cache-control", b"no-store"), (b"content-type", b"text/html; charset=utf-8"))
_BEGINS = PARTS.partition("{")[0]


class QuickParts:
    """A plain ASGI middleware; costs other requests one comparison."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        if scope["type"] == "http" and scope["path"].startswith(_BEGINS):
            html = await _told(Request(scope)) if scope["method"] == "GET" else None
            if html is not None:
                await _send(send, html.encode())
                return
        await self._app(scope, receive, send)


async def _send(send: Send, body: bytes) -> None:
    headers = [*_HEADERS, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _told(request: Request) -> str | None:
    """The parts that the page lacks; None where the ordinary route has to answer."""
    counts = await the_counts(request)
    asked = counts.asked_before(address_of(request))
    if asked is None:
        return None
    database = request.app.state.database
    try:
        viewer = await (await the_viewers(request)).known(request.cookies.get(COOKIE, ""))
        if not viewer.caller.admitted(Who.READER):
            return None
        sight = Reader(viewer.caller, database, await the_seen(request), PARTS)
        return await lacking(request, viewer, sight, counts, await the_feed(request), asked)
    except (SaksiError, OSError, DatabaseTrouble):
        return None
