"""The war room: one-time passes into it, and the browsers that are in."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.tables.columns import BIG, BYTES, MOMENT, SMALL, key, now


class ScreenPassRow(SQLModel, table=True):
    """A one-time link and the code that does the same; both as keyed hashes, minutes to live."""

    __tablename__ = "screen_pass"
    __table_args__ = (Index("screen_pass_person", "person_id"),)

    id: int | None = key()
    person_id: int = Field(foreign_key="person.id")
    token_hash: bytes = Field(sa_type=BYTES, unique=True)
    code_hash: bytes = Field(sa_type=BYTES, unique=True)
    inbox_id: int | None = Field(default=None, sa_type=BIG)
    """The message that asked for it; None: whoever runs commands on the machine."""
    created_at: datetime | None = now()
    expires_at: datetime = Field(sa_type=MOMENT)
    used_at: datetime | None = Field(default=None, sa_type=MOMENT)


class ScreenSessionRow(SQLModel, table=True):
    """A browser that is in, found by the keyed hash of its cookie, until it ends or is ended."""

    __tablename__ = "screen_session"
    __table_args__ = (Index("screen_session_person", "person_id"),)

    id: int | None = key()
    person_id: int = Field(foreign_key="person.id")
    token_hash: bytes = Field(sa_type=BYTES, unique=True)
    browser: str
    """What it calls itself, shortened: Chrome, Android."""
    created_at: datetime | None = now()
    seen_at: datetime | None = now()
    expires_at: datetime = Field(sa_type=MOMENT)
    ended_at: datetime | None = Field(default=None, sa_type=MOMENT)


class PublicPageRow(SQLModel, table=True):
    """That an administrator asked to open the public page, who opened it with them, who closed."""

    __tablename__ = "public_page"

    id: int | None = key()
    election_id: int = Field(foreign_key="election.id", sa_type=SMALL)
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime | None = now()
    opened_by: int | None = Field(default=None, foreign_key="person.id")
    opened_at: datetime | None = Field(default=None, sa_type=MOMENT)
    closed_by: int | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = Field(default=None, sa_type=MOMENT)
