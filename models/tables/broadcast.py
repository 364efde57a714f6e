"""Broadcasts (siaran), the people each is for, and who wants none any more."""

from datetime import datetime

from sqlalchemy import ARRAY, Index, String, text
from sqlmodel import Field, SQLModel

from models.tables.columns import BIG, BYTES, INTEGERS, JSON, MOMENT, SMALL, key, now

WAITS, HANDED, LEFT_OUT = 0, 1, 2
"""States of a recipient: waits, handed to the outbox, left out with a reason."""


class BroadcastRow(SQLModel, table=True):
    """One text to many people of the organisation; `state` is one of models.rules.broadcast.State.

    `roles` ("witness" among them) inside `paths` (dotted paths of areas, "" is everywhere); for a
    list `phones` holds keyed hashes until the recipients are found. `seen_by`: who looked at the
    samples. `left_out`: people not reached, by reason. `seconds`: what was said of the time.
    """

    __tablename__ = "broadcast"
    __table_args__ = (
        Index(
            "broadcast_open",
            "id",
            postgresql_where=text("state in ('draft', 'running')"),
        ),
    )

    id: int | None = key()
    receipt: str = Field(unique=True)
    election_id: int = Field(foreign_key="election.id", sa_type=SMALL)
    author_id: int = Field(foreign_key="person.id")
    text: str
    campaign: bool
    roles: list[str] = Field(sa_type=ARRAY(String))
    paths: list[str] = Field(sa_type=ARRAY(String))
    phones: list[bytes] | None = Field(default=None, sa_type=ARRAY(BYTES))
    listed: int | None = None
    state: str
    recipients: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    left_out: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    seconds: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    seen_by: list[int] = Field(sa_type=INTEGERS, sa_column_kwargs={"server_default": "{}"})
    approver_id: int | None = Field(default=None, foreign_key="person.id")
    inbox_id: int | None = Field(default=None, sa_type=BIG)
    created_at: datetime | None = now()
    approved_at: datetime | None = Field(default=None, sa_type=MOMENT)
    ended_at: datetime | None = Field(default=None, sa_type=MOMENT)


class BroadcastRecipientRow(SQLModel, table=True):
    """A person whom a broadcast is for, once: through which contact, and how far it came.

    `lane`: channel/account. `state` is one of WAITS, HANDED, LEFT_OUT (with the reason).
    """

    __tablename__ = "broadcast_recipient"
    __table_args__ = (
        Index(
            "broadcast_recipient_waits",
            "broadcast_id",
            "lane",
            "person_id",
            postgresql_where=text("state = 0"),
        ),
    )

    broadcast_id: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True)
    contact_id: int | None = None
    lane: str = ""
    state: int = Field(sa_type=SMALL)
    reason: str | None = None
    outbox_id: int | None = Field(default=None, sa_type=BIG)


class OptOutRow(SQLModel, table=True):
    """A phone, by its keyed hash, that wants no broadcast whoever has it."""

    __tablename__ = "opt_out"

    phone_hash: bytes = Field(primary_key=True, sa_type=BYTES)
    at: datetime | None = now()
