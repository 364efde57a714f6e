"""Attendance: runs of phases, absences that climb, vouching, cases that wait for a person."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Four tables."""
    _runs()
    _absences()
    _vouches()
    _escalations()


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=False)


def _moment(name: str, *, needed: bool = True) -> sa.Column[object]:
    return sa.Column(name, _MOMENT, nullable=not needed)


def _election() -> sa.Column[int]:
    return sa.Column("election_id", sa.SmallInteger, sa.ForeignKey("election.id"), nullable=False)


def _person(name: str, *, needed: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, sa.ForeignKey("person.id"), nullable=not needed)


def _runs() -> None:
    op.create_table(
        "phase_run",
        *(_election(), _text("phase"), _text("run"), _moment("by")),
        sa.Column("told", sa.Integer),
        sa.Column("at", _MOMENT, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("election_id", "phase", "run", "by"),
    )


def _absences() -> None:
    op.create_table(
        "absence",
        *(_id(), _election(), _text("phase"), _moment("by")),
        sa.Column("step", sa.SmallInteger, nullable=False),
        *(_text("path"), sa.Column("receipt", sa.String, nullable=False, unique=True)),
        sa.Column("kelurahan", sa.ARRAY(sa.Integer), nullable=False),
        sa.Column("expected", sa.Integer, nullable=False),
        sa.Column("missing", sa.Integer, nullable=False),
        _text("state"),
        sa.Column("parent_id", sa.BigInteger, sa.ForeignKey("absence.id")),
        *(_person("handler_id", needed=False), _text("note"), _moment("told_at")),
        *(_moment("taken_at", needed=False), _moment("closed_at", needed=False)),
        sa.UniqueConstraint("election_id", "phase", "by", "step", "path"),
    )
    still = sa.text("state = 'open'")
    op.create_index("absence_open", "absence", ["told_at"], postgresql_where=still)
    op.create_index("absence_parent", "absence", ["parent_id"])


def _vouches() -> None:
    station = sa.Column("station_id", sa.Integer, sa.ForeignKey("station.id"), nullable=False)
    op.create_table(
        "vouch",
        *(_id(), _person("person_id"), station, _person("by_id"), _moment("at")),
        sa.Column("inbox_id", sa.BigInteger),
    )
    op.create_index("vouch_station", "vouch", ["station_id"])


def _escalations() -> None:
    op.create_table(
        "escalation",
        *(_text("kind"), sa.Column("case_id", sa.BigInteger, nullable=False), _election()),
        *(_text("event"), sa.Column("data", JSONB, nullable=False), _text("path")),
        sa.Column("level", sa.SmallInteger, nullable=False),
        sa.Column("own_id", sa.Integer),
        *(_moment("since"), _moment("told_at")),
        sa.PrimaryKeyConstraint("kind", "case_id"),
    )
    op.create_index("escalation_told", "escalation", ["told_at"])


def downgrade() -> None:
    """Without them."""
    for table in ("escalation", "vouch", "absence", "phase_run"):
        op.drop_table(table)
