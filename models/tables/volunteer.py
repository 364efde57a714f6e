"""How volunteers become witnesses: who applied, what was trained, letters handed out, swaps."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.tables.columns import BIG, BYTES, JSON, MOMENT, SMALL, key, now


class RecruitRow(SQLModel, table=True):
    """Somebody who offered to be a witness (calon saksi, relawan), before and after the answer.

    The phone is sealed, and found by its keyed hash, as a person's. `state`: draft (still being
    asked), waiting, accepted, declined. `area_id`: the kelurahan. `person_id`: who it became.
    `former_id`: the person who was known by this phone until now.
    """

    __tablename__ = "recruit"
    __table_args__ = (
        Index(
            "recruit_phone",
            "election_id",
            "phone_hash",
            unique=True,
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("recruit_area", "area_id", postgresql_where=text("state = 'waiting'")),
        Index("recruit_contact", "contact_id"),
        Index("recruit_person", "person_id"),
    )

    id: int | None = key()
    election_id: int = Field(foreign_key="election.id", sa_type=SMALL)
    receipt: str = Field(unique=True)
    contact_id: int | None = Field(default=None, foreign_key="contact.id", sa_type=BIG)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    former_id: int | None = Field(default=None, foreign_key="person.id")
    name: str = ""
    phone_sealed: bytes | None = Field(default=None, sa_type=BYTES)
    phone_hash: bytes | None = Field(default=None, sa_type=BYTES)
    area_id: int | None = Field(default=None, foreign_key="area.id")
    experience: str = ""
    state: str = "draft"
    reason: str = ""
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    inbox_id: int | None = Field(default=None, sa_type=BIG)
    created_at: datetime | None = now()
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)


class TrainingRow(SQLModel, table=True):
    """A quiz or a practice report (latihan) that somebody finished; it counts in no recap.

    `kind`: quiz, practice. `detail`: codes of the questions, or names of the fields, that were
    wrong.
    """

    __tablename__ = "training"
    __table_args__ = (Index("training_person", "person_id", "election_id", "kind"),)

    id: int | None = key()
    election_id: int = Field(foreign_key="election.id", sa_type=SMALL)
    person_id: int = Field(foreign_key="person.id")
    kind: str
    score: int = Field(sa_type=SMALL)
    out_of: int = Field(sa_type=SMALL)
    passed: bool
    detail: list[object] = Field(default_factory=list, sa_type=JSON)
    inbox_id: int | None = Field(default=None, sa_type=BIG)
    created_at: datetime | None = now()


class MandateLetterRow(SQLModel, table=True):
    """The letter (surat mandat, or a watchdog's accreditation) of one mandate; numbered 1, 2, 3.

    Without gaps within an election: a letter that is void keeps its number. `path` and `sha256`
    are of the PDF once it is made.
    """

    __tablename__ = "mandate_letter"
    __table_args__ = (UniqueConstraint("election_id", "number"),)

    mandate_id: int = Field(primary_key=True, foreign_key="mandate.id")
    election_id: int = Field(foreign_key="election.id", sa_type=SMALL)
    number: int
    issued_at: datetime | None = now()
    issued_by: int | None = Field(default=None, foreign_key="person.id")
    path: str | None = None
    sha256: str | None = None
    void_at: datetime | None = Field(default=None, sa_type=MOMENT)


class SwapRow(SQLModel, table=True):
    """A witness is to be replaced (tukar): asked by the witness or a coordinator, then decided.

    `state`: waiting, approved, declined. `person_id`: who comes.
    """

    __tablename__ = "swap"
    __table_args__ = (
        Index(
            "swap_mandate", "mandate_id", unique=True, postgresql_where=text("state = 'waiting'")
        ),
    )

    id: int | None = key()
    election_id: int = Field(foreign_key="election.id", sa_type=SMALL)
    receipt: str = Field(unique=True)
    mandate_id: int = Field(foreign_key="mandate.id")
    asked_by: int = Field(foreign_key="person.id")
    reason: str = ""
    state: str = "waiting"
    person_id: int | None = Field(default=None, foreign_key="person.id")
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    inbox_id: int | None = Field(default=None, sa_type=BIG)
    created_at: datetime | None = now()
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
