"""Where the database of a command is: DATABASE_URL, or the embedded one of this folder."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.settings import Settings
    from models.stores.base.session import Database


@contextmanager
def database_url(settings: "Settings") -> Iterator[str]:
    """The address of the database; starts the embedded server, or shares the running one."""
    from models.logs import configure

    configure(settings.log_level)
    if settings.database_url:
        yield settings.database_url
        return
    from models.embedded import embedded

    with embedded(settings.var) as url:
        yield url


def free_port(settings: "Settings") -> None:
    """Raises BadInput when the port that the web process wants is taken."""
    import socket

    from models.errors import BadInput

    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((settings.host, settings.port))
        except OSError as problem:
            raise BadInput(
                f"{settings.host}:{settings.port} cannot be opened ({problem.strerror}); "
                "choose another port, for example: PORT=8081 make run"
            ) from None


@asynccontextmanager
async def ready_database(settings: "Settings") -> AsyncIterator["Database"]:
    """A database with the newest schema, for a command of its own."""
    from models.stores.base.migrate import migrate_async
    from models.stores.base.session import Database

    with database_url(settings) as url:
        await migrate_async(url)
        database = Database(url, size=2)
        try:
            yield database
        finally:
            await database.close()
