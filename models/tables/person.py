"""People, their mandates, and the chat identities through which they speak."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.tables.columns import BIG, BYTES, INTEGERS, JSON, MOMENT, SMALL, key, now


class PersonRow(SQLModel, table=True):
    """Somebody known to the organisation. The phone is sealed, and found by its keyed hash."""

    __tablename__ = "person"
    __table_args__ = (Index("person_made_up", "id", postgresql_where=text("made_up and counts")),)

    id: int | None = key()
    name: str
    phone_sealed: bytes | None = Field(default=None, sa_type=BYTES)
    phone_hash: bytes | None = Field(default=None, sa_type=BYTES, unique=True)
    language: str = "id"
    active: bool = True
    created_at: datetime | None = now()
    bound_at: datetime | None = Field(default=None, sa_type=MOMENT)
    """When a chat first spoke for this person; every later one is a change."""
    made_up: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    """Nobody: made for training phones or a rehearsal."""
    counts: bool = Field(default=True, sa_column_kwargs={"server_default": text("true")})
    """False of made-up people in production: nothing that they said counts."""


class ActivationRow(SQLModel, table=True):
    """An activation code handed out by the coordinator, kept as a keyed hash, with its tries."""

    __tablename__ = "activation"

    id: int | None = key()
    person_id: int = Field(foreign_key="person.id", index=True)
    code_hash: bytes = Field(sa_type=BYTES, unique=True)
    created_at: datetime | None = now()
    used_at: datetime | None = Field(default=None, sa_type=MOMENT)
    expires_at: datetime | None = Field(default=None, sa_type=MOMENT)


class ActivationFailureRow(SQLModel, table=True):
    """Wrong activation codes of everybody together in one hour: guessing is stopped for all."""

    __tablename__ = "activation_failure"

    hour: datetime = Field(primary_key=True, sa_type=MOMENT)
    count: int


class MandateRow(SQLModel, table=True):
    """A witness's mandate (surat mandat): one participant at one station, for named contests.

    `slot` 1 or 2: a participant has at most two active witnesses per station (PKPU 25/2023,
    domain.md). A reserve (cadangan) has no slot and no station but a kelurahan, `area_id`.
    `contests` None: every ballot of the station. One that ended stays, inactive.
    """

    __tablename__ = "mandate"
    __table_args__ = (
        Index(
            "mandate_slot",
            "station_id",
            "participant_id",
            "slot",
            unique=True,
            postgresql_where=text("active and slot is not null"),
        ),
        Index("mandate_person", "person_id"),
        CheckConstraint("slot in (1, 2)", name="mandate_slot_range"),
        CheckConstraint("(station_id is null) = (area_id is not null)", name="mandate_place"),
        CheckConstraint("slot is null or station_id is not null", name="mandate_slot_place"),
        Index(
            "mandate_reserve",
            "area_id",
            "person_id",
            "participant_id",
            unique=True,
            postgresql_where=text("active and area_id is not null"),
        ),
    )

    id: int | None = key()
    person_id: int = Field(foreign_key="person.id")
    participant_id: int = Field(foreign_key="participant.id")
    station_id: int | None = Field(default=None, foreign_key="station.id")
    area_id: int | None = Field(default=None, foreign_key="area.id")
    slot: int | None = Field(default=None, sa_type=SMALL)
    contests: list[int] | None = Field(default=None, sa_type=INTEGERS)
    active: bool = True
    created_at: datetime | None = now()
    ended_at: datetime | None = Field(default=None, sa_type=MOMENT)
    given_by: int | None = Field(default=None, foreign_key="person.id")
    """Who gave it by chat; None: a list, or somebody at the installation's own keyboard."""
    late: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    """Given after the polls opened."""
    waits: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    """Late, without a second leader's word (yet, or any more): its reports count for nothing."""


class MandateRequestRow(SQLModel, table=True):
    """A late mandate that another leader has to approve; or, with `undoes`, that it shall end.

    `replaces`: the mandate whose place it took. `state`: waiting, done, rejected.
    """

    __tablename__ = "mandate_request"
    __table_args__ = (Index("mandate_request_mandate", "mandate_id"),)

    id: int | None = key()
    receipt: str = Field(unique=True)
    mandate_id: int = Field(foreign_key="mandate.id", sa_type=BIG)
    replaces: int | None = Field(default=None, foreign_key="mandate.id", sa_type=BIG)
    author_id: int = Field(foreign_key="person.id", sa_type=BIG)
    undoes: int | None = Field(default=None, foreign_key="mandate_request.id", sa_type=BIG)
    state: str = "waiting"
    decided_by: int | None = Field(default=None, foreign_key="person.id", sa_type=BIG)
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    inbox_id: int | None = Field(default=None, sa_type=BIG)
    created_at: datetime | None = now()


