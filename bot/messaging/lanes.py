"""Whose turn is next: people that we know at once, strangers in what they leave free."""

import time
from collections.abc import Callable

FREE = 2
"""Lanes that strangers never take, so that a witness finds one at once."""
PATIENCE = 1.0
"""Seconds after which one stranger is served although people that we know wait."""
CALM = 10.0
"""Seconds without anybody that we know, after which strangers have all lanes but the free ones."""
REST = 5.0
"""While people that we know write, strangers have one lane, and a turn of theirs is followed by so
many times its length without one: all turns of a process share one processor."""
REPLY = 0.05
"""Seconds that strangers leave to the reply of somebody known, which is sent after the turn."""


class Lanes:
    """Who may be served by the lanes of one process, of which there are `size`."""

    def __init__(self, size: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._size, self._free, self._clock = size, min(FREE, size - 1), clock
        self._known, self._strangers, self._last = 0, 0, clock()
        self._met, self._began, self._rested = -CALM, 0.0, 0.0

    def order(self) -> tuple[bool, ...]:
        """Whom to look for, first to last: True somebody known, False a stranger.

        Strangers who waited get one lane of a process that is busy, never a second one.
        """
        if not self._strangers and self._clock() - self._last >= PATIENCE:
            return (False, True)
        if self._clock() - self._met < CALM:
            alone = not (self._known or self._strangers or self.rest() > 0)
            return (True, False) if alone else (True,)
        serving = self._known + self._strangers
        return (True, False) if serving < self._size - self._free else (True,)

    def rest(self) -> float:
        """Seconds until the next stranger's turn may begin, where nobody that we know has one."""
        return max(self._rested - self._clock(), 0.0)

    def looked(self) -> None:
        """A look for strangers is over, whether it found one or not."""
        self._last = self._clock()

    def begin(self, *, stranger: bool) -> None:
        """A lane serves somebody."""
        self._strangers += stranger
        self._known += not stranger
        if stranger:
            self._began = self._clock()
        else:
            self._met = self._clock()

    def end(self, *, stranger: bool) -> None:
        """A lane is free again."""
        self._strangers -= stranger
        self._known -= not stranger
        now = self._clock()
        wait = REST * (now - self._began) if stranger else REPLY
        self._rested = max(self._rested, now + wait)
