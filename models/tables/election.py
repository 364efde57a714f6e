"""Elections as loaded from packs: areas, contests, stations, participants."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, false, text, true
from sqlmodel import Field, SQLModel

from models.tables.columns import BYTES, INTEGERS, JSON, SMALL, key, now


class ElectionRow(SQLModel, table=True):
    """An election (pemilu, pilkada) as its pack describes it; `config` is election.toml as read.

    `chosen`: the one that is meant where none is named. `state`: open, closed, archived.
    """

    __tablename__ = "election"
    __table_args__ = (
        Index("election_chosen", "chosen", unique=True, postgresql_where=text("chosen")),
    )

    id: int | None = key(SMALL)
    code: str = Field(unique=True)
    name: str
    held_on: date
    config: dict[str, Any] = Field(sa_type=JSON)
    fingerprint: str = ""
    """Hash of the pack's files: the same again needs no work."""
    loaded_at: datetime | None = now()
    chosen: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    state: str = Field(default="open", sa_column_kwargs={"server_default": "open"})


class AreaRow(SQLModel, table=True):
    """An area (wilayah) of an election; `path` holds its ancestors' codes and its own, dotted.

    `level`: 0 nation, 1 provinsi, 2 kabkota, 3 kecamatan, 4 kelurahan. `contests`: on a kelurahan,
    the contests its stations vote in. `noken`: votes by consensus, absence of data is normal.
    """

    __tablename__ = "area"
    __table_args__ = (
        UniqueConstraint("election_id", "code"),
        Index("area_path", "election_id", "path", postgresql_ops={"path": "text_pattern_ops"}),
        Index(
            "area_level",
            "election_id",
            "level",
            "path",
            postgresql_ops={"path": "text_pattern_ops"},
        ),
        Index("area_parent", "parent_id"),
    )

    id: int | None = key()
    election_id: int = Field(foreign_key="election.id", sa_type=SMALL)
    parent_id: int | None = Field(default=None, foreign_key="area.id")
    code: str
    path: str
    level: int = Field(sa_type=SMALL)
    name: str
    local_word: str = ""
    timezone: str = ""
    lat: float | None = None
    lon: float | None = None
    noken: bool = False
    contests: list[int] | None = Field(default=None, sa_type=INTEGERS)


class ContestRow(SQLModel, table=True):
    """One ballot in one district (dapil): `choices` is a list of {code, name, short, sex}.

    Places in `choices` are places in every votes array: append-only for a loaded election.
    """

    __tablename__ = "contest"
    __table_args__ = (UniqueConstraint("election_id", "ballot", "code"),)

    id: int | None = key()
    election_id: int = Field(foreign_key="election.id", sa_type=SMALL)
    ballot: str
    code: str
    name: str
    seats: int = 0
    choices: list[dict[str, str]] = Field(sa_type=JSON)


class ContestAreaRow(SQLModel, table=True):
    """How many stations and registered voters of an area vote in a contest: what is expected.

    Derived from the stations at each load, in one statement: foreign keys would only double the
    time of a nation's 465,742 rows.
    """

    __tablename__ = "contest_area"
    __table_args__ = (Index("contest_area_contest", "contest_id", "area_id"),)

    area_id: int = Field(primary_key=True)
    contest_id: int = Field(primary_key=True)
    stations: int
    voters: int = 0


class AreaShapeRow(SQLModel, table=True):
    """The areas of a level inside the area with this code, as gzipped TopoJSON, for maps."""

    __tablename__ = "area_shape"

    election_id: int = Field(primary_key=True, foreign_key="election.id", sa_type=SMALL)
    level: int = Field(primary_key=True, sa_type=SMALL)
    code: str = Field(primary_key=True)
    topology: bytes = Field(sa_type=BYTES)


class ParticipantRow(SQLModel, table=True):
    """Who takes part and mandates witnesses (peserta): a party, a pair, a candidate.

    `code` is the number on the ballot, unique per `kind` ("party", "pair", "dpd", "watchdog").
    """

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("election_id", "kind", "code"),)

    id: int | None = key()
    election_id: int = Field(foreign_key="election.id", sa_type=SMALL)
    kind: str
    code: str
    name: str
    short: str = ""
    local_to: str = ""
    """Code of the only provinsi in which a local party stands; empty for national ones."""


class StationRow(SQLModel, table=True):
    """A polling station (TPS). `contests` only where they differ from the kelurahan's.

    `active` False: the pack no longer has it, but mandates or reports hang on it, so it stays;
    nothing is expected from it.
    """

    __tablename__ = "station"
    __table_args__ = (
        UniqueConstraint("election_id", "code"),
        Index("station_kelurahan", "kelurahan_id"),
    )

    id: int | None = key()
    election_id: int = Field(sa_type=SMALL)
    """The kelurahan's, repeated for the look-up by code; the foreign key is the kelurahan's."""
    kelurahan_id: int = Field(foreign_key="area.id")
    code: str
    number: int
    voters: int | None = None
    special: bool = False
    place: str | None = None
    lat: float | None = None
    lon: float | None = None
    contests: list[int] | None = Field(default=None, sa_type=INTEGERS)
    active: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
