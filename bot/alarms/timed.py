"""Every half minute: what stands still, who is called for it, and what is well again."""

import asyncio
import shutil
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from bot.alarms.talk.outcomes import AlarmOver, AlarmRaised
from bot.base.events import notice
from bot.engine.messages import Outcome
from models.rules import standing_still as rules
from models.rules.standing_still import CALM_SECONDS, TWICE, Figures, Line
from models.rules.wellness import Disk
from models.settings import Settings
from models.stores.alarms import open_alarms, traces
from models.stores.alarms.open_alarms import Alarm
from models.stores.base import elections, made_backups
from models.stores.base.database import Transaction
from models.stores.base.vital_signs import VitalSigns, vital_signs
from models.stores.messaging import notices
from models.stores.persons import told_above

TICK = 30
"""Seconds between two looks."""
COUNT_BEGINS, NIGHT = time(13), timedelta(hours=17)
"""The night is from the first count (13:00 in the west) until six of the next morning."""
_WEST = ZoneInfo("Asia/Jakarta")

log = structlog.get_logger()


async def watch(tx: Transaction, settings: Settings, now: datetime) -> None:
    """Look, call whoever looks after the installation, and tell them what is over."""
    wrong = rules.alarms(await figures(tx, settings, now))
    for alarm in await open_alarms.note(tx, wrong, now):
        if alarm.well_at is None:
            await _raise(tx, alarm, now)
        elif (now - alarm.well_at).total_seconds() >= CALM_SECONDS or alarm.told_at is None:
            await _end(tx, alarm, now)


async def _raise(tx: Transaction, alarm: Alarm, now: datetime) -> None:
    if alarm.told_at is not None or alarm.looks < TWICE:
        return
    log.error("alarm", code=alarm.code, what=alarm.what, number=alarm.number)
    event = AlarmRaised(alarm.code, alarm.what, alarm.number or 0, alarm.since)
    await _tell(tx, f"alarm:{alarm.id}", event)
    await open_alarms.told(tx, alarm.id, now)


async def _end(tx: Transaction, alarm: Alarm, now: datetime) -> None:
    await open_alarms.over(tx, alarm.id, now)
    if alarm.told_at is None or alarm.well_at is None:
        return
    log.info("alarm over", code=alarm.code, what=alarm.what)
    minutes = max(1, round((alarm.well_at - alarm.since).total_seconds() / 60))
    await _tell(tx, f"alarm:{alarm.id}:over", AlarmOver(alarm.code, alarm.what, minutes))


async def _tell(tx: Transaction, purpose: str, event: Outcome) -> None:
    people = await told_above.administrators(tx)
    await notices.put(tx, [notice(f"{purpose}:{one}", event, one) for one in people])


async def figures(tx: Transaction, settings: Settings, now: datetime) -> Figures:
    """The figures of this moment."""
    signs, heard = await vital_signs(tx), await traces.hear(tx)
    died, started = await traces.restarts(tx, rules.DEATHS_MINUTES)
    election = await elections.current_election(tx)
    seen = await made_backups.condition(tx, settings, signs.at)
    return Figures(
        oldest={one.name: one.oldest for one in signs.queues},
        lines=_lines(settings, signs, {f"{c}/{a}": at for (c, a), at in heard.items()}),
        disk=await asyncio.to_thread(disk_of, settings.var),
        died=died,
        started=started,
        backups=seen.backups,
        night=_night(now, election.config.date if election else None),
    )


def _lines(settings: Settings, signs: VitalSigns, heard: dict[str, datetime]) -> dict[str, Line]:
    """Our lines to messengers; the browser phone and the terminal have no provider."""
    seen = {f"{one.channel}/{one.account}": one for one in signs.accounts}
    found = {}
    for name in settings.messenger_lines:
        account, at = seen.get(name), heard.get(name)
        sent = account.sent_at if account else None
        found[name] = Line(
            failing=account.failing if account else 0,
            given_up=account.given_up if account else 0,
            sent=(signs.at - sent).total_seconds() if sent else None,
            heard=(signs.at - at).total_seconds() if at else None,
        )
    return found


def _night(now: datetime, day: object) -> float | None:
    """Seconds since the count began, None on any other day."""
    local = now.astimezone(_WEST)
    if day not in (local.date(), (local - NIGHT).date()):
        return None
    begins = datetime.combine((local - timedelta(hours=13)).date(), COUNT_BEGINS, _WEST)
    gone = (local - begins).total_seconds()
    return gone if begins.date() == day and 0 <= gone < NIGHT.total_seconds() else None


def disk_of(folder: Path) -> Disk:
    """The disk that photos and the embedded database lie on."""
    while not folder.exists():
        folder = folder.parent
    about = shutil.disk_usage(folder)
    return Disk(about.free, about.total)
