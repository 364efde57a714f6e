"""Tokens of persons for the API; which list a candidate stands on; the organisation's levels."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """One table, three columns."""
    op.create_table(
        "api_token",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("created_at", _MOMENT, server_default=sa.func.now()),
        sa.Column("expires_at", _MOMENT),
        sa.Column("revoked_at", _MOMENT),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("api_token_person", "api_token", ["person_id"])
    op.add_column("role", sa.Column("contest_id", sa.Integer()))
    op.add_column("role", sa.Column("number", sa.SmallInteger()))
    op.add_column("role", sa.Column("level", sa.String()))
    op.create_foreign_key(None, "role", "contest", ["contest_id"], ["id"])


def downgrade() -> None:
    """Without them."""
    for column in ("level", "number", "contest_id"):
        op.drop_column("role", column)
    op.drop_table("api_token")
