"""The register of voters (DPT) as keyed hashes, who asked what, and what limits the asking."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, func
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.tables.columns import BIG, BYTES, JSON, MOMENT, SMALL, key, now


class VoterRow(SQLModel, table=True):
    """A registered voter, by keyed hashes alone: no name, no number, no date of birth.

    `person` finds the NIK (in a masked register: the visible digits with the name), `fact` the NIK
    with the second fact. `people` above 1: several persons share the hash, so nobody is answered.
    `layer`: how often the hashes are wrapped. `status`: a models.rules.voter_limits.Status. No
    foreign key to the station: its check would take half of an import's time.
    """

    __tablename__ = "voter"
    __table_args__ = (Index("voter_fact", "fact"),)

    election_id: int = Field(primary_key=True, sa_type=SMALL)
    person: UUID = Field(primary_key=True)
    fact: UUID
    station_id: int
    import_id: int = Field(sa_type=SMALL)
    status: int = Field(sa_type=SMALL)
    people: int = Field(sa_type=SMALL)
    layer: int = Field(sa_type=SMALL)


class VoterRegisterRow(SQLModel, table=True):
    """What kind of register an election has: which NIKs (full or masked), which second fact.

    `check`: a hash by which other keys than those of the import are noticed.
    """

    __tablename__ = "voter_register"

    election_id: int = Field(primary_key=True, foreign_key="election.id", sa_type=SMALL)
    masked: bool
    fact: str
    check: bytes = Field(sa_type=BYTES)
    legal_basis: str = ""
    loaded_at: datetime | None = now()


class VoterImportRow(SQLModel, table=True):
    """One file of a register and how far its import has come: a killed one goes on from there."""

    __tablename__ = "voter_import"
    __table_args__ = (UniqueConstraint("election_id", "sha256"),)

    id: int | None = key(SMALL)
    election_id: int = Field(foreign_key="election.id", sa_type=SMALL)
    sha256: bytes = Field(sa_type=BYTES)
    rows: int = 0
    rejected: dict[str, object] = Field(sa_type=JSON)
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    done: bool = False
    started_at: datetime | None = now()
    done_at: datetime | None = Field(default=None, sa_type=MOMENT)


class VoterAskRow(SQLModel, table=True):
    """Who asked what: contact, moment, outcome, keyed hash of the NIK. Deleted by the job."""

    __tablename__ = "voter_ask"
    __table_args__ = (
        Index("voter_ask_contact", "contact_id", "at"),
        Index("voter_ask_at", "at"),
    )

    id: int | None = key(BIG)
    at: datetime = Field(sa_type=MOMENT)
    election_id: int = Field(sa_type=SMALL)
    contact_id: int
    person: UUID
    outcome: str
    layer: int = Field(sa_type=SMALL)


class VoterCountRow(SQLModel, table=True):
    """How much was asked today: by one sender, about one NIK, by one about one, on one channel.

    Apart from who asked what, so that deleting that gives nobody new tries; kept for two days.
    `free_at`: before that a sender who is refused has an answer waiting already.
    """

    __tablename__ = "voter_count"

    scope: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    asked: int = 0
    missed: int = 0
    found: int = 0
    free_at: datetime | None = Field(default=None, sa_type=MOMENT)


class VoterAlertRow(SQLModel, table=True):
    """Somebody harvests, or seems to: once a day and scope, for the coordinators."""

    __tablename__ = "voter_alert"
    __table_args__ = (UniqueConstraint("scope", "day"),)

    id: int | None = key()
    at: datetime | None = Field(
        default=None, sa_type=MOMENT, sa_column_kwargs={"server_default": func.now()}
    )
    scope: str
    day: date
    contact_id: int | None = None
    numbers: dict[str, Any] = Field(sa_type=JSON)
    seen_at: datetime | None = Field(default=None, sa_type=MOMENT)


class OpenQuestionRow(SQLModel, table=True):
    """A question without an answer yet, for the coordinator; no identity number is in it."""

    __tablename__ = "open_question"

    id: int | None = key()
    at: datetime = Field(sa_type=MOMENT)
    election_id: int = Field(sa_type=SMALL)
    contact_id: int
    text: str
    seen_at: datetime | None = Field(default=None, sa_type=MOMENT)


class VoterChangeRow(SQLModel, table=True):
    """A reported change of the register: kind, keyed hash where a NIK was given, words, photos.

    `kelurahan_id` where the words or the register name it. `status`: models.rules.voter_change.
    """

    __tablename__ = "voter_change"
    __table_args__ = (
        Index("voter_change_status", "election_id", "status", "id"),
        Index("voter_change_station", "station_id", postgresql_where=sql("station_id is not null")),
    )

    id: int | None = key()
    at: datetime = Field(sa_type=MOMENT)
    election_id: int = Field(sa_type=SMALL)
    contact_id: int
    receipt: str = Field(unique=True)
    kind: str
    person: UUID | None = None
    fact: UUID | None = None
    layer: int = Field(default=0, sa_type=SMALL)
    text: str
    photos: list[int] = Field(sa_type=JSON)
    kelurahan_id: int | None = None
    status: str
    reason: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    batch: int | None = None
    station_id: int | None = None
    number: int | None = Field(default=None, sa_type=SMALL)
    """Of an officer's report: the number on the station's list instead of a NIK. A station alone:
    where somebody new is to vote, by the coordinator's word."""


class VoterVisitRow(SQLModel, table=True):
    """What an officer found at a number of a station's list (coklit), once per message.

    `outcome`: a Change, or AGREES, OPEN of models.rules.voter_change. Nothing is overwritten: of
    several about one number the one that was sent last (`at`) holds.
    """

    __tablename__ = "voter_visit"
    __table_args__ = (
        UniqueConstraint("inbox_id", "station_id", "number"),
        Index("voter_visit_station", "station_id", "number"),
    )

    id: int | None = key(BIG)
    election_id: int = Field(sa_type=SMALL)
    station_id: int
    number: int = Field(sa_type=SMALL)
    outcome: str
    note: str = ""
    person_id: int
    at: datetime = Field(sa_type=MOMENT)
    inbox_id: int | None = Field(default=None, sa_type=BIG)


class VoterRemovedRow(SQLModel, table=True):
    """A voter whom a batch of changes took from the register: to be put back if it is undone."""

    __tablename__ = "voter_removed"

    batch: int = Field(primary_key=True)
    election_id: int = Field(primary_key=True, sa_type=SMALL)
    person: UUID = Field(primary_key=True)
    fact: UUID
    station_id: int
    import_id: int = Field(sa_type=SMALL)
    status: int = Field(sa_type=SMALL)
    people: int = Field(sa_type=SMALL)
    layer: int = Field(sa_type=SMALL)


class FileRemovalRow(SQLModel, table=True):
    """A file that nobody wanted (a photo of an identity card): to be deleted after the commit."""

    __tablename__ = "file_removal"

    path: str = Field(primary_key=True)
    asked_at: datetime | None = now()
    attempts: int = Field(default=0, sa_type=SMALL, sa_column_kwargs={"server_default": "0"})
    reason: str | None = None
