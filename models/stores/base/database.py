"""Connections to PostgreSQL and the one place where a transaction opens and closes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from models.errors import BadInput
from models.pooler import PARAMETER, is_pooled

Transaction = AsyncConnection
"""What every store takes: a connection inside a transaction that the caller opened."""
DatabaseTrouble = SQLAlchemyError
"""What a statement raises: a database that is away (OSError, too), a deadlock, a broken rule."""
_PASSING = ("08", "40001", "40P01", "53", "55P03", "57")
"""SQLSTATEs, or their classes, that say nothing about what was asked: try it again."""


def passing(error: BaseException) -> bool:
    """Whether an error lies in the moment (connection, deadlock), not in what was asked."""
    if isinstance(error, DBAPIError):
        state = str(getattr(error.orig, "sqlstate", "") or "")
        return error.connection_invalidated or not state or state.startswith(_PASSING)
    return isinstance(error, OSError | SQLAlchemyError)


_OF_DRIVER = frozenset({"host", "port", "ssl", "prepared_statement_cache_size"})
_NO_MATTER = frozenset(
    "application_name channel_binding connect_timeout fallback_application_name gssencmode "
    "keepalives keepalives_count keepalives_idle keepalives_interval sslcompression sslsni "
    "target_session_attrs".split()
)
"""Parameters of libpq, as hosters write them, without which the connection is the same."""


def driver_url(url: str) -> URL:
    """The address with the driver that we use; a plain postgresql:// or postgres:// is enough.

    `?sslmode=` and what changes nothing are understood as libpq writes them. Raises BadInput for
    an address that is none, and for a parameter that would be left out unseen.
    """
    try:
        told = make_url(url.replace("postgres://", "postgresql://", 1))
    except (ArgumentError, ValueError):
        raise BadInput(
            "DATABASE_URL is no address: write postgresql://USER:PASS@HOST:PORT/NAME, with "
            "%40 for an @ in the password"
        ) from None
    no_matter = _NO_MATTER | {PARAMETER}
    query = {name: value for name, value in told.query.items() if name not in no_matter}
    if "sslmode" in query:
        query["ssl"] = query.pop("sslmode")
    unknown = ", ".join(sorted(query.keys() - _OF_DRIVER))
    if unknown:
        raise BadInput(
            f"DATABASE_URL: take {unknown} out of it; of libpq's parameters sslmode holds"
        )
    return told.set(drivername="postgresql+asyncpg", query=query)


_SERVER = {"jit": "off", "idle_in_transaction_session_timeout": "60s"}
"""Whoever holds a transaction and does nothing in it for so long has lost it: it would hold up the
sealing and the emptying of queues for everybody."""
_DIRECT: dict[str, object] = {
    "server_settings": _SERVER,
    "prepared_statement_cache_size": 500,  # a worker knows well over a hundred
}
_POOLED: dict[str, object] = {
    "statement_cache_size": 0,
    "prepared_statement_cache_size": 0,
    "prepared_statement_name_func": lambda: f"saksi_{uuid4()}",
}
"""Behind PgBouncer a connection is another one in each transaction: names must not meet."""


def connect_args(url: str) -> dict[str, object]:
    """What the driver is told for connections to this address."""
    return _POOLED if is_pooled(url) else _DIRECT


class Database:
    """A pool of connections to one PostgreSQL database, or to PgBouncer before it."""

    def __init__(self, url: str, *, size: int = 8) -> None:
        self.url = url
        self.engine: AsyncEngine = create_async_engine(
            driver_url(url),
            pool_size=size,
            max_overflow=size,
            hide_parameters=True,  # an error's text must never show a phone number or a NIK
            pool_pre_ping=False,
            pool_recycle=1800,
            connect_args=connect_args(url),
        )
        self._single = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """A transaction that commits at the end of the block and rolls back on an error.

        Whoever only looks whether something would do ends it with `await tx.rollback()`.
        """
        async with self.engine.begin() as tx:
            yield tx

    @asynccontextmanager
    async def statement(self) -> AsyncIterator[Transaction]:
        """For one statement, which is its own transaction: without the two trips around it.

        Behind a pooler it is a transaction: a statement and its values reach one server in those
        alone.
        """
        if is_pooled(self.url):
            async with self.transaction() as tx:
                yield tx
            return
        async with self._single.connect() as tx:
            yield tx

    async def close(self) -> None:
        """Give every connection back."""
        await self.engine.dispose()
