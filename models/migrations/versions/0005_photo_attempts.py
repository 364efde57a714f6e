"""Count a photo's begun readings, and when it may be tried again."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two columns; photos that are there may be read at once."""
    op.add_column(
        "photo", sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False)
    )
    op.add_column(
        "photo", sa.Column("not_before", sa.DateTime(timezone=True), server_default=sa.func.now())
    )


def downgrade() -> None:
    """Without them."""
    op.drop_column("photo", "not_before")
    op.drop_column("photo", "attempts")
