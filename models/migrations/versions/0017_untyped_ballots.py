"""Ballots of which only photos came: the queue of the operators."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """The queue, one row for each ballot of a station."""
    op.create_table(
        "untyped_ballot",
        sa.Column("station_id", sa.Integer, sa.ForeignKey("station.id"), nullable=False),
        sa.Column("contest_id", sa.Integer, sa.ForeignKey("contest.id"), nullable=False),
        sa.Column("since", _MOMENT, server_default=sa.func.now()),
        sa.Column("last_at", _MOMENT, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("station_id", "contest_id"),
    )
    op.create_index("untyped_ballot_since", "untyped_ballot", ["since"])


def downgrade() -> None:
    """Without it."""
    op.drop_table("untyped_ballot")
