"""What stands around every page of the war room: navigation, language, refusals as pages."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute

from api.http.errors import status_of
from api.pages import TEXTS, missing_libraries, page
from api.screen.gate import Viewer
from models.errors import BadInput, NotFound, NoToken, NotYourArea, SaksiError
from models.rules.access import Who

_LANGUAGE = "saksi_language"
_YEAR = 365 * 86_400
_SET_UP = not missing_libraries()
_REASONS = {
    "not_found": "frame.refused_not_found",
    "no_chat": "frame.refused_no_chat",
    "not_allowed": "frame.refused_not_allowed",
    "no_photo": "frame.refused_no_photo",
    "too_fast": "frame.refused_too_fast",
    "publication_locked": "frame.refused_locked",
    "stale_revision": "frame.refused_stale",
    "database_unavailable": "frame.refused_away",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A page that the navigation leads to: the key of its name (texts), its address, for whom.

    `keeper`: for whoever looks after the whole installation alone (gate.TheKeeper); `holds`: the
    beginnings of other addresses that belong to it.
    """

    key: str
    address: str
    who: Who = Who.READER
    keeper: bool = False
    holds: tuple[str, ...] = ()

    def open(self, viewer: Viewer) -> bool:
        """Whether the page's own gate lets this viewer in."""
        return viewer.keeper if self.keeper else viewer.caller.admitted(self.who)

    def here(self, path: str) -> bool:
        """Whether the page of an address is this one, or belongs to it."""
        return path == self.address or any(
            path == one or path.startswith(f"{one}/") for one in self.holds
        )


_DESKS = (
    *("/screen/witnesses", "/screen/attendance", "/screen/recruits", "/screen/roles"),
    *("/screen/incidents", "/screen/findings", "/screen/questions", "/screen/register"),
    *("/screen/broadcasts", "/screen/deliveries", "/screen/imports"),
)
NAVIGATION = (
    Place("frame.count", "/screen", holds=("/screen/area", "/screen/station")),
    Place("seats.nav", "/screen/seats"),
    Place("official.nav", "/screen/official"),
    Place("projection.nav", "/screen/projection", holds=("/screen/quickcount",)),
    Place("photos.nav", "/screen/photos"),
    Place("queue.nav", "/screen/queue", Who.REVIEWER),
    Place("desks.nav", "/screen/work", holds=_DESKS),
    Place("desks.nav_operations", "/screen/operations", keeper=True),
)
"""In the order of the bar; a page that is new is added here."""


def screen_page(template: str, viewer: Viewer, request: Request, **values: object) -> HTMLResponse:
    """A page of the war room in the viewer's language, with what this viewer may open beside it."""
    language = language_of(request, viewer.language)
    places = [one for one in NAVIGATION if one.open(viewer)]
    given: dict[str, object] = {
        "viewer": viewer,
        "places": places,
        "path": request.url.path,
        "vendor": _SET_UP,
        "at": datetime.now(UTC),
    }
    response = page(f"screen/{template}", language, **given, **values)
    return _kept(response, request, language)


def bare_page(template: str, request: Request, **values: object) -> HTMLResponse:
    """A page for somebody who is not in (yet)."""
    language = language_of(request, request.app.state.settings.language)
    given: dict[str, object] = {
        "viewer": None,
        "places": (),
        "path": request.url.path,
        "vendor": _SET_UP,
        "lang": request.query_params.get("lang", "") and language,
    }
    response = page(f"screen/{template}", language, **given, **values)
    return _kept(response, request, language)


def language_of(request: Request, own: str) -> str:
    """What the address says (`lang`), else what it said before, else the person's own.

    Public pages look at the address alone: caches keep them for everybody.
    """
    before = "" if _for_everybody(request) else request.cookies.get(_LANGUAGE)
    asked = request.query_params.get("lang") or before or own
    return asked if asked in ("id", "en") else "id"


def _for_everybody(request: Request) -> bool:
    return str(request.scope["path"]).startswith("/public")


def _kept(response: HTMLResponse, request: Request, language: str) -> HTMLResponse:
    response.headers["Cache-Control"] = "no-store"
    if _for_everybody(request):
        return response
    response.headers["Vary"] = "Cookie"
    if "lang" in request.query_params:
        response.set_cookie(_LANGUAGE, language, max_age=_YEAR, path="/", samesite="lax")
    return response


class ScreenRoute(APIRoute):
    """A route whose refusals are pages for people: not in, not yours, not there."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[object, object, Response]]:
        """The handler, with its refusals told as pages."""
        handle = super().get_route_handler()

        async def told(request: Request) -> Response:
            try:
                return await handle(request)
            except SaksiError as refused:
                if request.url.path.endswith(".json"):
                    raise  # as a problem document: a program asks
                return refusal(request, refused)
            except RequestValidationError:
                if request.url.path.endswith(".json"):
                    raise
                return refusal(request, BadInput("this address holds something that cannot be"))

        return told


def refusal(request: Request, refused: SaksiError) -> HTMLResponse:
    """A refusal as a page; what lies outside of one's area looks like what is not there."""
    if isinstance(refused, NoToken):
        response = signed_out(request)
    else:
        kind = NotFound() if isinstance(refused, NotYourArea) else refused
        status = status_of(kind)
        response = bare_page("refused.html", request, status=status, reason=_reason(request, kind))
        response.status_code = status
    if response.status_code == 401 and "hx-request" in request.headers:
        response.headers["HX-Refresh"] = "true"
    return response


def _reason(request: Request, refused: SaksiError) -> str:
    """The key of the sentence that says why: the refusal's own (`says`), else that of its kind."""
    own = str(refused.facts.get("says", ""))
    if own in TEXTS:
        return own
    if refused.code == "not_found" and request.url.path.startswith("/public"):
        return "frame.public_none"  # a stranger has no area
    return _REASONS.get(refused.code, "frame.refused_other")


def signed_out(request: Request, why: str = "") -> HTMLResponse:
    """How to come in; where the phones are made up, as the made-up administrator."""
    sample = request.app.state.settings.made_up_people
    response = bare_page("signin.html", request, sample=sample, why=why)
    response.status_code = 401
    return response
