"""What keeps an installation whole: which keys it was made with, and its backups."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.tables.columns import BIG, BYTES, SMALL, key, now


class KeyCheckRow(SQLModel, table=True):
    """A value made from the secret key (one row): another key is known before it does harm."""

    __tablename__ = "key_check"

    id: int = Field(default=1, primary_key=True, sa_type=SMALL)
    value: bytes = Field(sa_type=BYTES)
    created_at: datetime | None = now()


class BackupRow(SQLModel, table=True):
    """A backup that was tried: where it lies; `problem` is empty where it was made."""

    __tablename__ = "backup"

    id: int | None = key()
    place: str
    bytes: int = Field(default=0, sa_type=BIG)
    photos: int = Field(default=0, sa_type=BIG)
    problem: str = ""
    made_at: datetime | None = now()
