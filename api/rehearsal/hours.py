"""When people of a real night write: few before 15:00, the president first, parties till dawn.

The order and the hours are the field's (counting begins after 13:00, one ballot after the other,
until 12:00 of the next day at the latest: domain.md of the project); how long one ballot takes is
assumed, for no count of messages by the minute has been published.
"""

import asyncio
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

START, DAWN = 10.0, 30.0
"""The night that is played, in hours of the vote's day: from 10:00 to 06:00 of the next."""
COUNTING = 13.25
_USUAL = {"ppwp": 3.2, "gubernur": 2.4, "bupati": 1.8, "dpr": 3.3, "dpd": 1.6}
_USUAL |= {"dprd_prov": 2.7, "dprd_kab": 2.7}
"""Median hours from the beginning of one ballot's count until its figures are sent."""
_SPREAD = 0.28
_CHECK_IN = (START, 14.5, 12.5)
"""Who is there sends HADIR before the count: from, to, most often at."""
_APART = 0.15
"""Hours by which two witnesses of one station differ."""


@dataclass(frozen=True, slots=True)
class Hours:
    """One witness's evening: hour of the check-in and of each ballot."""

    check_in: float
    ballots: Mapping[str, float]


def station_hours(ballots: Sequence[str], chance: random.Random) -> Mapping[str, float]:
    """When a station is done with each of its ballots, in this order."""
    hour, found = COUNTING, {}
    for ballot in ballots:
        hour += _USUAL.get(ballot, 2.0) * chance.lognormvariate(0, _SPREAD)
        found[ballot] = min(hour, DAWN - chance.uniform(0.1, 1.0))
    return found


def witness_hours(station: Mapping[str, float], chance: random.Random) -> Hours:
    """The evening of one witness of a station."""
    here, first = chance.triangular(*_CHECK_IN), min(station.values(), default=DAWN)
    own = {ballot: hour + abs(chance.gauss(0, _APART)) for ballot, hour in station.items()}
    return Hours(min(here, first), own)


class NightClock:
    """Lets the night pass so many times faster than it did; at once where there is no speed."""

    def __init__(self, speed: float | None) -> None:
        self.speed = speed
        self._began = time.monotonic()

    def begin(self) -> None:
        """It is 10:00 now."""
        self._began = time.monotonic()

    def hour(self, moment: float) -> float:
        """What hour of the night a moment of `time.monotonic` was."""
        return START + (moment - self._began) * (self.speed or 1.0) / 3600

    async def until(self, hour: float) -> None:
        """Wait for an hour of the night; one that is over is not waited for."""
        if self.speed is not None:
            left = (hour - START) * 3600 / self.speed - (time.monotonic() - self._began)
            await asyncio.sleep(max(left, 0.0))
