"""Find pictures alike by quarters of their coarse hash; decide by the fine one."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column, four indexes."""
    op.add_column("photo", sa.Column("likeness", sa.String(), nullable=True))
    for band in range(4):
        op.create_index(
            f"photo_band_{band}", "photo", [sa.text(f"((dhash >> {16 * band}) & 65535)")]
        )


def downgrade() -> None:
    """Without them."""
    for band in range(4):
        op.drop_index(f"photo_band_{band}", "photo")
    op.drop_column("photo", "likeness")
