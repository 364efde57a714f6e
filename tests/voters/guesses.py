"""Guessing at the register through the real webhook: who asks what, and what is heard and timed."""

import asyncio
import time
from collections import defaultdict
from dataclasses import dataclass, field

from bot.base.claimed_turns import Handler, OutboxNew, Turn
from bot.capabilities import CONVERSATION
from bot.messaging.runner import Runner
from models.rules.voter_limits import Limits, wait
from models.stores.base.database import Transaction
from tests.voters.register import name, nik
from tests.voters.town import Reply, Town

WAYS = ("unknown", "wrong second fact", "impossible", "barred")
_FAR = 50_000_000
"""Made-up NIKs from here on are in no register."""
_AT_ONCE = 50


@dataclass
class Heard:
    """What one way of guessing heard, by sender, and what its turns took (seconds)."""

    replies: dict[str, list[Reply]] = field(default_factory=lambda: defaultdict(list))
    seconds: list[float] = field(default_factory=list)


def question(way: str, number: int, turn: int) -> str:
    """The n-th guess of a way; the barred ask right questions once they are barred."""
    known = number % 50 + 1
    right = nik(known, woman=known % 2 == 1)
    if way == "unknown" or (way == "barred" and turn < Limits().misses):
        return f"{nik(_FAR + number)} Neng"
    if way == "wrong second fact":
        return f"{right} Salahnama"
    if way == "impossible":
        return f"{str(number % 10) * 16} Neng"
    return f"{right} {name(known).split()[0]}"


async def guess(here: Town, guesses: int, each: int) -> dict[str, Heard]:
    """So many guesses, `each` by one sender, a quarter of them in each way."""
    heard = {way: Heard() for way in WAYS}
    here.handling._handler = _timed(here, heard)
    senders = guesses // each
    for turn in range(each):
        posts = [
            here.post(1000 + s, {"text": question(WAYS[s % 4], s * each + turn, turn)})
            for s in range(senders)
        ]
        for start in range(0, len(posts), _AT_ONCE):
            await asyncio.gather(*posts[start : start + _AT_ONCE])
    await here.work()
    for reply in await here.replies():
        heard[WAYS[(int(reply.sender) - 1000) % 4]].replies[reply.sender].append(reply)
    return heard


def _timed(here: Town, heard: dict[str, Heard]) -> Handler:
    """The runner with a watch."""
    runner = Runner(CONVERSATION, here.keys)

    async def handle(tx: Transaction, turn: Turn) -> list[OutboxNew]:
        start = time.perf_counter()
        done = await runner.handle(tx, turn)
        way = WAYS[(int(turn.contact["sender"]) - 1000) % 4]
        heard[way].seconds.append(time.perf_counter() - start)
        return done

    return handle


def expected_waits(each: int) -> list[float]:
    """The seconds before each answer of one sender, when all come in one moment."""
    limits = Limits()
    waits = [wait(n, limits) for n in range(1, each + 1)]
    free = [n for n in range(each) if n < limits.misses]
    return [waits[n] for n in free]
