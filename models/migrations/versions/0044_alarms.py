"""Alarms, starts of processes, and when something last came over each line."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_NOW = sa.func.now()


def upgrade() -> None:
    """Three tables."""
    op.create_table(
        "alarm",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("number", sa.Integer()),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("since", _MOMENT, server_default=_NOW),
        sa.Column("told_at", _MOMENT),
        sa.Column("well_at", _MOMENT),
        sa.Column("over_at", _MOMENT),
        sa.PrimaryKeyConstraint("id"),
    )
    waiting = sa.text("over_at is null")
    op.create_index("alarm_open", "alarm", ["code", "what"], unique=True, postgresql_where=waiting)
    op.create_table(
        "process_start",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("at", _MOMENT, server_default=_NOW),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("process_start_at", "process_start", ["at"])
    op.create_table(
        "line_heard",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("channel", "account"),
    )


def downgrade() -> None:
    """Nobody is called."""
    for table in ("line_heard", "process_start", "alarm"):
        op.drop_table(table)
