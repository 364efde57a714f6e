"""Whose photo is read next: by turns of the senders, those of tallies before others."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    """One column and an index of what waits; what waits already comes by its age."""
    op.add_column(
        "photo",
        sa.Column("turn", sa.Float, server_default=sa.text("extract(epoch from now())")),
    )
    op.create_index("photo_waiting", "photo", ["person_id", "turn"], postgresql_where=_WAITING)


def downgrade() -> None:
    """Without them."""
    op.drop_index("photo_waiting", "photo")
    op.drop_column("photo", "turn")
