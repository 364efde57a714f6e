"""Who is made up for training is known as such, and never counts where real results are."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """People of before count as they did; the made-up phones are marked when they come again."""
    op.add_column(
        "person", sa.Column("made_up", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.add_column(
        "person", sa.Column("counts", sa.Boolean, nullable=False, server_default=sa.true())
    )
    op.create_index(
        "person_made_up", "person", ["id"], postgresql_where=sa.text("made_up and counts")
    )


def downgrade() -> None:
    """Without them: everybody's reports count."""
    op.drop_index("person_made_up", "person")
    op.drop_column("person", "counts")
    op.drop_column("person", "made_up")
