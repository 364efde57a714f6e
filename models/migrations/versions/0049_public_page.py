"""The public page: who asked for it, who opened it with them, who closed it."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """One table."""
    op.create_table(
        "public_page",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("election_id", sa.SmallInteger(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", _MOMENT, server_default=sa.func.now()),
        sa.Column("opened_by", sa.Integer()),
        sa.Column("opened_at", _MOMENT),
        sa.Column("closed_by", sa.Integer()),
        sa.Column("closed_at", _MOMENT),
        sa.ForeignKeyConstraint(["election_id"], ["election.id"]),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """Without it."""
    op.drop_table("public_page")
