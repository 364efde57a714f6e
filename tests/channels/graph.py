"""A Cloud API of our own for the tests: takes messages and files, gives files, fails as told."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.rehearsal.serving import serving

TOKEN = "TEST-token-of-nobody"
NUMBER = "100000000000001"


class Graph:
    """What one app sees of the Graph API."""

    def __init__(self) -> None:
        self.base = ""
        self.sent: list[dict[str, Any]] = []
        self.uploads: list[bytes] = []
        self.files: dict[str, bytes] = {}
        self.stale = 0
        """So many file addresses have run out before they are used."""
        self.errors: list[tuple[int, int]] = []
        """(HTTP status, code) of the next answers."""

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Graph"]:
        """Serve it."""
        routes = [
            Route("/v23.0/{number}/messages", self._messages, methods=["POST"]),
            Route("/v23.0/{number}/media", self._upload, methods=["POST"]),
            Route("/v23.0/{media}", self._media),
            Route("/files/{media}", self._file),
        ]
        async with serving(Starlette(routes=routes)) as address:
            self.base = f"{address}/v23.0"
            yield self

    def _refusal(self, request: Request) -> Response | None:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return _error(401, 190)
        return _error(*self.errors.pop(0)) if self.errors else None

    async def _messages(self, request: Request) -> Response:
        refused = self._refusal(request)
        if refused is not None:
            return refused
        self.sent.append(await request.json())
        number = f"wamid.{len(self.sent)}"
        return JSONResponse({"messaging_product": "whatsapp", "messages": [{"id": number}]})

    async def _upload(self, request: Request) -> Response:
        async with request.form() as form:
            self.uploads.append(await form["file"].read())  # type: ignore[union-attr]
        return JSONResponse({"id": f"media{len(self.uploads)}"})

    async def _media(self, request: Request) -> Response:
        media = request.path_params["media"]
        if media not in self.files:
            return _error(400, 100)
        address = self.base.removesuffix("/v23.0") + f"/files/{media}"
        size = len(self.files[media])
        return JSONResponse({"url": address, "id": media, "file_size": size})

    async def _file(self, request: Request) -> Response:
        if self.stale:
            self.stale -= 1
            return Response(status_code=404)
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return Response(status_code=401)
        return Response(self.files[request.path_params["media"]])


def _error(status: int, code: int) -> Response:
    body = {"error": {"message": "no", "type": "OAuthException", "code": code}}
    return JSONResponse(body, status_code=status)
