"""The war room over HTTP: the tiny election, people with roles, browsers that come in."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from models.sealing import Keys
from models.settings import Settings
from models.stores.persons import screen_sessions
from models.values import Role
from tests.api.conftest import browse, reading_app
from tests.cases.desk import Desk, Phone, open_desk
from tests.pages.conftest import chromium

__all__ = ["chromium", "desk"]

SETTINGS = Settings.model_validate(
    {
        "production": True,
        "api_token": "geheim-und-lang-genug-4711",
        "secret_key": "of these tests alone",
    }
)


@pytest.fixture
async def desk(tiny_database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tiny_database_url, tmp_path) as opened:
        yield opened


def screen_app(desk: Desk, settings: Settings = SETTINGS) -> FastAPI:
    """The routers that read, with the desk's own keys."""
    app = reading_app(desk.database, settings)
    app.state.keys = desk.keys
    return app


@dataclass
class Screen:
    """A browser that is in the war room, and what its pages send back."""

    client: AsyncClient
    person: Phone | None = None

    async def get(self, path: str, **more: object) -> str:
        """A page that has to be there."""
        answer = await self.client.get(path, **more)  # type: ignore[arg-type]
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        return answer.text

    async def csrf(self) -> str:
        """The token that our own pages send along."""
        found = re.search(r'data-csrf="([0-9a-f]+)"', await self.get("/screen/sessions"))
        assert found is not None
        return found[1]

    async def post(self, path: str, **fields: str) -> int:
        """Send a form of our own page; the status."""
        given = {"csrf": await self.csrf(), **fields}
        return (await self.client.post(path, data=given)).status_code

    async def act(self, path: str, **fields: str) -> str:
        """Send a form of our own page; the page that the browser is led to."""
        given = {"csrf": await self.csrf(), **fields}
        answer = await self.client.post(path, data=given)
        assert answer.status_code == 303, (path, answer.status_code, answer.text)
        return await self.get(answer.headers["location"])


async def cookie_of(desk: Desk, keys: Keys, person: int) -> dict[str, str]:
    """The cookie of a browser that is in for a person."""
    async with desk.database.transaction() as tx:
        _, cookie = await screen_sessions.open_one(tx, keys, person, "Chrome, Linux")
    return {"saksi_screen": cookie}


async def screen_of(
    desk: Desk, role: Role, code: str | None = None, number: int = 7, app: FastAPI | None = None
) -> Screen:
    """Somebody with a role in an area, whose browser is in."""
    phone = await desk.holder("Bu Rini", number, role, code)
    client = browse(app or screen_app(desk))
    client.cookies.update(await cookie_of(desk, desk.keys, phone.person))
    return Screen(client, phone)
