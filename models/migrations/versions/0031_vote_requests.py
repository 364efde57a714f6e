"""A re-vote waits for a second person's word, and can be undone by two as well."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_DOCUMENT = (
    "jsonb_build_array(t.station_id, t.contest_id, t.version, t.request_id,"
    " extract(epoch from t.at))"
)


def upgrade() -> None:
    """The requests, and the votes that were undone, under the seal like the votes themselves."""
    _requests()
    _undone()
    _sealed()


def _requests() -> None:
    op.create_table(
        "vote_request",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("receipt", sa.String, nullable=False, unique=True),
        sa.Column("station_id", sa.Integer, sa.ForeignKey("station.id"), nullable=False),
        sa.Column("contests", sa.ARRAY(sa.Integer), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("author_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("undoes", sa.BigInteger, sa.ForeignKey("vote_request.id")),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("versions", sa.dialects.postgresql.JSONB, nullable=False, server_default="{}"),
        sa.Column("decided_by", sa.Integer, sa.ForeignKey("person.id")),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("inbox_id", sa.BigInteger),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now()),
    )
    op.create_index("vote_request_station", "vote_request", ["station_id"])


def _undone() -> None:
    op.create_table(
        "vote_undone",
        sa.Column("station_id", sa.Integer, sa.ForeignKey("station.id"), primary_key=True),
        sa.Column("contest_id", sa.Integer, sa.ForeignKey("contest.id"), primary_key=True),
        sa.Column("version", sa.SmallInteger, primary_key=True),
        sa.Column("request_id", sa.BigInteger, sa.ForeignKey("vote_request.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now()),
    )


def _sealed() -> None:
    op.execute(f"""
        create function saksi_stored_vote_undone() returns trigger language plpgsql as $$
        begin
            insert into audit_entry (actor, action, subject, data)
            select 'database', 'stored', 'vote_undone:' || row.key,
                   jsonb_build_object('rows', jsonb_build_object(row.key, row.sum))
            from (select concat_ws('.', t.station_id, t.contest_id, t.version) as key,
                         encode(sha256(convert_to(({_DOCUMENT})::text, 'UTF8')), 'hex') as sum
                  from fresh t) row;
            return null;
        end $$""")
    op.execute(
        "create trigger vote_undone_stored after insert on vote_undone referencing new table as"
        " fresh for each statement execute function saksi_stored_vote_undone()"
    )
    for name, when in (
        ("fixed", "before update on vote_undone for each row"),
        ("kept", "before delete on vote_undone for each row"),
        ("whole", "before truncate on vote_undone for each statement"),
    ):
        op.execute(f"create trigger vote_undone_{name} {when} execute function saksi_refuse()")


def downgrade() -> None:
    """Without them."""
    op.drop_table("vote_undone")
    op.execute("drop function saksi_stored_vote_undone()")
    op.drop_table("vote_request")
