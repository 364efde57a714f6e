"""Every route says who may call it, and the documentation of the API is the one committed."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Route

from api.app import ROUTERS, create_app
from api.http.deps import Guard, public
from api.phone.who import from_our_page
from api.screen.gate import Gate
from models.settings import Settings

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"

OTHER_GUARDS = {
    "/webhooks/telegram/{name}": "the provider's secret in a header",
    "/webhooks/whatsapp": "the signature of the body, or the verify token",
    "/phone/picture/{key}/{item}": "the phone's cookie",
}


def needs(dependant: Dependant) -> Iterator[object]:
    """Everything that a route depends on, directly or not."""
    for inner in dependant.dependencies:
        yield inner.call
        yield from needs(inner)


@pytest.mark.parametrize(
    "route",
    [route for router in ROUTERS for route in router.routes],
    ids=lambda route: f"{getattr(route, 'path', route)}",
)
def test_a_route_is_guarded_or_explicitly_public(route: BaseRoute) -> None:
    assert isinstance(route, Route)
    inside = set(needs(route.dependant)) if isinstance(route, APIRoute) else set()
    guards = {one for one in inside if isinstance(one, Guard | Gate)}
    named = {public, from_our_page} & inside
    listed = route.path in OTHER_GUARDS
    assert len(guards) + len(named) + listed == 1, "name one of TheCaller, TheReader ..., public"


def test_the_committed_documentation_of_the_api_is_true() -> None:
    app = create_app(Settings(), "postgresql://nobody@127.0.0.1/nothing")
    assert json.loads(DOCUMENT.read_text()) == app.openapi(), (
        "run: saksi openapi > docs/openapi.json"
    )
