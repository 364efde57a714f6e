"""Dress rehearsals with the real people: which one runs, in which database."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table."""
    op.create_table(
        "dress_rehearsal",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("database_name", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), server_default=sa.func.now()),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """No rehearsal runs."""
    op.drop_table("dress_rehearsal")
