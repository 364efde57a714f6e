"""What people settle about reports: disputes, corrections, re-votes, incidents, copies, typing."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.tables.columns import BIG, INTEGERS, JSON, MOMENT, SMALL, key, now


class DisputeRow(SQLModel, table=True):
    """A result on which people differ (selisih), from the first difference until none is left.

    `cells` are the fields in dispute now; `asked` holds by person id which were asked about
    again ({"cells": [...], "round": n}). `stake`: votes on which the reports differ. At a screen a
    dispute is one reviewer's (`reviewer_id`) until `reviewer_until`.
    """

    __tablename__ = "dispute"
    __table_args__ = (
        Index(
            "dispute_place",
            "station_id",
            "contest_id",
            unique=True,
            postgresql_where=text("closed_at is null"),
        ),
        Index("dispute_open", "opened_at", postgresql_where=text("closed_at is null")),
    )

    id: int | None = key()
    station_id: int = Field(foreign_key="station.id")
    contest_id: int = Field(foreign_key="contest.id")
    version: int = Field(default=1, sa_type=SMALL)
    cells: list[str] = Field(default_factory=list, sa_type=JSON)
    asked: dict[str, object] = Field(
        default_factory=dict, sa_type=JSON, sa_column_kwargs={"server_default": text("'{}'")}
    )
    stake: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    reviewer_id: int | None = Field(default=None, foreign_key="person.id")
    reviewer_until: datetime | None = Field(default=None, sa_type=MOMENT)
    opened_at: datetime | None = now()
    closed_at: datetime | None = Field(default=None, sa_type=MOMENT)


class DisputePassRow(SQLModel, table=True):
    """A dispute that a reviewer passed by for now, or for good to somebody else (`escalated`)."""

    __tablename__ = "dispute_pass"

    dispute_id: int = Field(primary_key=True, foreign_key="dispute.id", sa_type=BIG)
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    escalated: bool
    note: str = Field(default="", sa_column_kwargs={"server_default": ""})
    at: datetime | None = now()


class DecisionRow(SQLModel, table=True):
    """A reviewer's word (keputusan verifikator) on cells in dispute, with the reason.

    `revision_id` holds the numbers: a witness's revision, or one of a report of kind "decision"
    where the reviewer's numbers are nobody's. `seen`: the revisions that were looked at.
    """

    __tablename__ = "decision"
    __table_args__ = (Index("decision_place", "station_id", "contest_id"),)

    id: int | None = key()
    station_id: int = Field(foreign_key="station.id")
    contest_id: int = Field(foreign_key="contest.id")
    version: int = Field(default=1, sa_type=SMALL)
    person_id: int = Field(foreign_key="person.id")
    revision_id: int = Field(foreign_key="revision.id", sa_type=BIG)
    cells: list[str] = Field(default_factory=list, sa_type=JSON)
    seen: list[int] = Field(default_factory=list, sa_type=JSON)
    reason: str
    inbox_id: int | None = Field(default=None, sa_type=BIG)
    created_at: datetime | None = now()


class CorrectionRow(SQLModel, table=True):
    """A correction after the closing time, which waits for a coordinator's word.

    `base_revision` is what it corrects; `numbers` the report as asked for. `state`: waiting,
    approved, rejected, replaced (by a later one of the same witness).
    """

    __tablename__ = "correction"
    __table_args__ = (Index("correction_place", "station_id", "contest_id", "person_id"),)

    id: int | None = key()
    person_id: int = Field(foreign_key="person.id")
    participant_id: int | None = Field(default=None, foreign_key="participant.id")
    station_id: int = Field(foreign_key="station.id")
    contest_id: int = Field(foreign_key="contest.id")
    base_revision: int = Field(foreign_key="revision.id", sa_type=BIG)
    numbers: dict[str, Any] = Field(sa_type=JSON)
    state: str = "waiting"
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    inbox_id: int | None = Field(default=None, sa_type=BIG)
    created_at: datetime | None = now()


class VoteVersionRow(SQLModel, table=True):
    """A re-vote or recount (PSU, PSL, penghitungan ulang) of a station's contest, from 2 on."""

    __tablename__ = "vote_version"

    station_id: int = Field(primary_key=True, foreign_key="station.id")
    contest_id: int = Field(primary_key=True, foreign_key="contest.id")
    version: int = Field(primary_key=True, sa_type=SMALL)
    kind: str
    reason: str
    person_id: int = Field(foreign_key="person.id")
    inbox_id: int | None = Field(default=None, sa_type=BIG)
    opened_at: datetime | None = now()


