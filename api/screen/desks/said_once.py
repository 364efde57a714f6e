"""What came of an act, carried to the page that the browser is led to: told there once.

It stands in a cookie for a minute, made for one viewer, so that no address says it and nobody else
can have it said. Without our scripts alone: htmx takes the page as the answer.
"""

import hmac
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode

from fastapi import Request, Response

from api.screen.gate import Viewer

COOKIE = "saksi_said"
MOST = 1_200
"""Letters that are carried: a browser keeps 4,096 bytes of a cookie."""
_SECONDS = 60
_SUM = 16


def carry(response: Response, viewer: Viewer, said: str, *, secure: bool) -> None:
    """Send it along, cut where it is too long: the chat was told the whole."""
    whole = said if len(said) <= MOST else f"{said[:MOST]}…"
    packed = zlib.compress(whole.encode(), 9)
    value = urlsafe_b64encode(_sum(viewer, packed) + packed).decode()
    response.set_cookie(
        COOKIE,
        value,
        max_age=_SECONDS,
        path="/screen",
        secure=secure,
        httponly=True,
        samesite="strict",
    )


def carried(request: Request, viewer: Viewer) -> str:
    """What was sent along; empty for nothing, and for what was not made for this viewer."""
    try:
        given = urlsafe_b64decode(request.cookies.get(COOKIE, "").encode())
        packed = given[_SUM:]
        if not packed or not hmac.compare_digest(given[:_SUM], _sum(viewer, packed)):
            return ""
        return zlib.decompress(packed).decode()
    except (ValueError, zlib.error):
        return ""


def _sum(viewer: Viewer, packed: bytes) -> bytes:
    return hmac.digest(viewer.csrf.encode(), packed, "sha256")[:_SUM]
