"""A polling station: every figure with its source, photos, presence, disputes, audit trail."""

from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request, Response

from api.files.bundle import Made, bundle
from api.http.deps import TheDatabase, TheKeys
from api.http.value_kinds import Word
from api.pages import TEXTS
from api.reach import TheSeen
from api.screen.frame import ScreenRoute, language_of, screen_page
from api.screen.gate import Gate, TheSight, TheViewer, Viewer
from api.screen.photo_address import Addresses
from api.screen.photo_rights import without_incidents
from api.screen.photos import TheMedia
from api.screen.station_view import station_view
from models.errors import NotYourArea
from models.rules.access import Who
from models.rules.rights import Action, may
from models.stores.audit import sources
from models.stores.audit.evidence import backing
from models.stores.base import elections

router = APIRouter(prefix="/screen", route_class=ScreenRoute, include_in_schema=False)
TheAuditor = Annotated[Viewer, Depends(Gate(Who.AUDITOR))]
KNOWN = frozenset(TEXTS)
"""Keys that have a text: codes without one stand as they are."""


@router.get("/station/{code}")
async def station(
    code: Word,
    request: Request,
    viewer: TheViewer,
    sight: TheSight,
    database: TheDatabase,
    keys: TheKeys,
) -> Response:
    """The station's page."""
    loaded = await sight.station(None, code)
    language = language_of(request, viewer.language)
    async with database.transaction() as tx:
        view = await station_view(tx, loaded, code, viewer, language)
    return screen_page(
        "station.html",
        viewer,
        request,
        view=view,
        address=Addresses(keys, viewer.person),
        ballots={one.code.value: one.name for one in loaded.config.ballots},
        known=KNOWN,
        reviews=viewer.caller.admitted(Who.REVIEWER),
    )


@router.get("/station/{code}/bundle")
async def evidence(
    code: Word,
    viewer: TheAuditor,
    database: TheDatabase,
    media: TheMedia,
    seen: TheSeen,
) -> Response:
    """The bundle of evidence material (bahan bukti), for auditors of the place."""
    async with database.transaction() as tx:
        loaded = await elections.election(tx)
        _, path = await sources.station_place(tx, loaded, code)
        if not may(viewer.caller.roles(loaded.id), Action.READ_AUDIT, path):
            raise NotYourArea("that lies outside of your area", station=code)
        said = await sources.station(tx, loaded, code)
        behind = await backing(tx, loaded, said)
        if not may(viewer.caller.roles(loaded.id), Action.HANDLE_INCIDENT, path):
            said, behind = without_incidents(said, behind)
    now = datetime.now(UTC).astimezone(ZoneInfo(loaded.config.timezone))
    made = Made(now, loaded.config.installation.name or "Saksi", viewer.name)
    data = await bundle(said, behind, media.read, made)
    await seen.exported(viewer.caller, "/screen/station/{code}/bundle", f"station:{code}")
    name = f'attachment; filename="bukti-{code}.zip"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return Response(data, media_type="application/zip", headers=headers)
