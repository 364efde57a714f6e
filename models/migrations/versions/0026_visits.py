"""What officers find at the numbers of a station's list of voters."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table; reports may be about a number of a list."""
    op.add_column("voter_change", sa.Column("station_id", sa.Integer))
    op.add_column("voter_change", sa.Column("number", sa.SmallInteger))
    op.create_index(
        "voter_change_station",
        "voter_change",
        ["station_id"],
        postgresql_where=sa.text("station_id is not null"),
    )
    op.create_table(
        "voter_visit",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("election_id", sa.SmallInteger, nullable=False),
        sa.Column("station_id", sa.Integer, nullable=False),
        sa.Column("number", sa.SmallInteger, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("person_id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("inbox_id", sa.BigInteger),
        sa.UniqueConstraint("inbox_id", "station_id", "number"),
    )
    op.create_index("voter_visit_station", "voter_visit", ["station_id", "number"])


def downgrade() -> None:
    """Without it."""
    op.drop_table("voter_visit")
    op.drop_index("voter_change_station", "voter_change")
    op.drop_column("voter_change", "number")
    op.drop_column("voter_change", "station_id")
