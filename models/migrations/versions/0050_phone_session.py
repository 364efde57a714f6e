"""Browsers that are personal phones: a link opens one of them, once; each can be ended."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """One table. Who was in by a signed cookie alone types the code of the same link once more."""
    op.create_table(
        "phone_session",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("link_id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("created_at", _MOMENT, server_default=sa.func.now()),
        sa.Column("seen_at", _MOMENT, server_default=sa.func.now()),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["phone_link.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index("phone_session_link", "phone_session", ["link_id"])
    op.execute("update phone_link set opened_at = null")


def downgrade() -> None:
    """Without it."""
    op.drop_table("phone_session")
