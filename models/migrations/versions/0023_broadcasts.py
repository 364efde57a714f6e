"""Broadcasts, their recipients, and phones that want none any more."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Three tables."""
    _broadcast()
    _recipient()
    op.create_table(
        "opt_out",
        sa.Column("phone_hash", sa.LargeBinary, primary_key=True),
        sa.Column("at", _MOMENT, server_default=sa.func.now()),
    )


def _broadcast() -> None:
    op.create_table(
        "broadcast",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("receipt", sa.String, nullable=False, unique=True),
        sa.Column("election_id", sa.SmallInteger, sa.ForeignKey("election.id"), nullable=False),
        sa.Column("author_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("campaign", sa.Boolean, nullable=False),
        sa.Column("roles", sa.ARRAY(sa.String), nullable=False),
        sa.Column("paths", sa.ARRAY(sa.String), nullable=False),
        sa.Column("phones", sa.ARRAY(sa.LargeBinary)),
        sa.Column("listed", sa.Integer),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("recipients", sa.Integer, nullable=False, server_default="0"),
        sa.Column("left_out", sa.dialects.postgresql.JSONB, nullable=False),
        sa.Column("seconds", sa.Integer, nullable=False, server_default="0"),
        sa.Column("seen_by", sa.ARRAY(sa.Integer), nullable=False, server_default="{}"),
        sa.Column("approver_id", sa.Integer, sa.ForeignKey("person.id")),
        sa.Column("inbox_id", sa.BigInteger),
        sa.Column("created_at", _MOMENT, server_default=sa.func.now()),
        sa.Column("approved_at", _MOMENT),
        sa.Column("ended_at", _MOMENT),
    )
    op.create_index(
        "broadcast_open",
        "broadcast",
        ["id"],
        postgresql_where=sa.text("state in ('draft', 'running')"),
    )


def _recipient() -> None:
    op.create_table(
        "broadcast_recipient",
        sa.Column("broadcast_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("contact_id", sa.Integer),
        sa.Column("lane", sa.String, nullable=False),
        sa.Column("state", sa.SmallInteger, nullable=False),
        sa.Column("reason", sa.String),
        sa.Column("outbox_id", sa.BigInteger),
    )
    op.create_index(
        "broadcast_recipient_waits",
        "broadcast_recipient",
        ["broadcast_id", "lane", "person_id"],
        postgresql_where=sa.text("state = 0"),
    )


def downgrade() -> None:
    """Without them."""
    for table in ("opt_out", "broadcast_recipient", "broadcast"):
        op.drop_table(table)
