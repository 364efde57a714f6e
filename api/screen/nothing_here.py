"""What lies at no address of the war room and the public page: a page that says so."""

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from api.http.deps import public
from api.screen.frame import ScreenRoute
from models.errors import NotFound

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
