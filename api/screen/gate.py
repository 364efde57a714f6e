"""Who looks: a browser's cookie, the person behind it with the roles of now, and the door's guard.

Sessions are kept by the server (models/stores/persons/screen_sessions.py) and remembered for a
second, as API tokens are: one that was ended, and a role that ended, opens nothing a second later.
"""

import hmac
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice
from time import monotonic
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Cookie, Depends, Request

from api.http.callers import KEEP_SECONDS, MOST, Caller
from api.http.deps import TheDatabase, the_keys
from api.http.together import Together
from api.reach import Reader, TheSeen
from models.errors import BadInput, NotAllowed, NoToken
from models.rules.access import Who
from models.rules.rights import administers_all
from models.sealing import Keys
from models.stores.base.database import Database
from models.stores.persons import api_tokens, screen_sessions

COOKIE = "saksi_screen"
CSRF = "x-csrf-token"
"""The header that scripts send, as every form has a field `csrf`: no other site knows it."""
_FIELD = "csrf"
LOOKS_ON = 5.0
"""Seconds since somebody asked last, until which the rights are read anew together with others':
an open page's stream asks every three seconds (api/screen/live.py)."""
AT_ONCE = 200
"""Viewers who are read anew with one look, besides those who wait for it."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: the session, its person, and what that person may see (`caller`)."""

    session: int
    person: int
    name: str
    language: str
    caller: Caller
    csrf: str

    @property
    def keeper(self) -> bool:
        """Whether this person looks after the whole installation, and not an area alone."""
        held = self.caller.held or {}
        return any(administers_all(all_) for all_ in held.values())


@dataclass(slots=True)
class _Known:
    """A viewer as the database told it at `looked`, asked for last at `used` (monotonic, s)."""

    session: screen_sessions.Session
    viewer: Viewer
    looked: float
    used: float


class Viewers:
    """The viewers that one process knows.

    Hundreds of pages are open at once, each listens and asks: one look at the database is for all
    who ask while the last one goes on, and for those who are about to ask.
    """

    def __init__(self, keys: Keys, database: Database) -> None:
        self._keys, self._database = keys, database
        self._secret = keys.derive("screen csrf")
        self._kept: dict[str, _Known] = {}
        self._looks: Together[str, Viewer] = Together(self._read)

    async def known(self, cookie: str) -> Viewer:
        """Whose cookie this is; raises NoToken."""
        kept, now = self._kept.get(cookie), monotonic()
        if kept is not None and now - kept.looked < KEEP_SECONDS:
            kept.used = now
            return kept.viewer
        found = await self._looks.get(cookie) if cookie else None
        if found is None:
            raise NoToken("open the war room by the link that LAYAR gives in the chat")
        return found

    async def _read(self, asked: Collection[str]) -> dict[str, Viewer]:
        """The viewers of these cookies, and anew those of pages that will ask in a moment."""
        looked, kept = monotonic(), self._kept
        cookies = [*asked, *self._due(asked, looked)]
        async with self._database.transaction() as tx:
            found = await screen_sessions.found(tx, self._keys, cookies)
        for cookie in cookies:
            before = kept.pop(cookie, None)
            if cookie in found:
                used = looked if before is None or cookie in asked else before.used
                viewer = self._viewer_of(found[cookie], before)
                kept[cookie] = _Known(found[cookie], viewer, looked, used)
        while len(kept) > MOST:
            kept.pop(next(iter(kept)))
        return {cookie: kept[cookie].viewer for cookie in asked if cookie in kept}

    def _due(self, asked: Collection[str], now: float) -> Iterable[str]:
        """Of whoever still looks, those whose rights were read longest ago."""
        due = (
            cookie
            for cookie, one in self._kept.items()  # in the order in which they were read
            if now - one.looked > KEEP_SECONDS / 2
            and now - one.used < LOOKS_ON
            and cookie not in asked
        )
        return islice(due, AT_ONCE)

    def forget(self) -> None:
        """A session ended here: look again, whatever a look that goes on may find."""
        self._kept = {}

    def _viewer_of(self, found: screen_sessions.Session, before: _Known | None) -> Viewer:
        if before is not None and before.session == found:
            return before.viewer
        csrf = hmac.digest(self._secret, f"{found.id}".encode(), "sha256").hex()
        caller = Caller.person(api_tokens.Bearer(found.person_id, found.held))
        return Viewer(found.id, found.person_id, found.name, found.language, caller, csrf)


async def the_viewers(request: Request) -> Viewers:
    """The viewers of this process."""
    state = request.app.state
    if not hasattr(state, "viewers"):
        state.viewers = Viewers(the_keys(request), state.database)
    viewers: Viewers = state.viewers
    return viewers


TheViewers = Annotated[Viewers, Depends(the_viewers)]


@dataclass(frozen=True, slots=True)
class Gate:
    """For whom a page is. What changes something (no GET) needs our page's own token besides."""

    who: Who

    async def __call__(
        self,
        request: Request,
        viewers: TheViewers,
        saksi_screen: Annotated[str, Cookie()] = "",
    ) -> Viewer:
        """Who looks; raises NoToken, and NotAllowed for whom the page is not."""
        viewer = await viewers.known(saksi_screen)
        if not viewer.caller.admitted(self.who):
            raise NotAllowed("your roles do not open this", needs=self.who.value)
        if request.method not in ("GET", "HEAD"):
            await _from_our_page(request, viewer)
        return viewer


TheViewer = Annotated[Viewer, Depends(Gate(Who.READER))]
"""Guard: whoever may see counts; where, the reader is asked."""
TheReviewer = Annotated[Viewer, Depends(Gate(Who.REVIEWER))]
"""Guard: whoever decides disputes; where, and of which, the doers ask."""


async def the_keeper(viewer: Annotated[Viewer, Depends(Gate(Who.ADMINISTRATOR))]) -> Viewer:
    """Guard: who looks after the whole installation; an administrator of an area does not."""
    if not viewer.keeper:
        raise NotAllowed("for administrators of the whole installation")
    return viewer


TheKeeper = Annotated[Viewer, Depends(the_keeper)]


async def _from_our_page(request: Request, viewer: Viewer) -> None:
    """Raises NotAllowed for what another site has a browser send."""
    given = request.headers.get(CSRF) or (await fields(request)).get(_FIELD, "")
    if other_site(request) or not hmac.compare_digest(given.encode(), viewer.csrf.encode()):
        raise NotAllowed("only our own page may ask this: reload it, then try again")


def other_site(request: Request) -> bool:
    """Whether the browser says that another site sends this."""
    return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


async def fields(request: Request) -> dict[str, str]:
    """The fields of a form (application/x-www-form-urlencoded). Raises BadInput."""
    try:
        return dict(parse_qsl((await request.body()).decode(), max_num_fields=200))
    except ValueError:
        raise BadInput("these are no fields of a form") from None


async def the_sight(
    request: Request, viewer: TheViewer, database: TheDatabase, seen: TheSeen
) -> Reader:
    """How far the viewer may look: the same checks and notes as of the API (api/reach.py)."""
    return Reader(viewer.caller, database, seen, request.scope["route"].path)


TheSight = Annotated[Reader, Depends(the_sight)]
