"""What somebody is called for: alarms, and what they are judged by that no other table knows."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.tables.columns import MOMENT, key, now


class AlarmRow(SQLModel, table=True):
    """Something that is or was wrong (models/rules/standing_still.py); one open row of a kind.

    `looks`: in how many looks it was seen; `told_at`: administrators were called; `well_at`: it is
    well again for the moment; `over_at`: it is over.
    """

    __tablename__ = "alarm"
    __table_args__ = (
        Index("alarm_open", "code", "what", unique=True, postgresql_where=text("over_at is null")),
    )

    id: int | None = key()
    code: str
    what: str = ""
    number: int | None = None
    looks: int = 1
    since: datetime | None = now()
    told_at: datetime | None = Field(default=None, sa_type=MOMENT)
    well_at: datetime | None = Field(default=None, sa_type=MOMENT)
    over_at: datetime | None = Field(default=None, sa_type=MOMENT)


class ProcessStartRow(SQLModel, table=True):
    """A process of ours began; `again`: because the one before it had died. Kept for two days."""

    __tablename__ = "process_start"
    __table_args__ = (Index("process_start_at", "at"),)

    id: int | None = key()
    at: datetime | None = now()
    name: str
    host: str
    pid: int
    again: bool


class LineHeardRow(SQLModel, table=True):
    """When something last came over a bot or number."""

    __tablename__ = "line_heard"

    channel: str = Field(primary_key=True)
    account: str = Field(primary_key=True)
    at: datetime = Field(sa_type=MOMENT)
