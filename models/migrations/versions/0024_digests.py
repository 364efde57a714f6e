"""Digests: rounds, what each area's said, what people want, what was told as an event."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Five tables."""
    op.create_table(
        "digest_round",
        sa.Column("election_id", sa.SmallInteger, sa.ForeignKey("election.id"), primary_key=True),
        sa.Column("slot", _MOMENT, primary_key=True),
        sa.Column("season", sa.String, nullable=False),
        sa.Column("told", sa.Integer, nullable=False),
        sa.Column("made_at", _MOMENT, server_default=sa.func.now()),
    )
    op.create_table(
        "digest_area",
        sa.Column("area_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("slot", _MOMENT, primary_key=True),
        sa.Column("figures", JSONB, nullable=False),
    )
    op.create_table(
        "digest_person",
        _key("person_id", "person.id"),
        sa.Column("often", sa.String, nullable=False, server_default="sering"),
        sa.Column("told_slot", _MOMENT),
    )
    op.create_table(
        "digest_mark",
        sa.Column("area_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("milestone", sa.SmallInteger, nullable=False, server_default="0"),
        sa.Column("leader", sa.String, nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
    )
    op.create_table(
        "digest_seats",
        _key("contest_id", "contest.id"),
        sa.Column("seats", JSONB, nullable=False),
        sa.Column("told_at", _MOMENT, nullable=False),
    )


def _key(name: str, of: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, sa.ForeignKey(of), primary_key=True, autoincrement=False)


def downgrade() -> None:
    """Without them."""
    for table in ("digest_seats", "digest_mark", "digest_person", "digest_area", "digest_round"):
        op.drop_table(table)
