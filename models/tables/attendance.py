"""Who is missing and who vouches: runs of the phases, absences that climb, cases that wait."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.tables.columns import BIG, INTEGERS, JSON, MOMENT, SMALL, key, now


class PhaseRunRow(SQLModel, table=True):
    """A run of a phase (models.rules.phases.Slot) that is done once: `run` remind or alert.

    `by`: the phase's hour as a moment, one for each time zone. `told`: how many people or
    coordinators' areas it was for; None when it was missed and given up.
    """

    __tablename__ = "phase_run"

    election_id: int = Field(primary_key=True, foreign_key="election.id", sa_type=SMALL)
    phase: str = Field(primary_key=True)
    run: str = Field(primary_key=True)
    by: datetime = Field(primary_key=True, sa_type=MOMENT)
    told: int | None = None
    at: datetime | None = now()


class AbsenceRow(SQLModel, table=True):
    """Stations of an area that lack something of a phase, told to whoever leads there.

    `path`: of the leaders' area, empty for everywhere; `kelurahan`: whose stations it is about;
    `step`: 0 for the nearest leaders, more for each level that it climbed. `expected`, `missing`:
    stations as they were told. `state`: open, taken, closed, or climbed (to `parent_id`).
    """

    __tablename__ = "absence"
    __table_args__ = (
        UniqueConstraint("election_id", "phase", "by", "step", "path"),
        Index("absence_open", "told_at", postgresql_where=text("state = 'open'")),
        Index("absence_parent", "parent_id"),
    )

    id: int | None = key()
    election_id: int = Field(foreign_key="election.id", sa_type=SMALL)
    phase: str
    by: datetime = Field(sa_type=MOMENT)
    step: int = Field(default=0, sa_type=SMALL)
    path: str
    receipt: str = Field(unique=True)
    kelurahan: list[int] = Field(sa_type=INTEGERS)
    expected: int
    missing: int
    state: str = "open"
    parent_id: int | None = Field(default=None, foreign_key="absence.id", sa_type=BIG)
    handler_id: int | None = Field(default=None, foreign_key="person.id")
    note: str = ""
    told_at: datetime = Field(sa_type=MOMENT)
    taken_at: datetime | None = Field(default=None, sa_type=MOMENT)
    closed_at: datetime | None = Field(default=None, sa_type=MOMENT)


class VouchRow(SQLModel, table=True):
    """A coordinator's word that a witness was at the station (jaminan kehadiran)."""

    __tablename__ = "vouch"
    __table_args__ = (Index("vouch_station", "station_id"),)

    id: int | None = key()
    person_id: int = Field(foreign_key="person.id")
    station_id: int = Field(foreign_key="station.id")
    by_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=MOMENT)
    inbox_id: int | None = Field(default=None, sa_type=BIG)


class EscalationRow(SQLModel, table=True):
    """An incident or correction that waits for a person: who was told last, and what they heard.

    `kind` and `case_id` name it; `path` is its place, `level` the level of the area whose leaders
    were told last (-1 everywhere). `own_id`: whose case it is, who is not told.
    """

    __tablename__ = "escalation"
    __table_args__ = (Index("escalation_told", "told_at"),)

    kind: str = Field(primary_key=True)
    case_id: int = Field(primary_key=True, sa_type=BIG)
    election_id: int = Field(foreign_key="election.id", sa_type=SMALL)
    event: str
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    path: str
    level: int = Field(sa_type=SMALL)
    own_id: int | None = None
    since: datetime = Field(sa_type=MOMENT)
    told_at: datetime = Field(sa_type=MOMENT)
