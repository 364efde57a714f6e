"""The web application: routers, and what they share, built from the settings."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache

from fastapi import APIRouter, FastAPI
from starlette.routing import BaseRoute

from api import screen
from api.http.body_limits import Bodies
from api.http.door import Door
from api.http.errors import tell_errors
from api.http.state import Entrance, WhatsAppDoor
from api.phone.desk import Desk
from api.phone.feed import Watch
from api.recap_memory import QuickRecap
from api.routers import (
    attendance,
    audit,
    coverage,
    guide,
    health,
    html_pages,
    official,
    outlook,
    own_votes,
    phone,
    progress,
    recap,
    seats,
    sources,
    webhooks,
)
from api.schemas.recap import Problem
from api.screen.nothing_here import odd_address
from api.screen.quick_parts import QuickParts
from bot.base.media import media_of
from bot.messaging.ingest import Ingest, ingest
from bot.processes import wiring
from models.sealing import Keys
from models.settings import Settings
from models.stores.base.database import Database

REFUSALS: dict[int | str, dict[str, object]] = {
    400: {"model": Problem, "description": "A value that cannot be"},
    401: {"model": Problem, "description": "No token, or one that ended"},
    403: {"model": Problem, "description": "Not for the roles of this token, or not its area"},
    404: {"model": Problem, "description": "No such area, station, election"},
}
"""What every route of the API may answer instead."""
ROUTERS: list[APIRouter] = [
    webhooks.router,
    html_pages.router,
    guide.router,
    phone.router,
    *screen.ROUTERS,
    recap.router,
    progress.router,
    attendance.router,
    coverage.router,
    seats.router,
    official.router,
    outlook.router,
    own_votes.router,
    audit.router,
    sources.router,
    health.router,
]
"""Every router of the application; a new one is added here."""
Lifetime = AbstractAsyncContextManager[None]


def create_app(settings: Settings, database_url: str) -> FastAPI:
    """The application on one database.

    No middleware that wraps each request in a task of its own (BaseHTTPMiddleware): the webhook's
    way to its answer is the hot path.
    """

    app = FastAPI(
        title="Saksi",
        lifespan=_living(settings, database_url),
        docs_url=None,
        redoc_url=None,
        openapi_url=None if settings.production else "/openapi.json",
    )
    app.state.deaf = asyncio.Event()
    app.add_middleware(Bodies)
    app.add_middleware(QuickRecap)
    app.add_middleware(QuickParts)
    app.add_middleware(
        Door,
        hosts=settings.hosts,
        addresses=not settings.public_url,
        https=settings.https,
        page=odd_address,
    )
    tell_errors(app)
    app.router.routes.extend(_routes())
    return app


@cache
def _routes() -> list[BaseRoute]:
    """The routes of every router; FastAPI works out what each takes at the first request, which
    lasts as long as a hundred requests: once a process, however many applications it makes."""
    every = APIRouter()
    for router in ROUTERS:
        every.include_router(router, responses=REFUSALS if router.prefix else None)
    return every.routes


def _living(settings: Settings, database_url: str) -> Callable[[FastAPI], Lifetime]:
    """What lives as long as the application: the database, the way in, the browser phone."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        keys = Keys.of(settings)
        bots = {bot.account: bot for bot in wiring.telegram_bots(settings)}
        secrets = {name: wiring.telegram_secret(settings, keys, name) for name in bots}
        database = Database(database_url)
        try:
            async with ingest(database_url, keys, deaf=app.state.deaf) as entrance:
                app.state.settings, app.state.keys = settings, keys
                app.state.database = database
                door = whatsapp_door(settings, keys)
                app.state.entrance = Entrance(entrance, bots, secrets, door)
                app.state.phone_desk = desk = phone_desk(settings, keys, database, entrance)
                yield
                await desk.watch.close()
        finally:
            for bot in bots.values():
                await bot.close()
            await database.close()

    return lifespan


def whatsapp_door(settings: Settings, keys: Keys) -> WhatsAppDoor | None:
    """WhatsApp's way in; None unless it is switched on."""
    reader, secret = wiring.whatsapp_entrance(settings, keys), settings.whatsapp_app_secret
    if reader is None or secret is None:
        return None
    token = wiring.whatsapp_verify_token(settings, keys)
    return WhatsAppDoor(reader, secret.get_secret_value(), token)


def phone_desk(settings: Settings, keys: Keys, database: Database, entrance: Ingest) -> Desk:
    """What the browser phone works with."""
    photos = media_of(settings)
    channel = wiring.webchat(photos)
    return Desk(
        database=database,
        watch=Watch(database, channel.account),
        accept=lambda payload: entrance.keep(channel, payload),
        media=photos,
        keys=keys,
        training=settings.phones_for_training,
        enrols=settings.made_up_people,
        secure=settings.https,
        language=settings.language,
        account=channel.account,
    )
