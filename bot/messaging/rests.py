"""Senders whom this process leaves alone for a moment: their last turn failed, or a file comes."""

import time
from dataclasses import dataclass, field

from models.stores.messaging.inbox import Sender

_LONGEST = 3.0
"""Seconds after many failures."""


@dataclass(slots=True)
class Rests:
    """By sender: until when (monotonic seconds), and failures in a row."""

    _until: dict[Sender, float] = field(default_factory=dict)
    _failures: dict[Sender, int] = field(default_factory=dict)

    def now(self) -> list[Sender]:
        """Who rests now."""
        moment = time.monotonic()
        for sender in [one for one, until in self._until.items() if until <= moment]:
            del self._until[sender]
        return list(self._until)

    def rest(self, sender: Sender, seconds: float) -> None:
        """Leave a sender alone for so long."""
        self._until[sender] = time.monotonic() + seconds

    def over(self, sender: Sender) -> None:
        """The sender may be served."""
        self._until.pop(sender, None)

    def stumble(self, sender: Sender) -> int:
        """A turn failed: rest, longer each time; how often it failed in a row."""
        failures = self._failures[sender] = self._failures.get(sender, 0) + 1
        self.rest(sender, min(0.1 * 2.0**failures, _LONGEST))
        return failures

    def well(self, sender: Sender) -> None:
        """A turn went through."""
        self._failures.pop(sender, None)
