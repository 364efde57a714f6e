"""The guide: the documentation as a site with search, which `bin/guide` makes."""

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from api.http.deps import public
from api.pages import GUIDE, HEADERS, POLICY, has_guide, page
from api.phone.readers_language import Language

router = APIRouter(include_in_schema=False, dependencies=[Depends(public)])

_FRONT = "/docs/guide/index.html"
_HEADERS = {
    **HEADERS,
    # The theme's icons are pictures written into its style sheets.
    "Content-Security-Policy": POLICY.replace("img-src 'self'", "img-src 'self' data:"),
}
_files = StaticFiles(directory=GUIDE, check_dir=False)


@router.get("/docs/guide")
@router.get("/docs/guide/")
async def front() -> Response:
    """The first page, at the address that its links are written for."""
    return RedirectResponse(_FRONT)


@router.get("/docs/guide/{path:path}")
async def guide(path: str, request: Request, language: Language) -> Response:
    """A page of the guide or a file of it; one that there is not, or no guide, in a sentence."""
    try:
        response = await _files.get_response(path, request.scope)
    except HTTPException:
        says = "guide_nothing" if has_guide() else "guide_off"
        response = page("off.html", language, says=says)
        response.status_code = 404
    response.headers.update(_HEADERS)
    return response
