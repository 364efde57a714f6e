"""Which election is meant is chosen by somebody, never by the date; elections may be closed."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was the current one by its date goes on being the one that is meant."""
    op.add_column(
        "election", sa.Column("chosen", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "election", sa.Column("state", sa.String(), nullable=False, server_default="open")
    )
    op.execute(
        "update election set chosen = true where id = (select id from election"
        " order by abs(held_on - current_date), id desc limit 1)"
    )
    op.create_index(
        "election_chosen", "election", ["chosen"], unique=True, postgresql_where=sa.text("chosen")
    )


def downgrade() -> None:
    """By the date again."""
    op.drop_index("election_chosen", "election")
    op.drop_column("election", "state")
    op.drop_column("election", "chosen")
