"""Queue photos for the reader; note which readings a revision's numbers were taken from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Photos that are there may be read at once."""
    op.add_column(
        "photo", sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False)
    )
    op.add_column(
        "photo", sa.Column("not_before", sa.DateTime(timezone=True), server_default=sa.func.now())
    )
    op.add_column(
        "revision",
        sa.Column("read_from", postgresql.JSONB(), server_default="[]", nullable=False),
    )


def downgrade() -> None:
    """Without them."""
    op.drop_column("revision", "read_from")
    op.drop_column("photo", "not_before")
    op.drop_column("photo", "attempts")
