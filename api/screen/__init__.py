"""The war room (ruang kendali): pages behind a session, one router module for each page."""

from fastapi import APIRouter

from api.screen import (
    attention,
    count,
    live,
    nothing_here,
    official_page,
    photos,
    projection_page,
    public_page,
    quickcount_page,
    review,
    seats_page,
    sessions,
    shapes,
    signin,
    station,
)
from api.screen.desks import desk_pages, imports, operations, witness_phones

ROUTERS: list[APIRouter] = [
    signin.router,
    count.router,
    attention.router,
    live.router,
    shapes.router,
    seats_page.router,
    official_page.router,
    projection_page.router,
    quickcount_page.router,
    public_page.router,
    sessions.router,
    station.router,
    photos.router,
    review.router,
    desk_pages.router,
    witness_phones.router,
    operations.router,
    imports.router,
    nothing_here.router,
]
"""The routers of the pages; a new one is added here, before the last, and in frame.NAVIGATION."""
