"""Parts of open pages are told before routing: to whom the ordinary route would tell them."""

import asyncio
from collections.abc import Collection
from itertools import count as numbers

import httpx
import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from starlette.types import Receive, Scope, Send

from api.screen import gate
from api.screen.gate import Viewers
from api.screen.quick_parts import QuickParts
from models.errors import NoToken
from models.sealing import Keys
from models.stores.base.database import Transaction
from models.stores.persons import screen_sessions
from models.stores.persons.screen_sessions import Session
from models.values import Role
from tests.cases.desk import Desk
from tests.screen.conftest import Screen, cookie_of, screen_app, screen_of
from tests.screen.test_count import Clock

PARTS = "/screen/parts/9801?ballot=ppwp"


class Routed:
    """The application behind QuickParts; `asked` counts what came through to it."""

    def __init__(self, app: FastAPI) -> None:
        self.app, self.asked = app, 0
        self.quick = QuickParts(self.through)

    async def through(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        await self.app(scope, receive, send)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.quick({**scope, "app": self.app}, receive, send)

    def browser(self, screen: Screen) -> AsyncClient:
        transport = httpx.ASGITransport(self)
        return AsyncClient(
            transport=transport, base_url="http://saksi.test", cookies=screen.client.cookies
        )


async def test_what_was_answered_once_is_told_without_routing_and_is_the_same(desk: Desk) -> None:
    app = screen_app(desk)
    screen = await screen_of(desk, Role.COORDINATOR, "9801", app=app)
    routed = Routed(app)
    browser = routed.browser(screen)
    first, again = await browser.get(PARTS), await browser.get(PARTS)
    assert routed.asked == 1
    assert first.status_code == again.status_code == 200
    assert first.text == again.text != ""
    assert first.headers == again.headers
    browser.cookies.set("saksi_language", "en")
    english = await browser.get(PARTS)
    assert english.status_code == 200
    assert "By the hour" in english.text
    assert "By the hour" not in first.text
    assert routed.asked == 1


async def test_who_may_not_see_it_is_refused_as_ever(desk: Desk) -> None:
    app = screen_app(desk)
    routed = Routed(app)
    screen = await screen_of(desk, Role.COORDINATOR, "9801", app=app)
    browser = routed.browser(screen)
    await browser.get(PARTS)
    other = await screen_of(desk, Role.COORDINATOR, "9871", 8, app)
    assert (await routed.browser(other).get(PARTS)).status_code == 404
    assert (await browser.post(PARTS)).status_code == 405
    before = routed.asked
    assert (await browser.get(PARTS)).status_code == 200
    assert routed.asked == before
    await desk.do("update role set ended_at = now()")
    app.state.viewers.forget()
    assert (await browser.get(PARTS)).status_code == 403
    await desk.do("update screen_session set ended_at = now()")
    app.state.viewers.forget()
    assert (await browser.get(PARTS)).status_code == 401


async def test_every_look_stands_in_the_audit_log_by_minute(desk: Desk) -> None:
    app = screen_app(desk)
    routed = Routed(app)
    one = await screen_of(desk, Role.COORDINATOR, "9801", app=app)
    two = await screen_of(desk, Role.COORDINATOR, "9801", 8, app)
    for screen in (one, two):
        await routed.browser(screen).get(PARTS)
    assert routed.asked == 1
    seen = await desk.rows(
        "select distinct actor from audit_entry where action = 'saw' and subject = 'area:9801'"
    )
    assert len(seen) == 2


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(gate, "monotonic", made)
    return made


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many cookies each look at the database was for."""
    made, found = list[int](), screen_sessions.found

    async def counted(tx: Transaction, keys: Keys, cookies: Collection[str]) -> dict[str, Session]:
        made.append(len(cookies))
        return await found(tx, keys, cookies)

    monkeypatch.setattr(screen_sessions, "found", counted)
    return made


async def cookies_of(desk: Desk, most: int) -> list[str]:
    phone = await desk.holder("Bu Rini", 7, Role.COORDINATOR, "9801")
    return [(await cookie_of(desk, desk.keys, phone.person))["saksi_screen"] for _ in range(most)]


async def test_open_pages_are_looked_up_together_and_not_one_by_one(
    desk: Desk, clock: Clock, looks: list[int]
) -> None:
    viewers = Viewers(desk.keys, desk.database)
    cookies = await cookies_of(desk, 20)
    for one in cookies:
        await viewers.known(one)
    assert looks == [1] * 20
    for turn in numbers(1):
        clock.at += 1.1
        for one in cookies:
            await viewers.known(one)
        assert looks[20:] == [20] * turn, "the first who asks has all of them read"
        if turn == 3:
            break
    clock.at += 60
    await viewers.known(cookies[0])
    assert looks[-1] == 1, "who left is looked up no more"


async def test_what_ended_opens_nothing_a_second_later_though_others_go_on(
    desk: Desk, clock: Clock
) -> None:
    viewers = Viewers(desk.keys, desk.database)
    stays, ends = await cookies_of(desk, 2)
    await viewers.known(stays)
    person = (await viewers.known(ends)).person
    await desk.do("update screen_session set ended_at = now() where id = 2")
    clock.at += 1.1
    assert (await viewers.known(stays)).person == person
    with pytest.raises(NoToken):
        await viewers.known(ends)
    await desk.do("update role set ended_at = now()")
    clock.at += 1.1
    assert not (await viewers.known(stays)).caller.reach


async def test_a_look_that_began_before_a_session_ended_here_is_not_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewers = Viewers(desk.keys, desk.database)
    (cookie,) = await cookies_of(desk, 1)
    found, looked, ended = screen_sessions.found, asyncio.Event(), asyncio.Event()

    async def slow(tx: Transaction, keys: Keys, cookies: Collection[str]) -> dict[str, Session]:
        told = await found(tx, keys, cookies)
        looked.set()
        await ended.wait()
        return told

    monkeypatch.setattr(screen_sessions, "found", slow)
    looking = asyncio.ensure_future(viewers.known(cookie))
    await looked.wait()
    await desk.do("update screen_session set ended_at = now()")
    viewers.forget()
    ended.set()
    await looking
    with pytest.raises(NoToken):
        await viewers.known(cookie)
