"""Whether the count changed, told to open pages as an event stream (server-sent events).

One watch over the database for all who listen, and none when nobody does; an event says only that
there is something new ("recap", with the state's name as its id): each page then asks for what it
shows. It is told once more when what may lag has been made anew. The tabs of a browser share one
stream (static/screen-live.js).
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from hashlib import sha256
from random import random
from time import monotonic
from typing import Annotated

import structlog
from fastapi import APIRouter, Cookie, Depends, FastAPI, Header, Request, Response
from fastapi.responses import StreamingResponse

from api.http.recap_state import RecapState, the_recap_state
from api.screen.frame import ScreenRoute
from api.screen.gate import TheViewer, TheViewers, Viewers
from api.screen.shared_making import LAG
from models.errors import NoToken
from models.rules.access import Who

router = APIRouter(prefix="/screen", include_in_schema=False, route_class=ScreenRoute)
log = structlog.get_logger()

LOOK_EVERY = 0.25
"""Seconds between two looks at the change counter while anybody listens."""
QUIET = 0.75
"""Seconds between two events: many reports, one event, and each page made once for all."""
EACH = 0.002
"""Seconds between two events for each who listens, where that is more: an event and the fetch that
it leads to take half a millisecond of a processor, which others need, too."""
SPREAD = 1.0
"""Seconds at most over which one event is told, so that not all pages ask in the same moment."""
_LATER = 30_000
"""Milliseconds until a page whose stream was one too many tries again."""
SETTLED = ".settled"
"""Ends a state's name when costly parts that were made before it have gone (shared_making.LAG)."""
MOST = 12
"""Streams of one person: the tabs of a browser share one."""
BEAT = 3.0
"""Seconds after which is looked up again whose a silent stream is."""
BEATS = 5
"""So many of them, and it says that it lives: proxies cut what is silent for a minute."""


class Feed:
    """The state of the recap, looked at once for everybody of this process.

    `streams`: how many each person has open; nobody needs more than MOST, and a process holds a
    limited number of connections, which messages need.
    """

    def __init__(self, recap: RecapState) -> None:
        self._recap = recap
        self._news = asyncio.Event()
        self._listening = 0
        self._task: asyncio.Task[None] | None = None
        self._seen, self._since = "", float("-inf")
        self._told_at = float("-inf")
        self._turn = 0
        self.state = ""
        self.ending = False
        self.streams = Counter[int]()

    def release(self) -> None:
        """The server ends: streams end at their next look. May be called from another thread."""
        self.ending = True

    async def now(self) -> str:
        """The state's name as it is; another one once the slow parts of pages follow it."""
        name = name_of(await self._recap.now())
        if name != self._seen:
            self._seen, self._since = name, monotonic()
        return f"{name}{SETTLED}" if monotonic() - self._since > LAG else name

    async def begin(self) -> None:
        """Look what there is to tell, unless the watch does."""
        if not self._watches:
            self._tells(await self.now())

    async def turn(self, heard: str) -> int:
        """The turn of the recap's state that answers a page which heard of `heard`.

        All who heard the same are answered alike; who heard something else is told what is now.
        """
        if self._watches and heard == self.state:
            return self._turn
        await self._recap.now()
        return self._recap.turn

    async def events(self, known: str) -> AsyncIterator[str]:
        """The state's names as they follow each other, beginning with one that is not `known`.

        An empty one when nothing happened for a while.
        """
        self._listening += 1
        try:
            self._watch()
            while not self.ending:
                if self.state not in (known, ""):
                    await asyncio.sleep(random() * self._spread)  # noqa: S311
                    known = self.state
                    yield known
                elif not await self._heard():
                    yield ""
        finally:
            self._listening -= 1

    @property
    def _gap(self) -> float:
        return max(QUIET, self._listening * EACH)

    @property
    def _spread(self) -> float:
        return min(SPREAD, self._listening * EACH * 0.75)

    @property
    def _watches(self) -> bool:
        return self._task is not None and not self._task.done()

    async def _heard(self) -> bool:
        news = self._news
        try:
            async with asyncio.timeout(BEAT):
                await news.wait()
        except TimeoutError:
            return False
        return True

    def _watch(self) -> None:
        if not self._watches:
            self._task = asyncio.create_task(self._look())

    async def _look(self) -> None:
        while self._listening and not self.ending:
            try:
                state = await self.now()
            except Exception as problem:  # the database restarts; the next look will tell
                log.debug("the recap cannot be watched", problem=type(problem).__name__)
                await asyncio.sleep(1.0)
                continue
            if state != self.state and monotonic() - self._told_at >= self._gap:
                self._tells(state)
                self._wake()
            await asyncio.sleep(LOOK_EVERY)
        self._wake()

    def _tells(self, state: str) -> None:
        self.state, self._turn, self._told_at = state, self._recap.turn, monotonic()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


def name_of(state: str) -> str:
    """A short name of a state, safe in a header."""
    return sha256(state.encode()).hexdigest()[:16]


def the_feed_of(app: FastAPI) -> Feed:
    """The feed of an application."""
    state = app.state
    if not hasattr(state, "screen_feed"):
        state.screen_feed = Feed(the_recap_state(app))
    feed: Feed = state.screen_feed
    return feed


async def the_feed(request: Request) -> Feed:
    """The feed of this process."""
    app: FastAPI = request.app
    return the_feed_of(app)


TheFeed = Annotated[Feed, Depends(the_feed)]


@router.get("/live")
async def live(
    viewer: TheViewer,
    viewers: TheViewers,
    feed: TheFeed,
    last: str = "",
    last_event_id: Annotated[str, Header()] = "",
    saksi_screen: Annotated[str, Cookie()] = "",
) -> Response:
    """The stream; with the last id that was heard only what is newer is told."""
    await feed.begin()
    told = _counted(feed, viewer.person, viewers, last_event_id or last, saksi_screen)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(told, media_type="text/event-stream", headers=headers)


@router.get("/now")
async def now(viewer: TheViewer, feed: TheFeed) -> dict[str, str]:
    """The state's name, for browsers whose tabs cannot share a stream (plain http elsewhere)."""
    return {"state": await feed.now()}


async def _counted(
    feed: Feed, person: int, viewers: Viewers, known: str, cookie: str
) -> AsyncIterator[str]:
    """The stream; one too many of a person's ends at once, and its page asks again later."""
    if feed.streams[person] >= MOST:
        yield f"retry: {_LATER}\n\n"
        return
    feed.streams[person] += 1
    try:
        async for told in _told(feed, viewers, known, cookie):
            yield told
    finally:
        feed.streams[person] -= 1
        feed.streams += Counter()  # without those at nought


async def _told(feed: Feed, viewers: TheViewers, known: str, cookie: str) -> AsyncIterator[str]:
    # A page that was just loaded knows the state of now: the first event is for a later one.
    yield f"retry: 2000\nid: {feed.state}\nevent: hello\ndata: {feed.state}\n\n"
    silent = 0
    async for state in feed.events(known or feed.state):
        if not await _still_in(viewers, cookie):
            yield "event: out\ndata: \n\n"
            return
        silent = 0 if state else silent + 1
        if state:
            yield f"id: {state}\nevent: recap\ndata: {state}\n\n"
        elif silent % BEATS == 0:
            yield ": here\n\n"


async def _still_in(viewers: Viewers, cookie: str) -> bool:
    """Whether the browser is in, and its person still has a role that sees a count."""
    try:
        return (await viewers.known(cookie)).caller.admitted(Who.READER)
    except NoToken:
        return False
