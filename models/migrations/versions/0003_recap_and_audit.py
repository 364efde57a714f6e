"""Hash each sealed audit entry, mark the sums that we filled in, count the recap's changes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two columns and one table with its only row."""
    op.add_column("audit_entry", sa.Column("hash", sa.LargeBinary))
    op.add_column(
        "revision", sa.Column("implied", JSONB, nullable=False, server_default=sa.text("'[]'"))
    )
    op.create_table(
        "recap_change",
        sa.Column("id", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger, nullable=False),
    )
    op.execute("insert into recap_change values (1, 0)")


def downgrade() -> None:
    """Forget them again."""
    op.drop_table("recap_change")
    op.drop_column("revision", "implied")
    op.drop_column("audit_entry", "hash")
