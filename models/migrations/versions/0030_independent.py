"""Who gave a mandate, and whether the polls were open: voices must be independent to confirm.

Results are settled again by new rules (`rules`: by which they were); the recap counts what its
confirmed stations rest on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_BY = ("by_witnesses", "by_reader", "by_operators", "by_reviewer")


def upgrade() -> None:
    """Columns; everything waits to be settled and folded again."""
    op.add_column("mandate", sa.Column("given_by", sa.Integer, sa.ForeignKey("person.id")))
    op.add_column(
        "mandate", sa.Column("late", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.add_column(
        "station_result", sa.Column("rules", sa.SmallInteger, nullable=False, server_default="0")
    )
    op.create_index("station_result_rules", "station_result", ["rules"])
    for name in _BY:
        op.add_column("recap", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
    op.execute(
        "insert into recap_dirty (kelurahan_id, contest_id)"
        " select distinct kelurahan_id, contest_id from station_result"
    )
    # Whether several participants stand at a station decides what confirms its results.
    op.execute(
        "create function saksi_mandates_given() returns trigger language plpgsql as $$ begin"
        " update station_result set rules = 0 where station_id in"
        " (select station_id from fresh where station_id is not null); return null; end $$"
    )
    op.execute(
        "create trigger mandate_given after insert on mandate referencing new table as fresh"
        " for each statement execute function saksi_mandates_given()"
    )
    op.execute(
        "create function saksi_mandate_changed() returns trigger language plpgsql as $$ begin"
        " update station_result set rules = 0 where station_id = new.station_id;"
        " return null; end $$"
    )
    op.execute(
        "create trigger mandate_changed after update of active, contests on mandate for each row"
        " when (new.station_id is not null)"
        " execute function saksi_mandate_changed()"
    )


def downgrade() -> None:
    """Without them."""
    for name in ("given", "changed"):
        op.execute(f"drop trigger mandate_{name} on mandate")
    op.execute("drop function saksi_mandates_given()")
    op.execute("drop function saksi_mandate_changed()")
    for name in _BY:
        op.drop_column("recap", name)
    op.drop_index("station_result_rules", "station_result")
    op.drop_column("station_result", "rules")
    op.drop_column("mandate", "late")
    op.drop_column("mandate", "given_by")
