"""The count of an area: how much is in, votes, turnout."""

from fastapi import APIRouter, Request, Response

from api.screen.frame import ScreenRoute, screen_page
from api.screen.gate import TheViewer

router = APIRouter(prefix="/screen", include_in_schema=False, route_class=ScreenRoute)


@router.get("")
async def own_area(request: Request, viewer: TheViewer) -> Response:
    """The viewer's own area."""
    return screen_page("count.html", viewer, request)
