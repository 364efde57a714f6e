"""When a rehearsal was wiped: one whose wiping broke off is wiped by the next stop."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column; what ended before was wiped."""
    moment = sa.DateTime(timezone=True)
    op.add_column("dress_rehearsal", sa.Column("wiped_at", moment, nullable=True))
    op.execute("update dress_rehearsal set wiped_at = ended_at")


def downgrade() -> None:
    """Without it."""
    op.drop_column("dress_rehearsal", "wiped_at")