class RoleRow(SQLModel, table=True):
    """What a person may do, in an area and everything below it; `area_id` None: everywhere.

    `role` is one of models.values.Role. `participant_id` ties a candidate to a party or pair: who
    is tied decides no cell of it. A role that ended stays on record.
    """

    __tablename__ = "role"
    __table_args__ = (
        Index("role_person", "person_id"),
        Index("role_place", "election_id", "area_id", postgresql_where=text("ended_at is null")),
    )

    id: int | None = key()
    person_id: int = Field(foreign_key="person.id")
    role: str
    election_id: int = Field(foreign_key="election.id", sa_type=SMALL)
    area_id: int | None = Field(default=None, foreign_key="area.id")
    participant_id: int | None = Field(default=None, foreign_key="participant.id")
    contest_id: int | None = Field(default=None, foreign_key="contest.id")
    number: int | None = Field(default=None, sa_type=SMALL)
    """The candidate's place on the list of that contest; None for pairs and DPD."""
    level: str | None = None
    """The organisation's level in its own words (election.toml, installation.levels)."""
    created_at: datetime | None = now()
    ended_at: datetime | None = Field(default=None, sa_type=MOMENT)


class ApiTokenRow(SQLModel, table=True):
    """A person's token for the API, kept as a keyed hash and shown once; its rights are theirs."""

    __tablename__ = "api_token"
    __table_args__ = (Index("api_token_person", "person_id"),)

    id: int | None = key()
    person_id: int = Field(foreign_key="person.id")
    token_hash: bytes = Field(sa_type=BYTES, unique=True)
    label: str = ""
    created_at: datetime | None = now()
    expires_at: datetime | None = Field(default=None, sa_type=MOMENT)
    revoked_at: datetime | None = Field(default=None, sa_type=MOMENT)


class ContactRow(SQLModel, table=True):
    """A chat identity: one sender on one channel and account, with the state of the talk.

    `state` is the conversation as JSON; `person_id` is set when the phone is proven. A worker
    claims this row (FOR UPDATE SKIP LOCKED) to handle the sender's messages in order.
    """

    __tablename__ = "contact"
    __table_args__ = (
        UniqueConstraint("channel", "account", "sender"),
        Index("contact_person", "person_id"),
    )

    id: int | None = key()
    channel: str
    account: str
    sender: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    name: str = ""
    language: str = "id"
    state: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    activation_tries: int = Field(default=0, sa_type=SMALL)
    activation_tried_at: datetime | None = Field(default=None, sa_type=MOMENT)
    last_order: int = Field(default=0, sa_type=BIG)
    last_inbound_at: datetime | None = Field(default=None, sa_type=MOMENT)
    stopped: bool = False
    """STOP: no more broadcasts; duty messages go on."""
    created_at: datetime | None = now()
    changed_at: datetime | None = Field(default=None, sa_type=MOMENT)
    """When it began to speak for somebody who spoke elsewhere before, or its account changed."""
    by_code: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    """It speaks for its person by an activation code and nothing else: enough for a witness."""


class HeldActRow(SQLModel, table=True):
    """An act of weight that waits for a one-time code, because the chat is new for its person.

    `act` and `data`: the effect's class and fields; `state`: waiting, done, void. The code is kept
    as a keyed hash, and told where the chat cannot read it.
    """

    __tablename__ = "held_act"
    __table_args__ = (Index("held_act_contact", "contact_id", "asked_at"),)

    id: int | None = key()
    contact_id: int = Field(foreign_key="contact.id", sa_type=BIG)
    person_id: int = Field(foreign_key="person.id", sa_type=BIG)
    act: str
    data: dict[str, object] = Field(sa_type=JSON)
    code_hash: bytes = Field(sa_type=BYTES)
    tries: int = Field(default=0, sa_type=SMALL, sa_column_kwargs={"server_default": text("'0'")})
    state: str = "waiting"
    inbox_id: int | None = Field(default=None, sa_type=BIG)
    asked_at: datetime | None = now()
    done_at: datetime | None = Field(default=None, sa_type=MOMENT)


class PhoneSessionRow(SQLModel, table=True):
    """A browser that is a person's phone, found by the keyed hash of its cookie, until it ends."""

    __tablename__ = "phone_session"
    __table_args__ = (Index("phone_session_link", "link_id"),)

    id: int | None = key()
    link_id: int = Field(foreign_key="phone_link.id", ondelete="CASCADE", sa_type=BIG)
    token_hash: bytes = Field(sa_type=BYTES, unique=True)
    browser: str
    """What it calls itself, shortened: Chrome, Android."""
    created_at: datetime | None = now()
    seen_at: datetime | None = now()
    expires_at: datetime = Field(sa_type=MOMENT)


class PhoneLinkRow(SQLModel, table=True):
    """A personal link to the browser phone: its token and code as keyed hashes, and whose it is.

    It opens one browser, once (`opened_at`).

    Wrong codes are counted in `tries`; each one beyond a few makes the next wait longer.
    """

    __tablename__ = "phone_link"

    id: int | None = key()
    token_hash: bytes = Field(sa_type=BYTES, unique=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    code_hash: bytes = Field(default=b"", sa_type=BYTES)
    tries: int = Field(default=0, sa_type=SMALL)
    tried_at: datetime | None = Field(default=None, sa_type=MOMENT)
    contact_sender: str
    training: bool = False
    opened_at: datetime | None = Field(default=None, sa_type=MOMENT)
    created_at: datetime | None = now()
