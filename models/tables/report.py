"""What witnesses say of a station: presence, numbers with their revisions, photos, the result."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.tables.columns import BIG, BYTES, JSON, MOMENT, SMALL, SMALLS, key, now


class CheckInRow(SQLModel, table=True):
    """A witness's presence (kehadiran saksi); `flags` name what a coordinator should look at."""

    __tablename__ = "check_in"
    __table_args__ = (Index("check_in_station", "station_id"),)

    id: int | None = key()
    person_id: int = Field(foreign_key="person.id")
    station_id: int = Field(foreign_key="station.id")
    at: datetime = Field(sa_type=MOMENT)
    lat: float | None = None
    lon: float | None = None
    distance_m: int | None = None
    flags: list[str] = Field(default_factory=list, sa_type=JSON)
    mandate_letter: bool | None = None
    """Whether the written mandate was handed to the KPPS."""
    receipt: str = Field(unique=True)
    inbox_id: int | None = Field(default=None, sa_type=BIG)


class ReportRow(SQLModel, table=True):
    """One ballot of one station from one person (laporan); its numbers are in its revisions.

    `version` counts re-votes and recounts (PSU, PSL) of the station's contest. `kind`: witness,
    typed (by an operator from photos), decision (a reviewer's own figures: no voice, but a source).
    """

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("station_id", "contest_id", "version", "person_id", "kind"),
        Index("report_person", "person_id"),
    )

    id: int | None = key()
    person_id: int = Field(foreign_key="person.id")
    participant_id: int | None = Field(default=None, foreign_key="participant.id")
    station_id: int = Field(foreign_key="station.id")
    contest_id: int = Field(foreign_key="contest.id")
    version: int = Field(default=1, sa_type=SMALL)
    kind: str = Field(default="witness", sa_column_kwargs={"server_default": "witness"})
    withdrawn_at: datetime | None = Field(default=None, sa_type=MOMENT)
    created_at: datetime | None = now()


class RevisionRow(SQLModel, table=True):
    """The numbers of a report as given at one moment; a correction is a new row, never an update.

    `votes` by position in the contest's choices, NULL where not given. `figures` by name of
    VOTER_FIGURES. `findings`: list of {code, severity, fields, numbers}. `implied`: the sums
    that nobody wrote and we filled in from their parts.
    """

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("report_id", "number"),
        CheckConstraint("0 <= all (votes)", name="revision_votes_not_negative"),
        CheckConstraint(
            "coalesce(valid, 0) >= 0 and coalesce(invalid, 0) >= 0 and coalesce(total, 0) >= 0",
            name="revision_sums_not_negative",
        ),
        Index("revision_with_findings", "id", postgresql_where=text("findings <> '[]'")),
    )

    id: int | None = key()
    report_id: int = Field(foreign_key="report.id", sa_type=BIG)
    number: int = Field(default=1, sa_type=SMALL)
    votes: list[int | None] = Field(sa_type=SMALLS)
    valid: int | None = None
    invalid: int | None = None
    total: int | None = None
    figures: dict[str, int] | None = Field(default=None, sa_type=JSON)
    detail: str = "totals"
    findings: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    implied: list[str] = Field(
        default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": text("'[]'")}
    )
    read_from: list[int] = Field(
        default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"}
    )
    """Photos whose reading these numbers were taken from: they prove nothing for it."""
    reason: str | None = None
    receipt: str = Field(unique=True)
    said_by: int = Field(foreign_key="person.id")
    inbox_id: int | None = Field(default=None, sa_type=BIG)
    created_at: datetime | None = now()


class StationResultRow(SQLModel, table=True):
    """What the recap takes for a station and contest: one revision, its state, what confirms it.

    `evidence` names two_witnesses, typed, reading, reviewer; `cells` the choices in dispute.
    """

    __tablename__ = "station_result"
    __table_args__ = (
        Index("station_result_rules", "rules"),
        Index("station_result_kelurahan", "kelurahan_id", "contest_id"),
        Index("station_result_contest", "contest_id", "state"),
    )

    station_id: int = Field(primary_key=True, foreign_key="station.id")
    contest_id: int = Field(primary_key=True, foreign_key="contest.id")
    kelurahan_id: int = Field(foreign_key="area.id")
    version: int = Field(default=1, sa_type=SMALL)
    revision_id: int = Field(sa_type=BIG)
    state: str
    evidence: list[str] = Field(default_factory=list, sa_type=JSON)
    cells: list[str] = Field(default_factory=list, sa_type=JSON)
    rules: int = Field(default=0, sa_type=SMALL, sa_column_kwargs={"server_default": "0"})
    """By which rules it was settled (models/stores/reports/results.py); 0: it waits."""
    updated_at: datetime | None = now()


class PhotoRow(SQLModel, table=True):
    """A photo as it came: its hash, where the file lies, what it is for, and its reading's state.

    `purpose`: form, board (papan TPS), incident, copy. `state`: stored (nothing to read), waiting
    (to be read), read (to be told), told, failed. `attempts` counts begun readings: a photo that
    kills its reader is not tried for ever.
    """

    __tablename__ = "photo"
    __table_args__ = (
        Index("photo_station", "station_id", "contest_id"),
        Index("photo_sha256", "sha256"),
        Index("photo_state", "state", "id"),
        Index("photo_waiting", "person_id", "turn", postgresql_where=text("state = 'waiting'")),
        *(
            Index(f"photo_band_{band}", text(f"((dhash >> {16 * band}) & 65535)"))
            for band in range(4)
        ),
    )

    id: int | None = key()
    sha256: bytes = Field(sa_type=BYTES)
    path: str
    mime: str
    size: int
    purpose: str = "form"
    person_id: int | None = Field(default=None, foreign_key="person.id")
    station_id: int | None = Field(default=None, foreign_key="station.id")
    contest_id: int | None = Field(default=None, foreign_key="contest.id")
    page: int | None = None
    album: str | None = None
    forwarded: bool = False
    dhash: int | None = Field(default=None, sa_type=BIG)
    """64 bits that find pictures alike by quarters; `likeness` (1024 bits, hex) then decides."""
    likeness: str | None = None
    state: str = "stored"
    reading: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    read_at: datetime | None = Field(default=None, sa_type=MOMENT)
    attempts: int = Field(default=0, sa_type=SMALL, sa_column_kwargs={"server_default": "0"})
    not_before: datetime | None = now()
    turn: float | None = Field(
        default=None, sa_column_kwargs={"server_default": text("extract(epoch from now())")}
    )
    """When its turn comes, in seconds since 1970, if every sender gets the same share."""
    inbox_id: int | None = Field(default=None, sa_type=BIG)
    received_at: datetime | None = now()
