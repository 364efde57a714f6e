"""Locks on files that the kernel releases when their holder dies; knows no PostgreSQL.

flock(2): a lock belongs to the open file. Programs that inherit it hold it too, until the last of
them has ended, which is how a server can be seen to live whatever its process number says.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from models.embedded.user import Account


class Lock:
    """One open lock file; `fd` may be handed to a program that shall hold the lock as well."""

    def __init__(self, path: Path, account: Account) -> None:
        self.path = path
        try:
            self.fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except FileExistsError:
            self.fd = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        else:
            account.own(self.fd)

    def share(self) -> None:
        """Wait for a place among the sharers."""
        fcntl.flock(self.fd, fcntl.LOCK_SH)

    def take(self) -> None:
        """Wait until nobody else holds it."""
        fcntl.flock(self.fd, fcntl.LOCK_EX)

    def try_share(self) -> bool:
        """Share it now; False when somebody holds it alone."""
        return self._now(fcntl.LOCK_SH)

    def try_take(self) -> bool:
        """Hold it alone now; False when anybody holds it."""
        return self._now(fcntl.LOCK_EX)

    def close(self) -> None:
        """Let go; programs that inherited the file go on holding it."""
        os.close(self.fd)

    def _now(self, kind: int) -> bool:
        with suppress(BlockingIOError):
            fcntl.flock(self.fd, kind | fcntl.LOCK_NB)
            return True
        return False


@contextmanager
def opened(path: Path, account: Account) -> Iterator[Lock]:
    """A lock file that is closed, and so released, at the end."""
    lock = Lock(path, account)
    try:
        yield lock
    finally:
        lock.close()


@contextmanager
def alone(path: Path, account: Account) -> Iterator[None]:
    """The body runs while nobody else is in a body with the same path."""
    with opened(path, account) as lock:
        lock.take()
        yield
