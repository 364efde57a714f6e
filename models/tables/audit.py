"""The audit log: entries sealed in hash-linked blocks; and leases, the rows that elect one."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from models.tables.columns import BIG, BYTES, JSON, MOMENT, key, now


class AuditEntryRow(SQLModel, table=True):
    """Who did what to what, with which message as its source; `block` once it is sealed.

    `xid` is the writing transaction: the linker reads below pg_snapshot_xmin, so that no entry of
    a slower transaction slips in behind a sealed block.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("audit_unsealed", "id", postgresql_where=text("block is null")),
        Index("audit_block_entries", "block", "id"),
        Index("audit_subject", "subject"),
    )

    id: int | None = key()
    at: datetime | None = now()
    actor: str
    action: str
    subject: str
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    inbox_id: int | None = Field(default=None, sa_type=BIG)
    xid: int | None = Field(
        default=None,
        sa_type=BigInteger,
        sa_column_kwargs={"server_default": text("pg_current_xact_id()::text::bigint")},
    )
    block: int | None = Field(default=None, sa_type=BIG)
    hash: bytes | None = Field(default=None, sa_type=BYTES)
    """Chained over the entries of its block; set when it is sealed."""


class AuditBlockRow(SQLModel, table=True):
    """A sealed run of entries: its hash covers the one before and every entry in it."""

    __tablename__ = "audit_block"

    number: int = Field(primary_key=True, sa_type=BIG)
    previous: bytes = Field(sa_type=BYTES)
    hash: bytes = Field(sa_type=BYTES)
    entries: int
    sealed_at: datetime = Field(sa_type=MOMENT)
    signature: bytes | None = Field(default=None, sa_type=BYTES)
    """By the installation's key, which the database never holds; None in blocks of before."""


class LeaseRow(SQLModel, table=True):
    """Who leads a duty that only one process may have; a row, not a session lock."""

    __tablename__ = "lease"

    name: str = Field(primary_key=True)
    owner: str
    until: datetime = Field(sa_type=MOMENT)
