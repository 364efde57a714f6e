"""Mandates given after the polls opened wait for a second person before their reports count."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Mandates of before count as they did; a changed word has the station settled again."""
    op.add_column(
        "mandate", sa.Column("waits", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.create_table(
        "mandate_request",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("receipt", sa.String, nullable=False, unique=True),
        sa.Column("mandate_id", sa.BigInteger, sa.ForeignKey("mandate.id"), nullable=False),
        sa.Column("replaces", sa.BigInteger, sa.ForeignKey("mandate.id")),
        sa.Column("author_id", sa.BigInteger, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("undoes", sa.BigInteger, sa.ForeignKey("mandate_request.id")),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("decided_by", sa.BigInteger, sa.ForeignKey("person.id")),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("inbox_id", sa.BigInteger),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now()),
    )
    op.create_index("mandate_request_mandate", "mandate_request", ["mandate_id"])
    op.execute("drop trigger mandate_changed on mandate")
    op.execute(
        "create trigger mandate_changed after update of active, contests, waits on mandate"
        " for each row when (new.station_id is not null)"
        " execute function saksi_mandate_changed()"
    )


def downgrade() -> None:
    """Without them: every mandate's reports count."""
    op.execute("drop trigger mandate_changed on mandate")
    op.execute(
        "create trigger mandate_changed after update of active, contests on mandate"
        " for each row when (new.station_id is not null)"
        " execute function saksi_mandate_changed()"
    )
    op.drop_table("mandate_request")
    op.drop_column("mandate", "waits")
