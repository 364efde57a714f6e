"""Keep what witnesses read at the kecamatan's recap meeting."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Figures of D.HASIL by station, and its photos by area."""
    op.create_table(
        "meeting_figure",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("station_id", sa.Integer, sa.ForeignKey("station.id"), nullable=False),
        sa.Column("contest_id", sa.Integer, sa.ForeignKey("contest.id"), nullable=False),
        sa.Column("number", sa.SmallInteger, nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("figures", JSONB, nullable=False),
        sa.Column("inbox_id", sa.BigInteger),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now()),
        sa.UniqueConstraint("station_id", "contest_id", "number"),
    )
    op.create_table(
        "meeting_photo",
        sa.Column("photo_id", sa.BigInteger, sa.ForeignKey("photo.id"), primary_key=True),
        sa.Column("area_id", sa.Integer, sa.ForeignKey("area.id"), nullable=False),
        sa.Column("contest_id", sa.Integer, sa.ForeignKey("contest.id")),
    )
    op.create_index("ix_meeting_photo_area_id", "meeting_photo", ["area_id"])


def downgrade() -> None:
    """Without them."""
    op.drop_table("meeting_photo")
    op.drop_table("meeting_figure")
