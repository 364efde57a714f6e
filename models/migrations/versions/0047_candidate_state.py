"""Candidates who died, were disqualified or withdrew after the ballots were printed."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """One table; what ended stays on record."""
    op.create_table(
        "candidate_state",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("put_at", _MOMENT, server_default=sa.func.now()),
        sa.Column("ended_at", _MOMENT),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "candidate_state_one",
        "candidate_state",
        ["contest_id", "code"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )


def downgrade() -> None:
    """Everybody on the ballot may be seated."""
    op.drop_table("candidate_state")
