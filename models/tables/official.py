"""Figures that others published: a second layer beside the own count, never mixed with it."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import JSON, SMALL, key, now


class OfficialRow(SQLModel, table=True):
    """What `source` published of a ballot for an area, station or district, in one version.

    `district` is empty where a figure spans several contests. `basis`: the decision that the
    version rests on (KPU 360/2024). Published figures are never changed: a new version is added.
    """

    __tablename__ = "official"
    __table_args__ = (
        UniqueConstraint("election_id", "ballot", "level", "code", "district", "source", "version"),
    )

    id: int | None = key()
    election_id: int = Field(foreign_key="election.id", sa_type=SMALL)
    ballot: str
    district: str = ""
    level: str
    code: str
    source: str
    version: str
    basis: str = ""
    valid: int | None = None
    invalid: int | None = None
    total: int | None = None
    votes: dict[str, int] = Field(sa_type=JSON)
    figures: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    imported_at: datetime | None = now()
