"""What waits to be sent is found by account: one that has much to send costs the others nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_WAITING = sa.text("state = 0")


def upgrade() -> None:
    """Account first, then as before: priority, moment, number."""
    op.create_index(
        "outbox_due",
        "outbox",
        ["channel", "account", "priority", "not_before", "id"],
        postgresql_where=_WAITING,
    )
    op.drop_index("outbox_waiting", "outbox")


def downgrade() -> None:
    """As it was."""
    op.create_index(
        "outbox_waiting", "outbox", ["priority", "not_before", "id"], postgresql_where=_WAITING
    )
    op.drop_index("outbox_due", "outbox")
