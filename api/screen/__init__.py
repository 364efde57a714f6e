"""The war room (ruang kendali): pages behind a session, one router module for each page."""

from fastapi import APIRouter

from api.screen import count, sessions, signin

ROUTERS: list[APIRouter] = [
    signin.router,
    count.router,
    sessions.router,
]
"""The routers of the pages; a new one is added here, and in frame.NAVIGATION."""
