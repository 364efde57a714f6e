"""Whose turn is next: people that we know at once, strangers in what they leave free."""

import time
from collections.abc import Callable

FREE = 2
"""Lanes that strangers never take, so that a witness finds one at once."""
PATIENCE = 1.0
"""Seconds after which one stranger is served although people that we know wait."""


class Lanes:
    """Who may be served by the lanes of one process, of which there are `size`."""

    def __init__(self, size: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._size, self._free, self._clock = size, min(FREE, size - 1), clock
        self._serving, self._last = 0, clock()

    def order(self) -> tuple[bool, ...]:
        """Whom to look for, first to last: True somebody known, False a stranger."""
        if self._clock() - self._last >= PATIENCE:
            return (False, True)
        return (True, False) if self._serving < self._size - self._free else (True,)

    def looked(self, *, known: bool) -> None:
        """A look is over, whether it found anybody or not."""
        if not known:
            self._last = self._clock()

    def begin(self) -> None:
        """A lane serves somebody."""
        self._serving += 1

    def end(self) -> None:
        """A lane is free again."""
        self._serving -= 1
