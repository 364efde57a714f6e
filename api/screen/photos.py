"""Photos: their bytes for whoever may see the station, the gallery, and the move to another one."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.http.deps import TheDatabase, TheKeys
from api.pages import TEXTS
from api.reach import TheSeen
from api.screen import photo_rights
from api.screen.frame import ScreenRoute, screen_page
from api.screen.gate import TheReviewer, TheViewer, Viewer, fields
from api.screen.photo_address import Addresses
from bot.base.media import Media, media_of
from bot.reading import photo_views
from bot.reading.doers import Target, move_photo
from models.errors import BadInput, UnreadablePhoto
from models.rules.access import Who
from models.rules.rights import Action, paths
from models.stores.audit import sources
from models.stores.base import audit, elections
from models.stores.base.database import Database
from models.stores.reading import gallery, readings
from models.stores.reading.gallery import Amiss
from models.stores.reading.photo_places import PlacedPhoto

router = APIRouter(prefix="/screen", route_class=ScreenRoute, include_in_schema=False)
_SHOWN = ("image/jpeg", "image/png", "image/webp")
"""What a browser shows; everything else is saved as a file."""
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}


def the_media(request: Request) -> Media:
    """Where photos are kept."""
    state = request.app.state
    if not hasattr(state, "screen_media"):
        state.screen_media = media_of(state.settings)
    media: Media = state.screen_media
    return media


_PHOTO = "/screen/photo"
"""Under which the audit log holds looks at a photo, whichever size."""
TheMedia = Annotated[Media, Depends(the_media)]


async def the_photo(
    name: str, viewer: TheViewer, keys: TheKeys, database: TheDatabase
) -> PlacedPhoto:
    """The photo of an address, for the viewer whom it was made for. Raises NotFound."""
    number = Addresses(keys, viewer.person).number(name)
    async with database.transaction() as tx:
        loaded = await elections.election(tx)
        return await photo_rights.seen_by(tx, viewer.caller, loaded, number)


ThePhoto = Annotated[PlacedPhoto, Depends(the_photo)]


@router.get("/photo/{name}")
async def original(photo: ThePhoto, viewer: TheViewer, media: TheMedia, seen: TheSeen) -> Response:
    """The file as it came."""
    data = await photo_views.original(media, photo.path)
    await seen.note(viewer.caller, _PHOTO, f"photo:{photo.id}")
    return _picture(data, photo.mime)


@router.get("/photo/{name}/page/{number}")
async def page(
    number: int, photo: ThePhoto, viewer: TheViewer, media: TheMedia, seen: TheSeen
) -> Response:
    """A page of it as the reader saw it, upright and without what the file carries besides."""
    shown = photo.pages[number].get("picture", number) if 0 <= number < len(photo.pages) else number
    data = await photo_views.page(media, photo.path, photo.sha256, shown)
    await seen.note(viewer.caller, _PHOTO, f"photo:{photo.id}")
    return _picture(data, "image/jpeg")


@router.get("/photo/{name}/small")
async def small(photo: ThePhoto, viewer: TheViewer, media: TheMedia, seen: TheSeen) -> Response:
    """A thumbnail; noted with the gallery's page where that was looked at in the same minute."""
    data = await photo_views.small(media, photo.path, photo.sha256)
    await seen.note(viewer.caller, _PHOTO, f"photo:{photo.id}")
    return _picture(data, "image/jpeg")


@router.get("/photo/{name}/page/{number}/cell/{cell}")
async def cell(
    number: int, cell: str, photo: ThePhoto, viewer: TheViewer, media: TheMedia, seen: TheSeen
) -> Response:
    """The box of one number, cut out. Raises NotFound where the page shows none."""
    if not 0 <= number < len(photo.pages):
        raise UnreadablePhoto("there is no such page", reason="no_picture")
    box = readings.Disputed(photo.id, photo.path, number, photo.pages[number], (cell,))
    data = await photo_views.crop(media, photo.path, box)
    await seen.note(viewer.caller, _PHOTO, f"photo:{photo.id}")
    return _picture(data, "image/png")


def _picture(data: bytes, mime: str) -> Response:
    shown = mime in _SHOWN
    how = "inline" if shown else "attachment"
    return Response(
        data,
        media_type=mime if shown else "application/octet-stream",
        headers={**_HEADERS, "Content-Disposition": how},
    )


@router.get("/photos")
async def photos(
    request: Request,
    viewer: TheViewer,
    database: TheDatabase,
    keys: TheKeys,
    seen: TheSeen,
    show: Annotated[Amiss, Query(description="What is amiss.")] = Amiss.ALL,
    before: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """The gallery of the viewer's areas, the newest first."""
    async with database.transaction() as tx:
        loaded = await elections.election(tx)
        held = viewer.caller.roles(loaded.id)
        found = await gallery.gallery(tx, loaded.id, paths(held, Action.SEE), show, before)
        if found.photos:
            data = {"route": "/screen/photos", "photos": [one.id for one in found.photos]}
            await audit.note(tx, viewer.caller.name, "saw", "list:photos", data)
            seen.remember(viewer.caller, _PHOTO, [f"photo:{one.id}" for one in found.photos])
        ballots = {one.code.value: one.name for one in loaded.config.ballots}
    return screen_page(
        "photos.html",
        viewer,
        request,
        found=found,
        kinds=tuple(Amiss),
        show=show,
        before=before,
        address=Addresses(keys, viewer.person),
        ballots=ballots,
        known=frozenset(TEXTS),
        back=str(request.url.path) + (f"?{request.url.query}" if request.url.query else ""),
        zone=loaded.config.timezone,
        reviews=viewer.caller.admitted(Who.REVIEWER),
    )


@router.post("/photos/{number}/move")
async def move(
    number: int, request: Request, viewer: TheReviewer, database: TheDatabase
) -> Response:
    """Put a photo where it belongs: a station's code, a ballot, and the party of a party's page."""
    given = await fields(request)
    await _move(database, viewer, number, given)
    back = given.get("back", "")
    return RedirectResponse(back if back.startswith("/screen/") else "/screen/photos", 303)


async def _move(database: Database, viewer: Viewer, number: int, given: dict[str, str]) -> None:
    async with database.transaction() as tx:
        loaded = await elections.election(tx)
        code = given.get("station", "").strip()
        station, _ = await sources.station_place(tx, loaded, code)
        contests = await elections.station_contests(tx, station)
        ballot = given.get("ballot", "")
        contest = next((id_ for id_, one in contests.items() if one.ballot.value == ballot), None)
        if contest is None:
            raise BadInput("this station does not vote on such a ballot", ballot=ballot)
        target = Target(station, contest, _party(given.get("party", "")))
        held = viewer.caller.roles(loaded.id)
        await move_photo(tx, viewer.person, held, number, target)


def _party(said: str) -> int | None:
    if not said.strip():
        return None
    if not said.strip().isdecimal() or not 1 <= int(said) <= 99:
        raise BadInput("a party's number is one or two digits", party=said[:10])
    return int(said)
