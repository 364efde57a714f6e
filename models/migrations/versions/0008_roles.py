"""Roles: who may do what, in which area."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table, and its indexes by person and by place."""
    op.create_table(
        "role",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("election_id", sa.SmallInteger(), nullable=False),
        sa.Column("area_id", sa.Integer()),
        sa.Column("participant_id", sa.Integer()),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now()),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["election_id"], ["election.id"]),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"]),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("role_person", "role", ["person_id"])
    op.create_index(
        "role_place",
        "role",
        ["election_id", "area_id"],
        postgresql_where=sa.text("ended_at is null"),
    )


def downgrade() -> None:
    """Without roles."""
    op.drop_table("role")
