"""How a messenger brings events to a webhook: until it says 2xx, twice, late, again after days."""

import asyncio
import contextlib
import random
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx

AGAIN = (0.0, 0.05, 1.0)
"""Seconds after which an event comes a second time."""
_KEPT = 5_000
"""Events of before that may be brought once more."""
_LONGEST_PAUSE = 5.0


@dataclass
class Counts:
    """What happened on the wire."""

    updates: int = 0
    delivered: int = 0
    repeated: int = 0
    """Updates delivered a second time, on purpose."""
    refused: int = 0
    """Calls of the webhook that were not answered with 2xx."""
    sent: int = 0
    """Messages that the bot sent."""
    doubled: int = 0
    """Messages of the bot that say the same again though nobody spoke in between."""
    presses_answered: int = 0
    floods: int = 0
    poisoned: int = 0
    """Events of an odd shape, from nobody who plays."""
    said: list[float] = field(default_factory=list)
    """When somebody said something (time.monotonic)."""
    waits: list[tuple[float, float]] = field(default_factory=list)
    """When an answer came, and how many seconds after what was said last in that chat."""


def same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether two messages say the same, with the same buttons below."""
    return all(one.get(key) == other.get(key) for key in ("text", "caption", "reply_markup"))


class Copies:
    """How often a message came again, by recipient and the id of the last that came."""

    def __init__(self) -> None:
        self.number: dict[tuple[str, str], int] = {}

    def add(self, recipient: object, before: object, now: object) -> None:
        """The message that was `before` came once more, as `now`."""
        whom = str(recipient)
        self.number[whom, str(now)] = self.number.pop((whom, str(before)), 0) + 1

    def beyond(self, noted: Mapping[tuple[str, str], int]) -> int:
        """How many of them are not among the repeats that were `noted` of these messages."""
        return sum(max(n - noted.get(key, 0), 0) for key, n in self.number.items())


@dataclass(frozen=True, slots=True)
class _Event:
    body: bytes
    url: str
    headers: Mapping[str, str]


class Postman:
    """Brings events; `repeat`: share of them that come twice, as providers may do."""

    def __init__(
        self,
        counts: Counts,
        *,
        repeat: float,
        chance: random.Random,
        heard: Callable[[httpx.Response], None] = lambda _: None,
    ) -> None:
        self.on_the_way: set[asyncio.Task[None]] = set()
        self.disorder = 0.0
        """Seconds by which an event may be late: then they arrive in another order."""
        self._counts, self.repeat, self._chance, self._heard = counts, repeat, chance, heard
        self._past: deque[_Event] = deque(maxlen=_KEPT)
        limits = httpx.Limits(max_connections=100)
        self._client = httpx.AsyncClient(timeout=30, limits=limits, trust_env=False)

    def bring(self, body: bytes, url: str, headers: Mapping[str, str]) -> None:
        """Bring an event."""
        event = _Event(body, url, headers)
        self._past.append(event)
        times = 2 if self._chance.random() < self.repeat else 1
        self._counts.repeated += times - 1
        for number in range(times):
            late = self._chance.random() * self.disorder
            self._start(event, number * self._chance.choice(AGAIN) + late)

    def bring_again(self, most: int) -> int:
        """Bring so many events of before once more; how many it was."""
        again = self._chance.sample(list(self._past), min(most, len(self._past)))
        for event in again:
            self._start(event, self._chance.random())
        self._counts.repeated += len(again)
        return len(again)

    async def close(self) -> None:
        """Leave what is on the way."""
        for task in self.on_the_way:
            task.cancel()
        await self._client.aclose()

    def _start(self, event: _Event, wait: float) -> None:
        task = asyncio.create_task(self._post(event, wait))
        self.on_the_way.add(task)
        task.add_done_callback(self.on_the_way.discard)

    async def _post(self, event: _Event, wait: float) -> None:
        """Call the webhook until it says 2xx, as providers do."""
        await asyncio.sleep(wait)
        pause, kind = 0.1, {"Content-Type": "application/json"}
        while True:
            with contextlib.suppress(httpx.HTTPError):
                answer = await self._client.post(
                    event.url, content=event.body, headers={**kind, **event.headers}
                )
                if answer.is_success:
                    self._counts.delivered += 1
                    self._heard(answer)
                    return
                self._counts.refused += 1
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)


class Patience:
    """How long one person waits for the answer to what was said last."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._since: float | None = None

    def spoke(self) -> None:
        """The person said something, and waits from now on if not already."""
        now = time.monotonic()
        self._counts.said.append(now)
        self._since = self._since or now

    def answered(self) -> None:
        """The bot said something: the first word after it ends the wait."""
        if self._since is not None:
            now = time.monotonic()
            self._counts.waits.append((now, now - self._since))
            self._since = None
