"""Legal holds: what stands above every deletion while a case is pending."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.tables.columns import MOMENT, SMALL, key, now


class LegalHoldRow(SQLModel, table=True):
    """A legal hold (penahanan bukti): who keeps what from deletion, why, until it is lifted.

    Of a station, of an area and everything below it, or of the whole election (neither is set).
    A lifted hold stays on record.
    """

    __tablename__ = "legal_hold"
    __table_args__ = (
        Index("legal_hold_open", "election_id", postgresql_where=text("lifted_at is null")),
    )

    id: int | None = key()
    election_id: int = Field(foreign_key="election.id", sa_type=SMALL)
    area_id: int | None = Field(default=None, foreign_key="area.id")
    station_id: int | None = Field(default=None, foreign_key="station.id")
    reason: str
    put_by: str
    put_at: datetime | None = now()
    lifted_by: str | None = None
    lifted_reason: str | None = None
    lifted_at: datetime | None = Field(default=None, sa_type=MOMENT)
