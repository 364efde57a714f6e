"""Duties in the background: none of them ends unseen, because a process without one is deaf."""

import asyncio
import contextlib
from collections.abc import Coroutine, Mapping

import structlog

Duty = Coroutine[object, object, None]
"""Work that goes on until it is cancelled."""

log = structlog.get_logger()


class Ended(RuntimeError):
    """A duty came to an end that has none; its own error is the cause."""


async def as_long_as_all_live(duties: Mapping[str, Duty], stop: asyncio.Event) -> None:
    """Do all duties until told to stop.

    Raises Ended as soon as one of them ends by itself: then the process ends and is started anew.
    """
    tasks = [asyncio.create_task(duty, name=name) for name, duty in duties.items()]
    end = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([end, *tasks], return_when=asyncio.FIRST_COMPLETED)
        if not stop.is_set():
            for task in tasks:
                raise_if_ended(task)
    finally:
        await let_go(end, *tasks)


def raise_if_ended(task: "asyncio.Task[None]") -> None:
    """Raises Ended for a duty that goes on no more."""
    if not task.done():
        return
    problem = None if task.cancelled() else task.exception()
    log.error("a duty ended", duty=task.get_name(), exc_info=problem)
    raise Ended(task.get_name()) from problem


async def let_go(*tasks: "asyncio.Task[object]") -> None:
    """End tasks and wait until they have."""
    for task in tasks:
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(*tasks, return_exceptions=True)
