"""How many files of somebody unknown are fetched: evidence, but no disk full of it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from models.stores.messaging.inbox import Sender

MOST = 20
"""Files of one unknown account that a process fetches within DAY."""
DAY = 86_400.0
"""Seconds."""
_ACCOUNTS = 10_000
"""Accounts that are counted at once; with more, the counting begins again."""


@dataclass(slots=True)
class FileBudget:
    """Counts files by account, in this process: a restart gives them anew."""

    clock: Callable[[], float] = time.monotonic
    _counts: dict[Sender, int] = field(default_factory=dict)
    _began: float = 0.0

    def take(self, sender: Sender) -> bool:
        """Whether one more file of this account may be fetched; it counts if so."""
        if self.clock() - self._began >= DAY or len(self._counts) >= _ACCOUNTS:
            self._counts, self._began = {}, self.clock()
        taken = self._counts.get(sender, 0)
        if taken >= MOST:
            return False
        self._counts[sender] = taken + 1
        return True
