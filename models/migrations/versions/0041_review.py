"""Reviewers at a screen: a dispute is lent to one of them at a time, and may be passed by."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What is at stake, whose it is, and who passed it by."""
    op.add_column("dispute", sa.Column("stake", sa.Integer, nullable=False, server_default="0"))
    op.add_column("dispute", sa.Column("reviewer_id", sa.Integer, sa.ForeignKey("person.id")))
    op.add_column("dispute", sa.Column("reviewer_until", sa.DateTime(timezone=True)))
    op.create_table(
        "dispute_pass",
        sa.Column("dispute_id", sa.BigInteger, sa.ForeignKey("dispute.id"), primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("escalated", sa.Boolean, nullable=False),
        sa.Column("note", sa.String, nullable=False, server_default=""),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now()),
    )


def downgrade() -> None:
    """Disputes as the chat shows them, the oldest first."""
    op.drop_table("dispute_pass")
    op.drop_column("dispute", "reviewer_until")
    op.drop_column("dispute", "reviewer_id")
    op.drop_column("dispute", "stake")
