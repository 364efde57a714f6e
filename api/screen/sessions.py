"""Which browsers of the viewer are in, and the way out for each of them."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.http.deps import TheDatabase
from api.screen.frame import ScreenRoute, screen_page
from api.screen.gate import COOKIE, TheViewer, TheViewers
from models.stores.base.audit import note
from models.stores.persons import screen_sessions

router = APIRouter(prefix="/screen", include_in_schema=False, route_class=ScreenRoute)


@router.get("/sessions")
async def sessions(request: Request, viewer: TheViewer, database: TheDatabase) -> Response:
    """The browsers that are in for this person."""
    async with database.transaction() as tx:
        rows = await screen_sessions.listed(tx, viewer.person)
    return screen_page("sessions.html", viewer, request, rows=rows)


@router.post("/sessions/{number}/end")
async def end(
    number: int, viewer: TheViewer, viewers: TheViewers, database: TheDatabase
) -> Response:
    """One of them is out."""
    async with database.transaction() as tx:
        ended = await screen_sessions.end(tx, viewer.person, number)
        if ended:
            data = {"sessions": ended}
            subject = f"person:{viewer.person}"
            await note(tx, viewer.caller.name, "screens closed", subject, data)
    viewers.forget()
    return RedirectResponse("/screen/sessions", status_code=303)


@router.post("/out")
async def leave(viewer: TheViewer, viewers: TheViewers, database: TheDatabase) -> Response:
    """This browser is out."""
    async with database.transaction() as tx:
        await screen_sessions.end(tx, viewer.person, viewer.session)
    viewers.forget()
    response = RedirectResponse("/screen", status_code=303)
    response.delete_cookie(COOKIE, path="/")
    return response
