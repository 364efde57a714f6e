"""Let a station leave the election without losing what was said of it."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the flag; every station so far is active."""
    op.execute("ALTER TABLE station ADD COLUMN active BOOLEAN NOT NULL DEFAULT true")


def downgrade() -> None:
    """Forget the flag."""
    op.execute("ALTER TABLE station DROP COLUMN active")
