"""The web application: routers, and what they share, built from the settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from api.routers import webhooks
from api.state import Entrance
from bot import wiring
from bot.ingest import ingest
from models.sealing import Keys
from models.settings import Settings
from models.stores.session import Database

ROUTERS: list[APIRouter] = [webhooks.router]
"""Every router of the application; a new one is added here."""


def create_app(settings: Settings, database_url: str) -> FastAPI:
    """The application on one database.

    No middleware that wraps each request in a task of its own (BaseHTTPMiddleware): the webhook's
    way to its answer is the hot path.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        keys = Keys.of(settings)
        bots = {bot.account: bot for bot in wiring.telegram_bots(settings)}
        secrets = {name: wiring.telegram_secret(settings, keys, name) for name in bots}
        database = Database(database_url)
        try:
            async with ingest(database_url, keys) as entrance:
                app.state.settings, app.state.keys = settings, keys
                app.state.database = database
                app.state.entrance = Entrance(entrance, bots, secrets)
                yield
        finally:
            for bot in bots.values():
                await bot.close()
            await database.close()

    app = FastAPI(title="Saksi", lifespan=lifespan)
    for router in ROUTERS:
        app.include_router(router)
    return app
