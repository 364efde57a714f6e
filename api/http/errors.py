"""Errors of the field as RFC 9457 problem documents; the one place with HTTP status numbers."""

from collections.abc import Mapping
from http import HTTPStatus
from traceback import format_exception
from uuid import uuid4

import asyncpg
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from models.errors import SaksiError
from models.stores.base.database import DatabaseTrouble

log = structlog.get_logger()

STATUS = {
    "bad_input": 400,
    "not_found": 404,
    "not_allowed": 403,
    "no_token": 401,
    "stale_revision": 409,
    "station_full": 409,
    "impossible_number": 422,
    "no_photo": 422,
    "unreadable_photo": 415,
    "too_fast": 429,
    "database_unavailable": 503,
}
"""By code; a code that is not named has the status of the error that it specialises."""


def status_of(error: SaksiError) -> int:
    """The HTTP status for an error of the field."""
    codes = (getattr(kind, "code", "") for kind in type(error).__mro__)
    return next((STATUS[code] for code in codes if code in STATUS), 400)


def problem(
    status: int, code: str, detail: str, facts: Mapping[str, object] | None = None
) -> JSONResponse:
    """A problem document: `code` is stable, `detail` one sentence for people."""
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    plain = {k: v for k, v in (facts or {}).items() if isinstance(v, str | int | float)}
    body = {
        **plain,
        "type": f"urn:saksi:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
    }
    return JSONResponse(body, status, headers, media_type="application/problem+json")


async def _refusal(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, SaksiError)
    return problem(status_of(error), error.code, str(error), error.facts)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"][1:])
    return problem(400, "bad_input", f"{field}: {first['msg']}", {"field": field})


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = HTTPStatus(error.status_code).name.lower()
    return problem(error.status_code, code, str(error.detail))


async def _database(request: Request, error: Exception) -> JSONResponse:
    """A value that the database cannot hold is the asker's; a database that is away is not."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, asyncpg.DataError | OverflowError | UnicodeError):
            return problem(400, "bad_input", "a value is out of range, or holds odd characters")
        if isinstance(cause, asyncpg.PostgresConnectionError | ConnectionError):
            return problem(503, "database_unavailable", "the database does not answer")
        cause = cause.__cause__
    return await _unknown(request, error)


async def _unknown(request: Request, error: Exception) -> JSONResponse:
    reference = uuid4().hex[:8]
    trace = "".join(format_exception(error))  # without local variables, which may hold people
    log.error("unexpected error", reference=reference, path=request.url.path, trace=trace)
    detail = f"something went wrong here; tell the operator this reference: {reference}"
    return problem(500, "error", detail, {"reference": reference})


def tell_errors(app: FastAPI) -> None:
    """Let the application answer every error with a problem document."""
    app.add_exception_handler(SaksiError, _refusal)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(DatabaseTrouble, _database)
    app.add_exception_handler(Exception, _unknown)
