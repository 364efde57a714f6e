"""What lies at no address of the war room and the public page: a page that says so."""

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from starlette.types import ASGIApp, Scope

from api.http.deps import public
from api.screen.frame import ScreenRoute, refusal
from models.errors import BadInput, NotFound

router = APIRouter(include_in_schema=False, route_class=ScreenRoute, dependencies=[Depends(public)])


@router.get("/screen/{rest:path}")
@router.get("/public/{rest:path}")
async def nothing(rest: str, request: Request) -> Response:
    """Raises NotFound: a page for people, a problem document for programs."""
    if request.url.path.endswith("/"):
        return RedirectResponse(request.url.path.rstrip("/"))
    if "text/html" not in request.headers.get("accept", ""):
        raise HTTPException(404)
    raise NotFound("there is nothing at this address")


def odd_address(scope: Scope, status: int) -> ASGIApp | None:
    """An address of ours that nobody types, refused as a page; None where no person asks."""
    request = Request(scope)
    ours = scope["path"].startswith(("/screen", "/public"))
    if not ours or "text/html" not in request.headers.get("accept", ""):
        return None
    page = refusal(request, BadInput("nobody types such an address", says="frame.refused_address"))
    page.status_code = status
    return page
