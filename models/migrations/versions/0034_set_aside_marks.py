"""What breaks its loop is set aside with its reason: marks of the recap, files to be deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A reason keeps a mark out of the folder's way; a removal that fails waits its turn."""
    op.add_column("recap_dirty", sa.Column("reason", sa.String))
    op.add_column(
        "file_removal", sa.Column("attempts", sa.SmallInteger, nullable=False, server_default="0")
    )
    op.add_column("file_removal", sa.Column("reason", sa.String))


def downgrade() -> None:
    """Without them."""
    op.drop_column("recap_dirty", "reason")
    op.drop_column("file_removal", "attempts")
    op.drop_column("file_removal", "reason")
