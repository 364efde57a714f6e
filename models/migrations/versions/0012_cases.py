"""Disputes and decisions, corrections, re-votes, incidents, paper copies, typing tasks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_OLD_PLACE = "report_station_id_contest_id_version_person_id_key"
_NEW_PLACE = "report_station_id_contest_id_version_person_id_kind_key"


def upgrade() -> None:
    """A report says of which kind it is; seven tables."""
    op.add_column("report", sa.Column("kind", sa.String, server_default="witness", nullable=False))
    op.drop_constraint(_OLD_PLACE, "report")
    place = ["station_id", "contest_id", "version", "person_id", "kind"]
    op.create_unique_constraint(_NEW_PLACE, "report", place)
    _disputes()
    _corrections()
    _versions()
    _incidents()
    _copies()
    _typing()


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True)


def _points(name: str, table: str, *, needed: bool = True, big: bool = False) -> sa.Column[int]:
    kind = sa.BigInteger() if big else sa.Integer()
    return sa.Column(name, kind, sa.ForeignKey(f"{table}.id"), nullable=not needed)


def _place() -> tuple[sa.Column[int], ...]:
    version = sa.Column("version", sa.SmallInteger, nullable=False)
    return _points("station_id", "station"), _points("contest_id", "contest"), version


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=False)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, JSONB, nullable=False)


def _message() -> sa.Column[int]:
    return sa.Column("inbox_id", sa.BigInteger)


def _made(name: str = "created_at") -> sa.Column[object]:
    return sa.Column(name, _MOMENT, server_default=sa.func.now())


def _disputes() -> None:
    asked = sa.Column("asked", JSONB, server_default=sa.text("'{}'"), nullable=False)
    closed = sa.Column("closed_at", _MOMENT)
    op.create_table("dispute", _id(), *_place(), _json("cells"), asked, _made("opened_at"), closed)
    still = sa.text("closed_at is null")
    place = ["station_id", "contest_id"]
    op.create_index("dispute_place", "dispute", place, unique=True, postgresql_where=still)
    op.create_index("dispute_open", "dispute", ["opened_at"], postgresql_where=still)
    op.create_table(
        "decision",
        *(_id(), *_place(), _points("person_id", "person")),
        _points("revision_id", "revision", big=True),
        *(_json("cells"), _json("seen"), _text("reason"), _message(), _made()),
    )
    op.create_index("decision_place", "decision", place)


def _corrections() -> None:
    op.create_table(
        "correction",
        *(_id(), _points("person_id", "person")),
        _points("participant_id", "participant", needed=False),
        *(_points("station_id", "station"), _points("contest_id", "contest")),
        _points("base_revision", "revision", big=True),
        *(_json("numbers"), _text("state"), _points("decided_by", "person", needed=False)),
        *(sa.Column("decided_at", _MOMENT), _message(), _made()),
    )
    place = ["station_id", "contest_id", "person_id"]
    op.create_index("correction_place", "correction", place)


def _versions() -> None:
    op.create_table(
        "vote_version",
        *_place(),
        *(_text("kind"), _text("reason"), _points("person_id", "person")),
        *(_message(), _made("opened_at")),
        sa.PrimaryKeyConstraint("station_id", "contest_id", "version"),
    )


def _incidents() -> None:
    op.create_table(
        "incident",
        _id(),
        sa.Column("election_id", sa.SmallInteger, sa.ForeignKey("election.id"), nullable=False),
        sa.Column("receipt", sa.String, nullable=False, unique=True),
        *(_text("category"), _text("text"), _points("station_id", "station", needed=False)),
        *(_text("place"), _points("person_id", "person", needed=False)),
        _points("contact_id", "contact", needed=False, big=True),
        sa.Column("confidential", sa.Boolean, nullable=False),
        *(_json("photos"), _text("state"), _points("handler_id", "person", needed=False)),
        *(_text("note"), _message(), _made()),
        *(sa.Column("taken_at", _MOMENT), sa.Column("closed_at", _MOMENT)),
    )
    op.create_index("incident_station", "incident", ["station_id"])
    op.create_index(
        "incident_open", "incident", ["id"], postgresql_where=sa.text("state <> 'closed'")
    )


def _copies() -> None:
    op.create_table(
        "paper_copy",
        *(_id(), _points("person_id", "person"), _points("station_id", "station")),
        *(_text("status"), sa.Column("contests", sa.ARRAY(sa.Integer), nullable=False)),
        *(_text("signed_by"), _text("handed_to"), _message(), _made()),
    )
    op.create_index("paper_copy_person", "paper_copy", ["person_id"])
    op.create_index("paper_copy_station", "paper_copy", ["station_id"])


def _typing() -> None:
    op.create_table(
        "typing_task",
        *(_id(), *_place(), _points("person_id", "person")),
        sa.Column("until", _MOMENT, nullable=False),
        *(sa.Column("done_at", _MOMENT), _made()),
    )
    op.create_index("typing_task_place", "typing_task", ["station_id", "contest_id"])
    still = sa.text("done_at is null")
    op.create_index("typing_task_person", "typing_task", ["person_id"], postgresql_where=still)


def downgrade() -> None:
    """Without them. Reviewers' own figures are no report of a witness."""
    for table in ("typing_task", "paper_copy", "incident", "vote_version", "correction"):
        op.drop_table(table)
    op.drop_table("decision")
    op.drop_table("dispute")
    op.drop_constraint(_NEW_PLACE, "report")
    op.execute("update report set withdrawn_at = now() where kind <> 'witness'")
    place = ["station_id", "contest_id", "version", "person_id"]
    op.create_unique_constraint(_OLD_PLACE, "report", place)
    op.drop_column("report", "kind")
