"""The installation's figures for Prometheus, from the database: any one web process tells them.

What each process counts itself (`saksi_outbox_sent` and so on) stands beside them in its own
/metrics. docs/operators/alarms.yml has the rules.
"""

import asyncio
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.alarms.timed import disk_of
from models.rules import standing_still as rules
from models.rules.wellness import Disk
from models.settings import Settings
from models.stores.alarms import open_alarms, traces
from models.stores.alarms.open_alarms import Alarm
from models.stores.base import made_backups
from models.stores.base.database import Database
from models.stores.base.made_backups import Condition
from models.stores.base.vital_signs import Count, VitalSigns, by_channel, vital_signs

FRESH_SECONDS = 5.0
"""One look at the database serves everybody who asks within so many seconds."""
LONGEST = 5.0
"""Seconds until the database is taken not to answer."""


class VitalMetrics:
    """Looks when it is asked, at most once in FRESH_SECONDS, one look at a time."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings, self._database = settings, database
        self._one, self._until, self._told = asyncio.Lock(), float("-inf"), b""

    async def told(self) -> bytes:
        """The figures in Prometheus' text format; `saksi_database_up 0` alone where it is away."""
        async with self._one:
            if time.monotonic() >= self._until:
                self._told = _text(await self._look())
                self._until = time.monotonic() + FRESH_SECONDS
            return self._told

    async def _look(self) -> list[Metric]:
        disk = await asyncio.to_thread(disk_of, self._settings.var)
        try:
            async with asyncio.timeout(LONGEST), self._database.transaction() as tx:
                signs = await vital_signs(tx)
                channels, heard = await by_channel(tx), await traces.heard(tx)
                starts, opened = await traces.starts(tx), await open_alarms.opened(tx)
                dying = rules.dying(*await traces.restarts(tx, rules.DEATHS_MINUTES))
                backups = await made_backups.condition(tx, self._settings, signs.at)
        except Exception:  # whatever asyncpg raises: the process's own figures still go out
            return [_plain("saksi_database_up", "The database answers", 0), *_disk(disk)]
        return [
            _plain("saksi_database_up", "The database answers", 1),
            *_disk(disk),
            *_queues(signs),
            *_lines(signs),
            *_traces(heard, starts, dying),
            _channels(channels),
            _opened(opened),
            *_backup(backups),
        ]


def _traces(
    heard: Mapping[tuple[str, str], datetime],
    starts: Mapping[str, int],
    dying: Mapping[str, int],
) -> Iterator[Metric]:
    yield _family(
        "saksi_line_heard_timestamp_seconds",
        "When something last came over a line",
        ("channel", "account"),
        ((line, at.timestamp()) for line, at in heard.items()),
    )
    yield _family(
        "saksi_process_starts",
        "Starts of processes within two days",
        ("process",),
        (((name,), count) for name, count in starts.items()),
    )
    yield _family(
        "saksi_process_dying",
        "Deaths within ten minutes of processes that die again and again, on their worst machine",
        ("process",),
        (((name,), dying.get(name, 0)) for name in starts),
    )


def _channels(counts: Iterable[Count]) -> Metric:
    return _family(
        "saksi_channel_messages",
        "Messages by channel: handled, sent in the last minute; set_aside, given_up in the last"
        " hour; failed, and tried again",
        ("channel", "what"),
        (((one.channel, one.what), one.count) for one in counts),
    )


def _opened(alarms: Iterable[Alarm]) -> Metric:
    told = ((one.trouble, 1) for one in alarms if one.told_at is not None)
    told_of = "What administrators are called for"
    return _family("saksi_alarm_open", told_of, ("code", "what"), told)


def _backup(seen: Condition) -> Iterator[Metric]:
    at = seen.made_at.timestamp() if seen.made_at else 0
    told = "When the last backup was made; 0: never"
    yield _plain("saksi_backup_made_timestamp_seconds", told, at)
    late = "The last backup is old, or missed; 0 in a trial and in a dress rehearsal"
    yield _plain("saksi_backup_late", late, int(seen.backups.late))


def _queues(signs: VitalSigns) -> Iterator[Metric]:
    yield _family(
        "saksi_queue_waiting",
        "What waits to be done",
        ("queue",),
        (((one.name,), one.waiting) for one in signs.queues),
    )
    yield _family(
        "saksi_queue_oldest_seconds",
        "For how long the oldest has waited",
        ("queue",),
        (((one.name,), one.oldest) for one in signs.queues),
    )
    yield _plain("saksi_inbox_set_aside", "Messages set aside with a reason", signs.set_aside)
    yield _plain(
        "saksi_seal_lag_seconds",
        "For how long the oldest audit entry waits for its seal",
        signs.queue("seal").oldest,
    )
    yield _family(
        "saksi_duty_led",
        "What one process does for all: some process has it",
        ("duty",),
        (((one.name,), 1) for one in signs.duties),
    )


def _lines(signs: VitalSigns) -> Iterator[Metric]:
    lines = [((one.channel, one.account), one) for one in signs.accounts]
    told = ("channel", "account")
    yield _family(
        "saksi_line_waiting",
        "Messages that wait to be sent, by line",
        told,
        ((line, one.waiting) for line, one in lines),
    )
    yield _family(
        "saksi_line_failing",
        "Messages that failed and are tried again, by line",
        told,
        ((line, one.failing) for line, one in lines),
    )
    yield _family(
        "saksi_line_given_up",
        "Messages given up within the hour, by line",
        told,
        ((line, one.given_up) for line, one in lines),
    )
    yield _family(
        "saksi_line_sent_timestamp_seconds",
        "When a message last went, by line",
        told,
        ((line, one.sent_at.timestamp()) for line, one in lines if one.sent_at),
    )


def _disk(disk: Disk) -> Iterator[Metric]:
    yield _plain("saksi_disk_free_bytes", "Room for photos and the embedded database", disk.free)
    yield _plain("saksi_disk_total_bytes", "All of that disk", disk.total)
    yield _plain("saksi_disk_short", "Room is to be made", int(disk.short))


def _plain(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=value)


def _family(
    name: str,
    told: str,
    labels: tuple[str, ...],
    values: Iterable[tuple[tuple[str, ...], float]],
) -> Metric:
    family = GaugeMetricFamily(name, told, labels=labels)
    for of, value in values:
        family.add_metric(of, value)
    return family


class _Seen(Collector):
    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        """What was seen; prometheus_client's own word for it."""
        return self._families


def _text(families: list[Metric]) -> bytes:
    registry = CollectorRegistry()
    registry.register(_Seen(families))
    return generate_latest(registry)
