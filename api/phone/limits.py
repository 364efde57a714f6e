"""How fast is too fast for one phone: a bucket per sender that fills up again with time.

In memory of this process: several web processes together allow as many times more.
"""

import time
from collections.abc import Callable

MOST_SENDERS = 50_000


class Limits:
    """`burst` at once, then `per_second`."""

    def __init__(
        self, *, burst: int, per_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.burst, self.per_second, self._clock = burst, per_second, clock
        self._left: dict[str, tuple[float, float]] = {}

    def wait(self, sender: str) -> float:
        """Take one; returns 0, or how many seconds to wait when there is none."""
        now = self._clock()
        left, then = self._left.get(sender, (float(self.burst), now))
        left = min(float(self.burst), left + (now - then) * self.per_second)
        if left < 1:
            return (1 - left) / self.per_second
        if len(self._left) >= MOST_SENDERS:
            self._left.clear()
        self._left[sender] = (left - 1, now)
        return 0.0