class VoteRequestRow(SQLModel, table=True):
    """A re-vote that one leader asks for and another one has to approve; or that it be undone.

    `state`: waiting, done, rejected. `undoes`: the request whose votes count no more, if this one
    is approved. `versions`: the vote of each contest that it opened.
    """

    __tablename__ = "vote_request"
    __table_args__ = (Index("vote_request_station", "station_id"),)

    id: int | None = key()
    receipt: str = Field(unique=True)
    station_id: int = Field(foreign_key="station.id")
    contests: list[int] = Field(sa_type=INTEGERS)
    kind: str
    reason: str
    author_id: int = Field(foreign_key="person.id")
    undoes: int | None = Field(default=None, foreign_key="vote_request.id", sa_type=BIG)
    state: str = "waiting"
    versions: dict[str, int] = Field(
        default_factory=dict, sa_type=JSON, sa_column_kwargs={"server_default": text("'{}'")}
    )
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    inbox_id: int | None = Field(default=None, sa_type=BIG)
    created_at: datetime | None = now()


class VoteUndoneRow(SQLModel, table=True):
    """A vote held anew that counts no more: what was there before it counts again."""

    __tablename__ = "vote_undone"

    station_id: int = Field(primary_key=True, foreign_key="station.id")
    contest_id: int = Field(primary_key=True, foreign_key="contest.id")
    version: int = Field(primary_key=True, sa_type=SMALL)
    request_id: int = Field(foreign_key="vote_request.id", sa_type=BIG)
    at: datetime | None = now()


class IncidentRow(SQLModel, table=True):
    """An incident or objection (kejadian khusus, keberatan) and what became of it.

    Told by a person, or by a contact whose person is not known. `confidential`: the name is for
    those alone who handle the case. `state`: open, taken, closed; `note` says how it ended.
    """

    __tablename__ = "incident"
    __table_args__ = (
        Index("incident_station", "station_id"),
        Index("incident_open", "id", postgresql_where=text("state <> 'closed'")),
    )

    id: int | None = key()
    election_id: int = Field(foreign_key="election.id", sa_type=SMALL)
    receipt: str = Field(unique=True)
    category: str
    text: str
    station_id: int | None = Field(default=None, foreign_key="station.id")
    place: str = ""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    contact_id: int | None = Field(default=None, foreign_key="contact.id", sa_type=BIG)
    confidential: bool = False
    photos: list[int] = Field(default_factory=list, sa_type=JSON)
    state: str = "open"
    handler_id: int | None = Field(default=None, foreign_key="person.id")
    note: str = ""
    inbox_id: int | None = Field(default=None, sa_type=BIG)
    created_at: datetime | None = now()
    taken_at: datetime | None = Field(default=None, sa_type=MOMENT)
    closed_at: datetime | None = Field(default=None, sa_type=MOMENT)


class PaperCopyRow(SQLModel, table=True):
    """The paper copy (C.HASIL SALINAN) of a station as a witness noted it; the last one counts.

    `status`: received, part, refused.
    """

    __tablename__ = "paper_copy"
    __table_args__ = (
        Index("paper_copy_person", "person_id"),
        Index("paper_copy_station", "station_id"),
    )

    id: int | None = key()
    person_id: int = Field(foreign_key="person.id")
    station_id: int = Field(foreign_key="station.id")
    status: str
    contests: list[int] = Field(default_factory=list, sa_type=INTEGERS)
    signed_by: str = ""
    handed_to: str = ""
    inbox_id: int | None = Field(default=None, sa_type=BIG)
    created_at: datetime | None = now()


class TypingTaskRow(SQLModel, table=True):
    """A ballot lent to an operator (penginput) to be typed from its photos, until `until`."""

    __tablename__ = "typing_task"
    __table_args__ = (
        Index("typing_task_place", "station_id", "contest_id"),
        Index("typing_task_person", "person_id", postgresql_where=text("done_at is null")),
    )

    id: int | None = key()
    station_id: int = Field(foreign_key="station.id")
    contest_id: int = Field(foreign_key="contest.id")
    version: int = Field(default=1, sa_type=SMALL)
    person_id: int = Field(foreign_key="person.id")
    until: datetime = Field(sa_type=MOMENT)
    done_at: datetime | None = Field(default=None, sa_type=MOMENT)
    created_at: datetime | None = now()


class UntypedBallotRow(SQLModel, table=True):
    """A ballot of which photos came and no witness's numbers: operators type it, two of them."""

    __tablename__ = "untyped_ballot"
    __table_args__ = (Index("untyped_ballot_since", "since"),)

    station_id: int = Field(primary_key=True, foreign_key="station.id")
    contest_id: int = Field(primary_key=True, foreign_key="contest.id")
    since: datetime | None = now()
    last_at: datetime | None = now()
