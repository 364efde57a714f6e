"""Volunteers, their training, letters and swaps; mandates of reserves, who have no station."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def _key() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True)


def _link(name: str, to: str, *, null: bool = True, kind: type = sa.Integer) -> sa.Column[int]:
    return sa.Column(name, kind, sa.ForeignKey(f"{to}.id"), nullable=null)


def _moments(*names: str) -> list[sa.Column[datetime]]:
    made = sa.Column("created_at", _MOMENT, server_default=sa.func.now(), nullable=True)
    return [made, *(sa.Column(name, _MOMENT) for name in names)]


def _election() -> sa.Column[int]:
    return _link("election_id", "election", null=False, kind=sa.SmallInteger)


def upgrade() -> None:
    """Four tables, and what a reserve's mandate needs."""
    _recruits()
    op.create_table(
        "training",
        _key(),
        _election(),
        _link("person_id", "person", null=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("score", sa.SmallInteger, nullable=False),
        sa.Column("out_of", sa.SmallInteger, nullable=False),
        sa.Column("passed", sa.Boolean, nullable=False),
        sa.Column("detail", JSONB, nullable=False),
        sa.Column("inbox_id", sa.BigInteger),
        *_moments(),
    )
    op.create_index("training_person", "training", ["person_id", "election_id", "kind"])
    _mandates()
    op.create_table(
        "swap",
        _key(),
        _election(),
        sa.Column("receipt", sa.String, nullable=False, unique=True),
        _link("mandate_id", "mandate", null=False),
        _link("asked_by", "person", null=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        _link("person_id", "person"),
        _link("decided_by", "person"),
        sa.Column("inbox_id", sa.BigInteger),
        *_moments("decided_at"),
    )
    waiting = sa.text("state = 'waiting'")
    op.create_index("swap_mandate", "swap", ["mandate_id"], unique=True, postgresql_where=waiting)


def _recruits() -> None:
    op.create_table(
        "recruit",
        _key(),
        _election(),
        sa.Column("receipt", sa.String, nullable=False, unique=True),
        _link("contact_id", "contact", kind=sa.BigInteger),
        _link("person_id", "person"),
        _link("former_id", "person"),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary),
        sa.Column("phone_hash", sa.LargeBinary),
        _link("area_id", "area"),
        *(sa.Column(name, sa.String, nullable=False) for name in ("experience", "state", "reason")),
        _link("decided_by", "person"),
        sa.Column("inbox_id", sa.BigInteger),
        *_moments("decided_at"),
    )
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "recruit_phone",
        "recruit",
        ["election_id", "phone_hash"],
        unique=True,
        postgresql_where=waiting,
    )
    op.create_index("recruit_area", "recruit", ["area_id"], postgresql_where=waiting)
    op.create_index("recruit_contact", "recruit", ["contact_id"])
    op.create_index("recruit_person", "recruit", ["person_id"])


def _mandates() -> None:
    op.alter_column("mandate", "station_id", nullable=True)
    op.add_column("mandate", _link("area_id", "area"))
    op.add_column("mandate", sa.Column("ended_at", _MOMENT))
    placed = "(station_id is null) = (area_id is not null)"
    op.create_check_constraint("mandate_place", "mandate", placed)
    slotted = "slot is null or station_id is not null"
    op.create_check_constraint("mandate_slot_place", "mandate", slotted)
    op.create_index(
        "mandate_reserve",
        "mandate",
        ["area_id", "person_id", "participant_id"],
        unique=True,
        postgresql_where=sa.text("active and area_id is not null"),
    )
    op.create_table(
        "mandate_letter",
        sa.Column("mandate_id", sa.Integer, sa.ForeignKey("mandate.id"), primary_key=True),
        _election(),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("issued_at", _MOMENT, server_default=sa.func.now()),
        _link("issued_by", "person"),
        sa.Column("path", sa.String),
        sa.Column("sha256", sa.String),
        sa.Column("void_at", _MOMENT),
        sa.UniqueConstraint("election_id", "number"),
    )


def downgrade() -> None:
    """Without them; reserves are gone."""
    for table in ("swap", "mandate_letter", "training", "recruit"):
        op.drop_table(table)
    op.drop_index("mandate_reserve", "mandate")
    op.execute("delete from mandate where station_id is null")
    for name in ("mandate_place", "mandate_slot_place"):
        op.drop_constraint(name, "mandate")
    op.drop_column("mandate", "area_id")
    op.drop_column("mandate", "ended_at")
    op.alter_column("mandate", "station_id", nullable=False)
