"""No other site has a browser do anything here: every POST of pages and phone asks for our own."""

import re

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.app import ROUTERS
from models.values import Role
from tests.cases.desk import Desk
from tests.screen.conftest import desk, screen_app, screen_of

__all__ = ["desk"]

POSTS = sorted(
    route.path
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute)
    and "POST" in route.methods
    and route.path.startswith(("/screen", "/phone"))
)
BEFORE = {"/screen/in", "/screen/sample"}
"""Who is not in yet has no token of ours: the browser's own word of the site counts."""

LAST = {"/screen/out", "/screen/sessions/{number}/end"}
"""With our token they would end the browser that asks."""


@pytest.fixture
async def app(desk: Desk) -> FastAPI:
    return screen_app(desk)


@pytest.mark.parametrize("foreign", [{}, {"sec-fetch-site": "cross-site"}], ids=["plain", "told"])
async def test_every_post_of_a_page_is_refused_without_our_own_token(
    desk: Desk, app: FastAPI, foreign: dict[str, str]
) -> None:
    screen = await screen_of(desk, Role.ADMINISTRATOR, app=app)
    await desk.holder("Bu Rini", 7, Role.REVIEWER)
    own = await screen.csrf()
    pages = [path for path in POSTS if path.startswith("/screen") and path not in BEFORE]
    assert len(pages) > 10
    for path in pages:
        address = re.sub(r"\{\w+\}", "1", path)
        answer = await screen.client.post(address, data={"csrf": "made up"}, headers=foreign)
        assert answer.status_code == 403, path
        if path in LAST:
            continue
        passed = await screen.client.post(address, headers={"x-csrf-token": own})
        assert passed.status_code != 403, f"{path}: the refusal above has another reason"


async def test_nor_does_another_site_let_anybody_in(desk: Desk, app: FastAPI) -> None:
    screen = await screen_of(desk, Role.ADMINISTRATOR, app=app)
    for path in sorted(BEFORE & set(POSTS)):
        told = {"sec-fetch-site": "cross-site"}
        answer = await screen.client.post(path, data={"token": "x"}, headers=told)
        assert answer.status_code in (403, 404), path
