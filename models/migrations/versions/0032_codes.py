"""Activation codes end: after days, and with one budget of failures for the whole installation."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Codes of before end in three days, at once where the person speaks already."""
    op.create_table(
        "activation_failure",
        sa.Column("hour", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )
    op.execute(
        "update activation set expires_at = now() + interval '3 days'"
        " where used_at is null and expires_at is null"
    )
    op.execute(
        "delete from activation a where used_at is null"
        " and exists (select from contact c where c.person_id = a.person_id)"
    )


def downgrade() -> None:
    """Without the counter."""
    op.drop_table("activation_failure")
