"""Messages that will not go are listed beside millions that went: an index of them alone."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None
STUCK = "state = 2 or delivery = 'failed'"


def upgrade() -> None:
    """What was given up or failed on the way, in the order in which it was written."""
    op.create_index("outbox_stuck", "outbox", ["id"], postgresql_where=sa.text(STUCK))


def downgrade() -> None:
    """No index for the list of deliveries."""
    op.drop_index("outbox_stuck", "outbox")
