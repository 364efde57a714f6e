"""Databases that tests borrow one after the other: brought back to what they were, not made anew.

Making and dropping a database costs 60 ms of processor, many times as much as bringing back the
few tables that a test wrote in. `lent.again()` does that (tests/lent.sql). It looks at what stands
there, not at what a test says it did, and refuses where anything but rows was changed: such a
database is dropped. Before a test gets one, whoever is still connected is cut off.
Its address is spelled another way each time: the product keeps some things of a pack by address
(models/stores/base/kept.py).

Not for tests that kill servers or processes: they make one of their own (tests/database.py).
"""

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

import asyncpg

from models.stores.base.wake import plain_url
from tests.voters.scan import FIND

_MAKE = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
_ALONE = """select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()"""


@dataclass(frozen=True, slots=True)
class Lent:
    """A database of this process, and the connection that brings it back."""

    url: str
    drop: Callable[[], str]
    connection: asyncpg.Connection  # type: ignore[type-arg]  # generic in its stubs alone

    def ready(self) -> bool:
        """Cut off whoever is left and bring back what was; False where that cannot be."""
        _run(self.connection.execute(_ALONE))
        return bool(_run(self.connection.fetchval("select lent.again()")))

    def found(self) -> str:
        """The identity numbers that stand in it; empty if there are none."""
        try:
            _run(self.connection.execute(FIND))
        except asyncpg.RaiseError as error:
            return str(error)
        return ""

    def end(self) -> None:
        _run(self.connection.close())
        self.drop()


_times = count(2)
_free: defaultdict[str, list[Lent]] = defaultdict(list)
"""Those that nobody has, by template."""


@contextmanager
def lend(template: str, make: Callable[[], tuple[str, Callable[[], str]]]) -> Iterator[str]:
    """Address of a database like the template; `make` makes one, and says how it is dropped."""
    one = _next(template) or _made(*make())
    yield _spelled(one.url, next(_times))
    found = one.found()
    if found:
        one.end()
    else:
        _free[template].append(one)
    assert not found, found


def give_up(template: str) -> None:
    """Drop those like this template that nobody has."""
    for one in _free.pop(template, []):
        one.end()


def _next(template: str) -> Lent | None:
    while _free[template]:
        one = _free[template].pop()
        if one.ready():
            return one
        one.end()
    return None


def _made(url: str, drop: Callable[[], str]) -> Lent:
    connection = _run(asyncpg.connect(plain_url(url)))
    _run(connection.execute(_MAKE))
    return Lent(url, drop, connection)


def _spelled(url: str, time: int) -> str:
    """The same address, with the socket's folder written as nobody wrote it before."""
    before, folder, after = re.split(r"(?<=[?&]host=)([^&]+)", url, maxsplit=1)
    return before + folder + f"{time:b}".replace("1", "/.").replace("0", "/") + after


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    """In a loop of its own: that of the tests may stand still or belong to a browser."""
    return asyncio.run_coroutine_threadsafe(work, _loop()).result(60)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="lent databases", daemon=True).start()
    return loop
