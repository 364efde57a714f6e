"""The register of voters by keyed hashes, who asked what, and what limits the asking."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def _small(name: str, *, primary: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.SmallInteger, nullable=False, primary_key=primary)


def _election(*, primary: bool = False) -> sa.Column[int]:
    points_at = sa.ForeignKey("election.id")
    return sa.Column(
        "election_id",
        sa.SmallInteger,
        points_at,
        primary_key=primary,
        autoincrement=False,
        nullable=False,
    )


def upgrade() -> None:
    """Seven tables."""
    _register()
    _asking()
    op.create_table(
        "file_removal",
        sa.Column("path", sa.String, primary_key=True),
        sa.Column("asked_at", _MOMENT, server_default=sa.func.now()),
    )


def _register() -> None:
    op.create_table(
        "voter",
        sa.Column("election_id", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("person", sa.Uuid, primary_key=True),
        sa.Column("fact", sa.Uuid, nullable=False),
        sa.Column("station_id", sa.Integer, nullable=False),
        *(_small(name) for name in ("import_id", "status", "people", "layer")),
    )
    op.create_index("voter_fact", "voter", ["fact"])
    op.create_table(
        "voter_register",
        _election(primary=True),
        sa.Column("masked", sa.Boolean, nullable=False),
        sa.Column("fact", sa.String, nullable=False),
        sa.Column("check", sa.LargeBinary, nullable=False),
        sa.Column("legal_basis", sa.String, nullable=False),
        sa.Column("loaded_at", _MOMENT, server_default=sa.func.now()),
    )
    op.create_table(
        "voter_import",
        sa.Column("id", sa.SmallInteger, sa.Identity(), primary_key=True),
        _election(),
        sa.Column("sha256", sa.LargeBinary, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("rejected", JSONB, nullable=False),
        *(
            sa.Column(name, sa.Integer, nullable=False)
            for name in ("added", "changed", "unchanged")
        ),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.Column("started_at", _MOMENT, server_default=sa.func.now()),
        sa.Column("done_at", _MOMENT),
        sa.UniqueConstraint("election_id", "sha256"),
    )


def _asking() -> None:
    op.create_table(
        "voter_ask",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("at", _MOMENT, nullable=False),
        _small("election_id"),
        sa.Column("contact_id", sa.Integer, nullable=False),
        sa.Column("person", sa.Uuid, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        _small("layer"),
    )
    op.create_index("voter_ask_contact", "voter_ask", ["contact_id", "at"])
    op.create_index("voter_ask_at", "voter_ask", ["at"])
    op.create_table(
        "voter_count",
        sa.Column("scope", sa.String, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("asked", "missed", "found")),
        sa.Column("free_at", _MOMENT),
    )
    op.create_table(
        "voter_alert",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("at", _MOMENT, server_default=sa.func.now()),
        sa.Column("scope", sa.String, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("contact_id", sa.Integer),
        sa.Column("numbers", JSONB, nullable=False),
        sa.Column("seen_at", _MOMENT),
        sa.UniqueConstraint("scope", "day"),
    )


def downgrade() -> None:
    """Forget them."""
    for table in (
        *("file_removal", "voter_alert", "voter_count", "voter_ask"),
        *("voter_import", "voter_register", "voter"),
    ):
        op.drop_table(table)
