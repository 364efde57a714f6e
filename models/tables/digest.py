"""Digests: rounds that were sent, what each area's said, and how often a person wants them."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.tables.columns import BIG, JSON, MOMENT, SMALL, now


class DigestRoundRow(SQLModel, table=True):
    """A slot whose digests are written: it is written with them, so it happens once."""

    __tablename__ = "digest_round"

    election_id: int = Field(primary_key=True, foreign_key="election.id", sa_type=SMALL)
    slot: datetime = Field(primary_key=True, sa_type=MOMENT)
    season: str
    told: int = 0
    made_at: datetime | None = now()


class DigestAreaRow(SQLModel, table=True):
    """What a slot's digest says of an area, shared by all who get it; kept while it is compared."""

    __tablename__ = "digest_area"

    area_id: int = Field(primary_key=True, sa_type=BIG)
    slot: datetime = Field(primary_key=True, sa_type=MOMENT)
    figures: dict[str, object] = Field(sa_type=JSON)


class DigestPersonRow(SQLModel, table=True):
    """How often a person wants digests (sering, jarang, mati), and the last slot that was theirs.

    Who never said anything has a row from the first digest on.
    """

    __tablename__ = "digest_person"

    person_id: int = Field(
        primary_key=True, foreign_key="person.id", sa_column_kwargs={"autoincrement": False}
    )
    often: str = Field(default="sering", sa_column_kwargs={"server_default": "sering"})
    told_slot: datetime | None = Field(default=None, sa_type=MOMENT)


class DigestMarkRow(SQLModel, table=True):
    """What was told of an area's count as an event: so the next one is told once and is news.

    `milestone`: the highest share of stations told, in per cent; `leader`: the choice in the lead.
    """

    __tablename__ = "digest_mark"

    area_id: int = Field(primary_key=True, sa_type=BIG)
    milestone: int = Field(default=0, sa_type=SMALL, sa_column_kwargs={"server_default": "0"})
    leader: str = ""
    seen_at: datetime = Field(sa_type=MOMENT)


class DigestSeatsRow(SQLModel, table=True):
    """The seats of a district as they were told last, by party."""

    __tablename__ = "digest_seats"

    contest_id: int = Field(
        primary_key=True, foreign_key="contest.id", sa_column_kwargs={"autoincrement": False}
    )
    seats: dict[str, Any] = Field(sa_type=JSON)
    told_at: datetime = Field(sa_type=MOMENT)
