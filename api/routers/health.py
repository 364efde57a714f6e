"""Whether this process lives and can work, and its figures for Prometheus; open to everybody."""

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api.http.deps import TheCaller, TheDatabase, public
from api.http.errors import problem
from api.http.readiness import Readiness, readiness
from api.http.vital_metrics import VitalMetrics

router = APIRouter(tags=["health"])
OPEN = [Depends(public)]


@router.get("/health", dependencies=OPEN)
async def health() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/ready", dependencies=OPEN)
async def ready(request: Request) -> JSONResponse:
    """The way in, the database, the disk and the way out work; 503 otherwise, within 2 seconds."""
    unwell = await _readiness(request).unwell()
    if not unwell:
        return JSONResponse({"status": "ready"})
    code = "database_unavailable" if "database" in unwell else "not_ready"
    detail = ", ".join(f"{part}: {why}" for part, why in sorted(unwell.items()))
    return problem(503, code, detail, unwell)


def _readiness(request: Request) -> Readiness:
    state = request.app.state
    if not hasattr(state, "readiness"):
        entrance = getattr(state, "entrance", None)
        way_in = entrance.ingest if entrance is not None else None
        state.readiness = readiness(state.settings, state.database.url, way_in)
    found: Readiness = state.readiness
    return found


@router.get("/metrics", response_class=Response)
async def metrics(request: Request, _: TheCaller, database: TheDatabase) -> Response:
    """Counters of this process, and the installation's figures from the database, in Prometheus'
    text format; in production for the token alone."""
    state = request.app.state
    if not hasattr(state, "vital_metrics"):
        state.vital_metrics = VitalMetrics(state.settings, database)
    vital: VitalMetrics = state.vital_metrics
    return Response(generate_latest() + await vital.told(), media_type=CONTENT_TYPE_LATEST)
