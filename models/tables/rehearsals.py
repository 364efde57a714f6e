"""Dress rehearsals with the real people, each in a database of its own."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.tables.columns import MOMENT, key, now


class DressRehearsalRow(SQLModel, table=True):
    """A rehearsal: where everybody works while it runs, when it ended, when all of it was wiped."""

    __tablename__ = "dress_rehearsal"

    id: int | None = key()
    database_name: str
    started_at: datetime | None = now()
    ended_at: datetime | None = Field(default=None, sa_type=MOMENT)
    wiped_at: datetime | None = Field(default=None, sa_type=MOMENT)
