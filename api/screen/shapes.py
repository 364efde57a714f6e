"""The borders that a map is drawn from: TopoJSON of the pack, for whoever may see the area."""

import gzip
from typing import Annotated

from fastapi import APIRouter, Header, Response

from api.http.deps import TheDatabase
from api.http.value_kinds import Word
from api.screen.frame import ScreenRoute
from api.screen.gate import TheSight
from models.errors import NotFound
from models.stores.base.areas import LEVELS
from models.stores.packs.pack_shapes import shapes_in

SMALL = 12_000
"""Bytes, packed, up to which the shapes one level further down are sent instead."""
router = APIRouter(prefix="/screen", include_in_schema=False, route_class=ScreenRoute)


@router.get("/shapes/{code}")
async def shapes(
    code: Word,
    sight: TheSight,
    database: TheDatabase,
    election: Word | None = None,
    if_none_match: Annotated[str, Header()] = "",
    accept_encoding: Annotated[str, Header()] = "",
) -> Response:
    """A topology that holds the areas right below this one (and maybe others: ids are codes)."""
    loaded, area = await sight.place(election, code)
    place = LEVELS.index(area.level) + 1
    tag = f'"{loaded.fingerprint[:24]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Cookie, Accept-Encoding"}
    if tag in if_none_match:
        return Response(status_code=304, headers=headers)
    packed = None
    async with database.transaction() as tx:
        # Small areas are drawn finer out of the shapes inside of theirs, which the page merges.
        for level in LEVELS[place : place + 2]:
            finer = await shapes_in(tx, loaded.id, area.path, level)
            if finer is not None and (packed is None or len(finer) < SMALL):
                packed = finer
    if packed is None:
        raise NotFound("the pack has no shapes here")
    if "gzip" not in accept_encoding:
        return Response(gzip.decompress(packed), media_type="application/json", headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(packed, media_type="application/json", headers=headers)
