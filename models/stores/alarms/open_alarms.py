"""Alarms: opened when something is wrong, told once, closed when it has been well for a while."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from models.rules.wellness import Trouble
from models.stores.base.database import Transaction

_SEEN = text("""
insert into alarm (code, what, number, looks, since) values (:code, :what, :number, 1, :now)
on conflict (code, what) where over_at is null
do update set number = excluded.number, looks = alarm.looks + 1, well_at = null
""")
_OPEN = text("""
select id, code, what, number, since, looks, told_at, well_at from alarm
where over_at is null order by id
""")
_TOLD = text("update alarm set told_at = :now where id = :id")
_WELL = text("update alarm set well_at = coalesce(well_at, :now) where id = :id")
_OVER = text("update alarm set over_at = :now where id = :id")


@dataclass(frozen=True, slots=True)
class Alarm:
    """One that is open; see AlarmRow."""

    id: int
    code: str
    what: str
    number: int | None
    since: datetime
    looks: int
    told_at: datetime | None
    well_at: datetime | None

    @property
    def trouble(self) -> tuple[str, str]:
        """Its kind and what it is about."""
        return self.code, self.what


async def note(tx: Transaction, troubles: Collection[Trouble], now: datetime) -> list[Alarm]:
    """Note what a look saw; the open alarms, those that are well for the moment among them."""
    for one in troubles:
        values = {"code": one.code, "what": one.what, "number": one.number, "now": now}
        await tx.execute(_SEEN, values)
    wrong = {(one.code, one.what) for one in troubles}
    for alarm in await opened(tx):
        if alarm.trouble not in wrong:
            await tx.execute(_WELL, {"id": alarm.id, "now": now})
    return await opened(tx)


async def opened(tx: Transaction) -> list[Alarm]:
    """The alarms that are not over."""
    return [Alarm(*row) for row in await tx.execute(_OPEN)]


async def told(tx: Transaction, alarm_id: int, now: datetime) -> None:
    """Administrators are called."""
    await tx.execute(_TOLD, {"id": alarm_id, "now": now})


async def over(tx: Transaction, alarm_id: int, now: datetime) -> None:
    """It is over; the next time is another one."""
    await tx.execute(_OVER, {"id": alarm_id, "now": now})
