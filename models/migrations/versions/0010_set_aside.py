"""Find what was set aside by its age, to forget the numbers that are sealed in it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two small indexes."""
    where = sa.text("reason is not null")
    op.create_index("event_set_aside", "event", ["received_at"], postgresql_where=where)
    where = sa.text("state = 2")
    op.create_index("inbox_set_aside", "inbox", ["received_at"], postgresql_where=where)


def downgrade() -> None:
    """Without them."""
    op.drop_index("inbox_set_aside", "inbox")
    op.drop_index("event_set_aside", "event")
