"""Create the tables of the first day, from the SQL file beside this one."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL file, one statement at a time (asyncpg prepares single statements)."""
    for statement in Path(__file__).with_suffix(".sql").read_text().split(";\n"):
        if statement.strip():
            op.execute(statement)


def downgrade() -> None:
    """The first day has no day before."""
    raise NotImplementedError("there is nothing before the first migration")
