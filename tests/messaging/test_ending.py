"""Whoever rests between two looks ends when told to, also when a ring comes at that very moment."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.channels.console import Console
from bot.messaging.outbox import Sender
from models.stores.base.database import Database
from models.stores.base.wake import Ear

URL = "postgresql://nobody@127.0.0.1:1/nothing"


def sender() -> tuple[Coroutine[Any, Any, None], Callable[[], None]]:
    """A sender's rest, and its bell."""
    resting = Sender(Database(URL), Console())
    return resting._rest(60), resting.ring


def ear() -> tuple[Coroutine[Any, Any, None], Callable[[], None]]:
    """A worker's rest, and its bell."""
    resting = Ear(URL, "saksi_inbox")
    return resting.rest(60), resting.heard.set


@pytest.mark.parametrize("who", [sender, ear])
@pytest.mark.parametrize("ticks", range(4))
async def test_a_ring_does_not_drown_the_word_to_end(who: Any, ticks: int) -> None:
    rest, ring = who()

    async def again_and_again() -> None:
        await rest
        await asyncio.sleep(60)

    task = asyncio.create_task(again_and_again())
    await asyncio.sleep(0.01)
    ring()
    for _ in range(ticks):
        await asyncio.sleep(0)
    task.cancel()
    done, _ = await asyncio.wait([task], timeout=5)
    assert done
    assert task.cancelled()
