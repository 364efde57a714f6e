"""Notices: events that people hear of outside their own messages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table, and the ring in which they are told."""
    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("purpose", sa.String(), nullable=False, unique=True),
        sa.Column("whom", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("data", JSONB(), nullable=False),
        sa.Column("inbox_id", sa.BigInteger()),
        sa.Column("state", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), server_default=sa.func.now()),
        sa.Column("reason", sa.String()),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now()),
        sa.Column("told_at", sa.DateTime(timezone=True)),
    )
    op.create_index(
        "notice_waiting", "notice", ["whom", "id"], postgresql_where=sa.text("state = 0")
    )


def downgrade() -> None:
    """Without notices."""
    op.drop_table("notice")
