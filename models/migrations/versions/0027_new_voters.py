"""The second fact of somebody new, so that an accepted report may add a voter."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column."""
    op.add_column("voter_change", sa.Column("fact", sa.Uuid))


def downgrade() -> None:
    """Without it."""
    op.drop_column("voter_change", "fact")
