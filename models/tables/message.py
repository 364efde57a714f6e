"""What came in and what goes out: raw events, messages to handle, messages to send."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.tables.columns import BIG, BYTES, JSON, MOMENT, SMALL, key, now

PENDING, DONE, SET_ASIDE = 0, 1, 2
"""States of a message: waits, done (handled or sent), set aside with a reason."""


class EventRow(SQLModel, table=True):
    """A webhook's raw body, as bytes, before anything is thought about it.

    Runs of 16 digits in it are sealed (design, promise 8). `reason` says why it can't be parsed.
    """

    __tablename__ = "event"
    __table_args__ = (
        Index("event_set_aside", "received_at", postgresql_where=text("reason is not null")),
    )

    id: UUID = Field(primary_key=True)
    channel: str
    account: str
    payload: bytes = Field(sa_type=BYTES)
    received_at: datetime | None = now()
    reason: str | None = None


class InboxRow(SQLModel, table=True):
    """One inbound message of an event; once per provider id, in the provider's order per sender.

    `part` is its place within the event. The state is one of PENDING, DONE, SET_ASIDE. `stranger`:
    whoever sent it spoke for nobody as it came in.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "account", "external_id"),
        Index(
            "inbox_pending",
            "channel",
            "account",
            "sender",
            "position",
            "id",
            postgresql_where=text("state = 0"),
        ),
        Index(
            "inbox_next",
            *("channel", "account", "stranger", "id"),
            postgresql_where=text("state = 0"),
        ),
        Index("inbox_received", "received_at"),
        Index("inbox_set_aside", "received_at", postgresql_where=text("state = 2")),
        # The browser phone shows a sender's own messages; other channels keep them themselves.
        Index("inbox_webchat", "sender", "id", postgresql_where=text("channel = 'webchat'")),
    )

    id: int | None = key()
    event_id: UUID
    part: int = Field(default=0, sa_type=SMALL)
    channel: str
    account: str
    external_id: str
    sender: str
    position: int = Field(default=0, sa_type=BIG)
    received_at: datetime | None = now()
    state: int = Field(default=PENDING, sa_type=SMALL)
    stranger: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    reason: str | None = None
    handled_at: datetime | None = Field(default=None, sa_type=MOMENT)


class OutboxRow(SQLModel, table=True):
    """One outgoing message: unique by what it is for; sent after the commit that wrote it.

    `body`: an Outgoing (bot.base.ports) as JSON. `priority`: 0 answers, 1 duty, 2 bulk, 3
    strangers; lower goes first.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "outbox_due",
            *("channel", "account", "priority", "not_before", "id"),
            postgresql_where=text("state = 0"),
        ),
        Index("outbox_contact", "contact_id", "id"),
        Index(
            "outbox_turn",
            "contact_id",
            "priority",
            "id",
            postgresql_where=text("state = 0"),
        ),
        Index("outbox_provider", "channel", "account", "provider_id"),
        Index("outbox_stuck", "id", postgresql_where=text("state = 2 or delivery = 'failed'")),
    )

    id: int | None = key()
    purpose: str = Field(unique=True)
    contact_id: int
    channel: str
    account: str
    recipient: str
    body: dict[str, Any] = Field(sa_type=JSON)
    priority: int = Field(default=0, sa_type=SMALL)
    state: int = Field(default=PENDING, sa_type=SMALL)
    attempts: int = Field(default=0, sa_type=SMALL)
    repeats: int = Field(default=0, sa_type=SMALL)
    """How often it may have gone out twice: begun by a process that died before noting it."""
    not_before: datetime | None = now()
    error: str | None = None
    provider_id: str | None = None
    delivery: str | None = None
    inbox_id: int | None = Field(default=None, sa_type=BIG)
    created_at: datetime | None = now()
    sent_at: datetime | None = Field(default=None, sa_type=MOMENT)


class FetchRow(SQLModel, table=True):
    """A file of a handled message that could not be fetched yet; tried again until it is given up.

    The state is one of PENDING, DONE, SET_ASIDE.
    """

    __tablename__ = "file_fetch"
    __table_args__ = (
        Index("file_fetch_waiting", "not_before", postgresql_where=text("state = 0")),
    )

    inbox_id: int = Field(primary_key=True, sa_type=BIG)
    state: int = Field(default=PENDING, sa_type=SMALL)
    attempts: int = Field(default=0, sa_type=SMALL)
    not_before: datetime | None = now()
    error: str | None = None
    created_at: datetime | None = now()


class NoticeRow(SQLModel, table=True):
    """An event that a person has to hear of, once per purpose, outside the own message.

    `whom`: a person's id, or the negative id of a contact whose person is not known. The state is
    one of PENDING, DONE, SET_ASIDE (with the reason); `inbox_id` is the message that caused it.
    """

    __tablename__ = "notice"
    __table_args__ = (Index("notice_waiting", "whom", "id", postgresql_where=text("state = 0")),)

    id: int | None = key()
    purpose: str = Field(unique=True)
    whom: int = Field(sa_type=BIG)
    event: str
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    inbox_id: int | None = Field(default=None, sa_type=BIG)
    state: int = Field(default=PENDING, sa_type=SMALL, sa_column_kwargs={"server_default": "0"})
    attempts: int = Field(default=0, sa_type=SMALL, sa_column_kwargs={"server_default": "0"})
    not_before: datetime | None = now()
    reason: str | None = None
    created_at: datetime | None = now()
    told_at: datetime | None = Field(default=None, sa_type=MOMENT)


class SenderIdRow(SQLModel, table=True):
    """A name of a sender, such as a business-scoped id, and the name that its contact has."""

    __tablename__ = "sender_id"

    channel: str = Field(primary_key=True)
    account: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    sender: str
