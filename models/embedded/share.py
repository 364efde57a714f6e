"""One process's share in the embedded database; stands outside of the stores.

Users hold a shared lock on `users.lock`. The first one starts the server, the last one out stops
it, one at a time (`control.lock`). The kernel lets go of a killed user's lock; a small guard
process stops the server when the last user was killed, and revives a server that was killed.
"""

import atexit
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.embedded import cluster, guard, process, server
from models.embedded.locks import Lock, alone
from models.embedded.place import STORE, Place, locate
from models.errors import DatabaseUnavailable

_log = logging.getLogger(__name__)


class Embedded:
    """A share in a running embedded server, until `release`.

    `url` serves asyncpg and SQLAlchemy; `data` is the data folder. A fork of this process (not one
    started anew) keeps the share alive with it, and its own `release` does nothing.
    """

    def __init__(self, place: Place, users: Lock, found: process.Postmaster) -> None:
        self._place = place
        self._users: Lock | None = users
        self._owner = os.getpid()
        self.data = place.data
        self.url = _url(found)
        atexit.register(self.release)

    @property
    def pid(self) -> int | None:
        """Process number of the server; None while it is dead."""
        found = process.living(self.data)
        return found.pid if found else None

    def release(self) -> None:
        """Give the share back; the last one stops the server. A second call does nothing."""
        users, self._users = self._users, None
        if users is None or os.getpid() != self._owner:
            return
        atexit.unregister(self.release)
        try:
            with alone(self._place.run / "control.lock", self._place.account):
                if users.try_take():
                    server.stop(self._place)
        except FileNotFoundError:  # somebody removed the folder: the server ends by itself
            _log.warning("The folder %s is gone.", self._place.run)
        finally:
            users.close()


def acquire(
    var: Path, *, durable: bool = True, store: Path = STORE, tell: server.Tell = _log.warning
) -> Embedded:
    """Share the embedded database of the folder `var`, started or recovered when it isn't running.

    Blocks until a connection was answered; `tell` gets a sentence when that takes long. Without
    `durable` a power cut may lose everything (tests). `store` is where root keeps data. Raises
    DatabaseUnavailable with one sentence when it can't run, DatabaseVersion for data of another
    major version.
    """
    try:
        place = locate(var, store)
        place.make_folders()
        with alone(place.run / "control.lock", place.account):
            users = Lock(place.run / "users.lock", place.account)
            try:
                users.share()
                guard.spawn(place, durable=durable)  # first: we may be killed while we wait
                found = server.start(place, durable=durable, tell=tell)
            except BaseException:
                users.close()
                raise
    except OSError as error:
        raise DatabaseUnavailable(f"The database in {var} can't be started: {error}") from error
    return Embedded(place, users, found)


@contextmanager
def embedded(
    var: Path, *, durable: bool = True, store: Path = STORE, tell: server.Tell = _log.warning
) -> Iterator[str]:
    """The URL of the embedded database of `var` (see `acquire`), shared until the block ends."""
    share = acquire(var, durable=durable, store=store, tell=tell)
    try:
        yield share.url
    finally:
        share.release()


def _url(found: process.Postmaster) -> str:
    """The address with everything in it, so that no PG* variable of the environment counts."""
    return f"postgresql://saksi@/saksi?host={found.socket_folder}&port={cluster.PORT}"
