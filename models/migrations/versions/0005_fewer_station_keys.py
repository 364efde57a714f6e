"""Drop foreign keys that repeat what others hold: they doubled the time of loading a nation."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEYS = (
    ("contest_area", "area_id", "area"),
    ("contest_area", "contest_id", "contest"),
    ("station", "election_id", "election"),
)


def upgrade() -> None:
    """contest_area is derived from the stations; a station's election is its kelurahan's."""
    for table, column, _ in _KEYS:
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_fkey")


def downgrade() -> None:
    """Add them again."""
    for table, column, other in _KEYS:
        op.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_fkey"
            f" FOREIGN KEY ({column}) REFERENCES {other} (id)"
        )
