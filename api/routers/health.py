"""Whether this process lives and can work, and its figures for Prometheus; open to everybody."""

from fastapi import APIRouter, Depends, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api.http.deps import TheCaller, TheDatabase, public
from models.errors import DatabaseUnavailable
from models.stores.recap import changes

router = APIRouter(tags=["health"])
OPEN = [Depends(public)]


@router.get("/health", dependencies=OPEN)
async def health() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/ready", dependencies=OPEN)
async def ready(database: TheDatabase) -> dict[str, str]:
    """The database answers and its schema is there; 503 otherwise."""
    try:
        async with database.transaction() as session:
            await changes.number(session)
    except (OSError, TimeoutError) as error:
        raise DatabaseUnavailable(str(error)) from error
    return {"status": "ready"}


@router.get("/metrics", response_class=Response)
async def metrics(_: TheCaller) -> Response:
    """Counters of this process in Prometheus' text format; in production for the token alone."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
