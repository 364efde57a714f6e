"""What handlers are given: the database, and who calls. Every route names for whom it is.

Asynchronous although they wait for nothing: others would each go to a thread and back.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request, Security
from fastapi.security import HTTPBearer

from api.http.callers import Caller, Callers
from models.errors import NotAllowed
from models.rules.access import Who
from models.sealing import Keys
from models.settings import Settings
from models.stores.base.database import Database


async def the_database(request: Request) -> Database:
    """The database of this application."""
    database: Database = request.app.state.database
    return database


def the_keys(request: Request) -> Keys:
    """The keys of this application."""
    state = request.app.state
    if not hasattr(state, "keys"):
        state.keys = Keys.of(state.settings)
    keys: Keys = state.keys
    return keys


def the_callers(request: Request) -> Callers:
    """The callers that this process knows."""
    state = request.app.state
    if not hasattr(state, "callers"):
        state.callers = Callers(state.settings, the_keys(request), state.database)
    callers: Callers = state.callers
    return callers


_BEARER = HTTPBearer(auto_error=False, description="SAKSI_API_TOKEN, or a person's token")


@dataclass(frozen=True, slots=True)
class Guard:
    """For whom a route is: the installation always, and persons with the roles of `who`."""

    who: Who

    async def __call__(
        self,
        callers: Annotated[Callers, Depends(the_callers)],
        authorization: Annotated[str | None, Header(include_in_schema=False)] = None,
        _: Annotated[object, Security(_BEARER)] = None,
    ) -> Caller:
        """Who calls; raises NoToken, and NotAllowed for whom the route is not."""
        caller = await callers.known(authorization or "")
        if not caller.admitted(self.who):
            raise NotAllowed("your roles do not open this", needs=self.who.value)
        return caller


caller = Guard(Who.INSTALLATION)
"""Guard: the installation's token (SAKSI_API_TOKEN); anyone outside production. No person."""


def public() -> None:
    """Guard of a route that everybody may call: health, documentation."""


async def the_settings(request: Request) -> Settings:
    """The settings of this application."""
    settings: Settings = request.app.state.settings
    return settings


TheSettings = Annotated[Settings, Depends(the_settings)]
TheKeys = Annotated[Keys, Depends(the_keys)]
TheDatabase = Annotated[Database, Depends(the_database)]
TheCaller = Annotated[Caller, Depends(caller)]
