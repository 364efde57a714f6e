"""Revisions in which a check found something: few of all, and listed without reading the rest."""

from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An index of those alone."""
    op.execute("create index revision_with_findings on revision (id) where findings <> '[]'")


def downgrade() -> None:
    """Without it."""
    op.execute("drop index revision_with_findings")
