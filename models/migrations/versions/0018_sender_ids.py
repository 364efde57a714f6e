"""Keep the other ids of a sender, so that one person keeps one contact."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table."""
    names = ("channel", "account", "id", "sender")
    op.create_table(
        "sender_id",
        *(sa.Column(name, sa.String(), nullable=False) for name in names),
        sa.PrimaryKeyConstraint("channel", "account", "id"),
    )


def downgrade() -> None:
    """Without it."""
    op.drop_table("sender_id")
