"""The pages themselves: the front door, the training phones, the personal phone."""

import re

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles

from api.http.deps import public
from api.pages import HEADERS, STATIC, VERSION, page
from api.phone import who
from api.phone.desk import TheDesk
from api.phone.readers_language import Language
from models.errors import NotFound
from models.stores.base import elections

router = APIRouter(include_in_schema=False, dependencies=[Depends(public)])
_files = StaticFiles(directory=STATIC)
_TOKEN = re.compile("[A-Za-z0-9_-]{1,64}")

LINK_MINUTES = 30
"""How long the page remembers which link was opened, while the code is being typed."""


@router.get("/")
async def front_door(desk: TheDesk, language: Language) -> Response:
    """What this is, which election is loaded, what to open and type first."""
    async with desk.database.transaction() as tx:
        loaded = [
            (one, await elections.count_stations(tx, one.id))
            for one in await elections.elections(tx)
        ]
    return page("welcome.html", language, elections=loaded, training=desk.training)


@router.get("/phone")
async def training(desk: TheDesk, language: Language) -> Response:
    """Made-up phones side by side; in production one sentence instead."""
    if not desk.training:
        response = page("off.html", language, says="phones_off")
        response.status_code = 404
        return response
    return page("phone.html", language, mode="training")


@router.get("/p")
async def own(language: Language) -> Response:
    """The personal phone: the page is the same for everybody, the cookie says whose it is."""
    return page("phone.html", language, mode=who.OWN)


@router.get("/p/{token}")
async def link(token: str, desk: TheDesk) -> Response:
    """Remember the link's token in a cookie and get it out of the address at once."""
    response = RedirectResponse("/p", status_code=303, headers=HEADERS)
    if not _TOKEN.fullmatch(token):
        raise NotFound("there is no such link")
    response.set_cookie(
        who.LINK_COOKIE,
        token,
        max_age=LINK_MINUTES * 60,
        path="/",
        secure=desk.secure,
        httponly=True,
        samesite="strict",
    )
    return response


@router.get("/docs")
async def api_documentation(request: Request, language: Language) -> Response:
    """What the API answers, from its own description; nothing is fetched from elsewhere.

    In production the description is a file of the documentation: it tells a stranger where to try.
    """
    if request.app.state.settings.production:
        raise NotFound("see docs/openapi.json")
    paths = request.app.openapi()["paths"]
    operations = [(path, *one) for path, methods in paths.items() for one in methods.items()]
    return page("docs.html", language, operations=operations)


@router.get("/phone/worker.js")
async def service_worker() -> Response:
    """The page's own helper that opens it without signal; its version is that of the files."""
    found = (str(file.relative_to(STATIC)) for file in sorted(STATIC.rglob("*.*")))
    files = [name for name in found if not name.startswith(("vendor", "screen"))]
    source = page("worker.js", "id", files=files).body
    headers = {**HEADERS, "Service-Worker-Allowed": "/", "ETag": f'"{VERSION}"'}
    return Response(source, media_type="text/javascript", headers=headers)


@router.get("/static/{version}/{path:path}")
async def static(version: str, path: str, request: Request) -> Response:
    """A file of the pages; kept by browsers for ever under the version that it belongs to."""
    response = await _files.get_response(path, request.scope)
    fresh = version == VERSION and response.status_code == 200
    response.headers["Cache-Control"] = (
        "public, max-age=31536000, immutable" if fresh else "no-cache"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
