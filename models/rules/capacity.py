"""How much an election night needs: processes, machines, connections, bots, from measured costs.

The one place of these costs. docs/operators/sizing.md says where each was measured and how it is
measured again; `make bench ARGS=turns` prints those of a message beside them.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Costs:
    """What one message costs, in milliseconds of one core, and what it leaves behind."""

    web_ms: float = 0.8
    worker_ms: float = 9.3
    database_ms: float = 2.4
    reader_ms: float = 440.0
    """One page of a form, read."""
    wal_kb: float = 6.2
    stored_kb: float = 3.1
    photo_kb: float = 350.0


MEASURED = Costs()
BUSY = 0.6
"""Share of a core that is planned for: above it answers wait (queueing; turns at 200/s)."""
BOT_RATE, NUMBER_RATE = 30, 80
"""Messages a second: out of one Telegram bot; in and out together of one WhatsApp number."""
WEB_CONNECTIONS, WORKER_CONNECTIONS, OTHER_CONNECTIONS = 20, 18, 6
"""Connections to PostgreSQL a process (docs/operators/database.md)."""
POOLED_ABOVE = 300
"""Connections above which PgBouncer stands before PostgreSQL."""
THERE, EACH_BALLOT, REPLIES = 6, 3, 1.1
"""Messages of a witness to be there, and for each ballot; answers to each message (rehearsals)."""
PEAK = 2.2
"""The busiest quarter of an hour against the mean of the night's hours (api/rehearsal/hours.py)."""
MACHINE_CORES = 8
LARGEST_SERVER = 64
"""Cores of the largest single machine that is taken for PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Night:
    """What comes: so many stations, whose messages come within so many hours.

    `telegram`: share of the people on Telegram, the others are on WhatsApp. `photos` of a station.
    """

    stations: int
    hours: float
    witnesses: int = 2
    ballots: int = 5
    telegram: float = 1.0
    photos: float = 5.0

    @property
    def messages(self) -> int:
        """All that people send."""
        return self.stations * self.witnesses * (THERE + EACH_BALLOT * self.ballots)

    @property
    def peak(self) -> float:
        """Messages a second at the busiest."""
        return self.messages / (self.hours * 3600) * PEAK


@dataclass(frozen=True, slots=True)
class Need:
    """What a night needs, at its peak."""

    messages: int
    peak: float
    web: int
    workers: int
    readers: int
    database_cores: int
    machines: int
    connections: int
    pooled: bool
    bots: int
    numbers: int
    wal_mb_a_second: float
    database_gb: float
    photos_gb: float
    installations: int
    """More than one where one PostgreSQL cannot write it all: by province, say."""


def needed(night: Night, costs: Costs = MEASURED) -> Need:
    """What the night needs: one process of web, worker and reader fills one core at most."""
    peak = night.peak
    web, workers = _cores(peak, costs.web_ms), _cores(peak, costs.worker_ms)
    pages = night.stations * night.photos
    readers = _cores(pages / (night.hours * 3600), costs.reader_ms) if pages else 0
    database = _cores(peak, costs.database_ms)
    out, on_telegram = peak * REPLIES, night.telegram
    bots = math.ceil(out * on_telegram / BOT_RATE)
    numbers = math.ceil((peak + out) * (1 - on_telegram) / NUMBER_RATE)
    lines = WORKER_CONNECTIONS + 2 * min(bots + numbers, 4)
    connections = web * WEB_CONNECTIONS + workers * lines + (readers + 2) * OTHER_CONNECTIONS
    return Need(
        messages=night.messages,
        peak=round(peak, 1),
        web=web,
        workers=workers,
        readers=readers,
        database_cores=database,
        machines=math.ceil((web + workers + readers) / MACHINE_CORES),
        connections=connections,
        pooled=connections > POOLED_ABOVE,
        bots=bots,
        numbers=numbers,
        wal_mb_a_second=round(peak * costs.wal_kb / 1024, 1),
        database_gb=round(night.messages * costs.stored_kb / 1024**2, 1),
        photos_gb=round(pages * costs.photo_kb / 1024**2, 1),
        installations=math.ceil(database / LARGEST_SERVER),
    )


def writer_ends(costs: Costs = MEASURED) -> float:
    """Messages a second at which the largest single PostgreSQL is full."""
    return LARGEST_SERVER * BUSY * 1000 / costs.database_ms


def bot_ends(night: Night) -> int:
    """Stations that one bot can answer at the peak of such a night."""
    one = night.peak * REPLIES * night.telegram / night.stations
    return math.floor(BOT_RATE / one) if one else 0


def _cores(a_second: float, milliseconds: float) -> int:
    return max(1, math.ceil(a_second * milliseconds / 1000 / BUSY))
