"""/screen/operations: one look says whether all is well, first in a sentence, then in figures."""

import asyncio
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from api.http.deps import TheDatabase
from api.reach import TheSeen
from api.screen.desks.desk_words import Words
from api.screen.frame import ScreenRoute, language_of, screen_page
from api.screen.gate import TheKeeper, Viewer
from bot.alarms.timed import disk_of
from models.rules.wellness import LATE, Disk, Trouble, troubles
from models.settings import Settings
from models.stores.base import elections, made_backups
from models.stores.base.database import Database
from models.stores.base.vital_signs import VitalSigns, vital_signs
from models.values import WEST

router = APIRouter(include_in_schema=False, route_class=ScreenRoute)


@dataclass(frozen=True, slots=True)
class Condition:
    """The figures of a moment, and what is wrong by them."""

    signs: VitalSigns
    disk: Disk
    troubles: tuple[Trouble, ...]


async def condition(database: Database, settings: Settings) -> Condition:
    """How the installation does now."""
    async with database.transaction() as tx:
        signs = await vital_signs(tx)
        seen = await made_backups.condition(tx, settings, signs.at)
    disk = await asyncio.to_thread(disk_of, settings.var)
    oldest = {one.name: one.oldest for one in signs.queues}
    accounts = {
        f"{one.channel}/{one.account}": (one.failing, one.given_up) for one in signs.accounts
    }
    leading = {one.name for one in signs.duties}
    return Condition(signs, disk, troubles(oldest, leading, accounts, disk, seen.backups))


@router.get("/screen/operations")
async def operations(
    request: Request, viewer: TheKeeper, database: TheDatabase, seen: TheSeen
) -> Response:
    """The page; it renews its figures itself every few seconds."""
    await seen.note(viewer.caller, "/screen/operations", "installation")
    return await _page("operations.html", request, viewer, database)


@router.get("/screen/operations/now")
async def now(request: Request, viewer: TheKeeper, database: TheDatabase) -> Response:
    """The figures alone, for the page that is open."""
    return await _page("operations_now.html", request, viewer, database)


async def _page(template: str, request: Request, viewer: Viewer, database: Database) -> Response:
    found = await condition(database, request.app.state.settings)
    async with database.transaction() as tx:
        election = await elections.current_election(tx)
    zone = election.config.timezone if election else WEST
    words = Words(language_of(request, viewer.language), zone)
    room = {"free": words.gigabytes(found.disk.free), "total": words.gigabytes(found.disk.total)}
    given = {"now": found, "words": words, "late": LATE, "room": room}
    return screen_page(template, viewer, request, **given)
