"""What became of candidates after the ballots were printed."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.tables.columns import MOMENT, key, now


class CandidateStateRow(SQLModel, table=True):
    """A candidate (`code` on the contest's ballot) who is never seated; the votes stay as cast.

    `state`: died, disqualified, withdrew. One that ended (`ended_at`) stays on record.
    """

    __tablename__ = "candidate_state"
    __table_args__ = (
        Index(
            "candidate_state_one",
            "contest_id",
            "code",
            unique=True,
            postgresql_where=text("ended_at is null"),
        ),
    )

    id: int | None = key()
    contest_id: int = Field(foreign_key="contest.id")
    code: str
    state: str
    reason: str = ""
    put_at: datetime | None = now()
    ended_at: datetime | None = Field(default=None, sa_type=MOMENT)
