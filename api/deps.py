"""What handlers are given: the database, and who calls. Every route names one of the two guards."""

import hmac
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request

from models.errors import NoToken
from models.settings import Settings
from models.stores.session import Database


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: "token" with the installation's token, "anyone" outside production."""

    name: str


def the_settings(request: Request) -> Settings:
    """The settings of this application."""
    settings: Settings = request.app.state.settings
    return settings


def the_database(request: Request) -> Database:
    """The database of this application."""
    database: Database = request.app.state.database
    return database


def caller(
    settings: Annotated[Settings, Depends(the_settings)],
    authorization: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Caller:
    """Guard: in production the token of SAKSI_API_TOKEN; raises NoToken."""
    return known(settings, authorization)


def known(settings: Settings, authorization: str | None) -> Caller:
    """Who sends this Authorization header; raises NoToken."""
    kind, _, token = (authorization or "").partition(" ")
    expected = settings.api_token.get_secret_value() if settings.api_token else ""
    given = kind.lower() == "bearer" and bool(expected)
    if given and hmac.compare_digest(token.strip().encode(), expected.encode()):
        return Caller("token")
    if settings.production:
        raise NoToken("send the installation's token: Authorization: Bearer ...")
    return Caller("anyone")


def public() -> None:
    """Guard of a route that everybody may call: health, documentation."""


TheDatabase = Annotated[Database, Depends(the_database)]
TheCaller = Annotated[Caller, Depends(caller)]
