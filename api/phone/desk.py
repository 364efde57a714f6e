"""The desk: everything the browser phone works with, put together once by the application."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Protocol

from fastapi import Depends, Request

from api.phone.feed import Watch
from api.phone.gate import Keyed, keyed_by
from api.phone.incoming_photos import Uploads
from api.phone.limits import Limits
from bot.channels.webchat import ACCOUNT
from bot.engine.messages import StoredFile
from models.sealing import Keys
from models.stores.base.database import Database


class Files(Protocol):
    """Keeps a file under its hash, and reads it back by its path."""

    async def keep(self, data: bytes) -> StoredFile:
        """Store the bytes."""
        ...

    async def read(self, path: str) -> bytes:
        """Give them back; raises FileNotFoundError."""
        ...


@dataclass(frozen=True)
class Desk:
    """`accept(payload)` returns once the event is committed (ingest). `media` keeps files.

    `training` shows the made-up phones, `enrols` makes their witnesses known; `secure` marks
    cookies for https only.
    """

    database: Database
    watch: Watch
    accept: Callable[[bytes], Awaitable[object]]
    media: Files
    keys: Keys
    training: bool
    enrols: bool
    secure: bool
    language: str = "id"
    account: str = ACCOUNT
    messages: Limits = field(default_factory=lambda: Limits(burst=80, per_second=1.0))
    pictures: Limits = field(default_factory=lambda: Limits(burst=20, per_second=0.2))
    uploads: Uploads = field(default_factory=lambda: Uploads(room=4))
    polls: Limits = field(default_factory=lambda: Limits(burst=60, per_second=3.0))

    @cached_property
    def keyed(self) -> Keyed:
        """A hash under the secret key, for links, codes, cookies and uploads."""
        return keyed_by(self.keys)


def the_desk(request: Request) -> Desk:
    """The desk of this application."""
    desk: Desk = request.app.state.phone_desk
    return desk


TheDesk = Annotated[Desk, Depends(the_desk)]
