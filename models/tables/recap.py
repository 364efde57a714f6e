"""The folded recap: sums per area and contest, and which kelurahan wait to be folded again."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.tables.columns import BIG, INTEGERS, SMALL, key, now


class RecapRow(SQLModel, table=True):
    """Sums of an area's stations in one contest (rekap); `trust` 0 any result, 1 confirmed ones.

    `votes` by position in the contest's choices. The counters are of stations.
    """

    __tablename__ = "recap"
    __table_args__ = (Index("recap_contest", "contest_id", "trust"),)

    area_id: int = Field(primary_key=True)
    contest_id: int = Field(primary_key=True)
    trust: int = Field(primary_key=True, sa_type=SMALL)
    votes: list[int] = Field(sa_type=INTEGERS)
    valid: int = 0
    invalid: int = 0
    total: int = 0
    voters: int = 0
    """Registered voters (DPT) of the stations counted here: coverage by voters."""
    reported: int = 0
    confirmed: int = 0
    disputed: int = 0
    by_witnesses: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    by_reader: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    by_operators: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    by_reviewer: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    updated_at: datetime | None = now()


class RecapDirtyRow(SQLModel, table=True):
    """A kelurahan whose sums in one contest must be folded again."""

    __tablename__ = "recap_dirty"

    id: int | None = key()
    kelurahan_id: int
    contest_id: int
    marked_at: datetime | None = now()
    reason: str | None = None
    """Why it cannot be folded; such a mark is set aside."""


class RecapChangeRow(SQLModel, table=True):
    """The one row that counts changes of the recap, so that an answer can be kept until then."""

    __tablename__ = "recap_change"

    id: int = Field(
        default=1, primary_key=True, sa_type=SMALL, sa_column_kwargs={"autoincrement": False}
    )
    number: int = Field(default=0, sa_type=BIG)
