"""Reported changes of the register, and what batches of them took away."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Two tables."""
    op.create_table(
        "voter_change",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("election_id", sa.SmallInteger, nullable=False),
        sa.Column("contact_id", sa.Integer, nullable=False),
        sa.Column("receipt", sa.String, nullable=False, unique=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("person", sa.Uuid),
        sa.Column("layer", sa.SmallInteger, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("photos", JSONB, nullable=False),
        sa.Column("kelurahan_id", sa.Integer),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("reason", sa.String),
        sa.Column("decided_at", _MOMENT),
        sa.Column("batch", sa.Integer),
    )
    op.create_index("voter_change_status", "voter_change", ["election_id", "status", "id"])
    op.create_table(
        "voter_removed",
        sa.Column("batch", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("election_id", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("person", sa.Uuid, primary_key=True),
        sa.Column("fact", sa.Uuid, nullable=False),
        sa.Column("station_id", sa.Integer, nullable=False),
        *(
            sa.Column(name, sa.SmallInteger, nullable=False)
            for name in ("import_id", "status", "people", "layer")
        ),
    )


def downgrade() -> None:
    """Without them."""
    op.drop_table("voter_removed")
    op.drop_table("voter_change")
