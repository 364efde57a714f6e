"""Who waits longest is served first, over all channels: found by an index of what waits alone."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What waits, in the order in which it came."""
    op.create_index("inbox_oldest", "inbox", ["id"], postgresql_where=sa.text("state = 0"))


def downgrade() -> None:
    """By sender alone."""
    op.drop_index("inbox_oldest", "inbox")
