"""Let a legal hold stand above deletions."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """One table."""
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("election_id", sa.SmallInteger, sa.ForeignKey("election.id"), nullable=False),
        sa.Column("area_id", sa.Integer, sa.ForeignKey("area.id")),
        sa.Column("station_id", sa.Integer, sa.ForeignKey("station.id")),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("put_by", sa.String, nullable=False),
        sa.Column("put_at", _MOMENT, server_default=sa.func.now()),
        sa.Column("lifted_by", sa.String),
        sa.Column("lifted_reason", sa.String),
        sa.Column("lifted_at", _MOMENT),
    )
    op.create_index(
        "legal_hold_open",
        "legal_hold",
        ["election_id"],
        postgresql_where=sa.text("lifted_at is null"),
    )


def downgrade() -> None:
    """Without it."""
    op.drop_table("legal_hold")
