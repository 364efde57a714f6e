"""Sign-in without passwords: a one-time link, a code on another screen, the made-up administrator.

Opening a link changes nothing: messengers look into links by themselves. The button on its page
uses it up.
"""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.http.askers import asker
from api.http.browsers import named
from api.http.deps import TheDatabase, TheKeys, TheSettings, public
from api.phone.limits import Limits
from api.screen.frame import ScreenRoute, bare_page, signed_out
from api.screen.gate import COOKIE, fields, other_site
from api.screen.made_up_admin import sample_administrator
from bot.base.events import notice
from bot.screen.talk.outcomes import ScreenOpened
from models.errors import NotAllowed, NotFound, TooFast
from models.sealing import Keys
from models.stores.base.audit import note
from models.stores.base.database import Transaction
from models.stores.messaging import notices
from models.stores.persons import screen_passes, screen_sessions

router = APIRouter(
    prefix="/screen",
    include_in_schema=False,
    route_class=ScreenRoute,
    dependencies=[Depends(public)],
)


def the_tries(request: Request) -> Limits:
    """How often links and codes may be tried from one address."""
    state = request.app.state
    if not hasattr(state, "screen_tries"):
        state.screen_tries = Limits(burst=10, per_second=0.1)
    tries: Limits = state.screen_tries
    return tries


@router.get("/in/{token}")
async def link(token: str, request: Request) -> Response:
    """The page of a one-time link: one button, which uses it up."""
    return bare_page("enter.html", request, token=token)


@router.get("/code")
async def code_page(request: Request) -> Response:
    """Where the code is typed on another screen."""
    return bare_page("code.html", request, why="")


@router.post("/in")
async def enter(
    request: Request,
    settings: TheSettings,
    database: TheDatabase,
    keys: TheKeys,
    tries: Annotated[Limits, Depends(the_tries)],
) -> Response:
    """Let the browser in by a link's token or a code, once."""
    given = await _given(request, tries)
    async with database.transaction() as tx:
        if "code" in given:
            person = await screen_passes.use_code(tx, keys, given["code"])
        else:
            person = await screen_passes.use_token(tx, keys, given.get("token", ""))
        cookie = await _let_in(tx, keys, person, request) if person is not None else ""
    if cookie:
        return _opened(cookie, secure=settings.https)
    if "code" in given:
        response = bare_page("code.html", request, why="code_wrong")
        response.status_code = 403
        return response
    return signed_out(request, "link_over")


@router.post("/sample")
async def sample(
    request: Request,
    settings: TheSettings,
    database: TheDatabase,
    keys: TheKeys,
    tries: Annotated[Limits, Depends(the_tries)],
) -> Response:
    """As the made-up administrator; never where real results are counted (as api/phone/cast.py)."""
    if not settings.made_up_people:
        raise NotFound("there is no made-up administrator here")
    await _given(request, tries)
    async with database.transaction() as tx:
        person = await sample_administrator(tx, keys)
        if person is None:
            raise NotFound("no election is loaded")
        cookie = await _let_in(tx, keys, person, request)
    return _opened(cookie, secure=settings.https)


async def _given(request: Request, tries: Limits) -> dict[str, str]:
    """The fields of our own form. Raises NotAllowed, and TooFast for many tries from one address;
    a link's token is not counted: nobody guesses one, and many people share an address.
    """
    if other_site(request):
        raise NotAllowed("only our own page may ask this")
    given = await fields(request)
    wait = 0.0
    if "token" not in given or "code" in given:
        wait = tries.wait(asker(request.client.host) if request.client else "")
    if wait > 0:
        raise TooFast("too many tries from here: wait a minute", after=wait)
    return given


async def _let_in(tx: Transaction, keys: Keys, person: int, request: Request) -> str:
    """A session for the person, who is told of it; the cookie's value."""
    browser = named(request.headers.get("user-agent", ""))
    number, cookie = await screen_sessions.open_one(tx, keys, person, browser)
    await note(tx, f"person:{person}", "screen opened", f"session:{number}", {"browser": browser})
    opened = ScreenOpened(browser, datetime.now(UTC))
    await notices.put(tx, [notice(f"screen:{number}", opened, person)])
    return cookie


def _opened(cookie: str, *, secure: bool) -> Response:
    response = RedirectResponse("/screen", status_code=303)
    response.set_cookie(
        COOKIE,
        cookie,
        max_age=screen_sessions.HOURS * 3600,
        path="/",
        secure=secure,
        httponly=True,
        samesite="strict",
    )
    return response
