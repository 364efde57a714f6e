"""Give the personal link its code, and let the browser phone find its own messages."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns for the code and its tries; an index of the browser phone's messages."""
    op.add_column(
        "phone_link",
        sa.Column("code_hash", sa.LargeBinary, nullable=False, server_default=sa.text("''")),
    )
    op.alter_column("phone_link", "code_hash", server_default=None)
    op.add_column(
        "phone_link", sa.Column("tries", sa.SmallInteger, nullable=False, server_default="0")
    )
    op.alter_column("phone_link", "tries", server_default=None)
    op.add_column("phone_link", sa.Column("tried_at", sa.DateTime(timezone=True)))
    op.create_index(
        "inbox_webchat",
        "inbox",
        ["sender", "id"],
        postgresql_where=sa.text("channel = 'webchat'"),
    )


def downgrade() -> None:
    """Back to the first day."""
    op.drop_index("inbox_webchat", "inbox")
    for column in ("tried_at", "tries", "code_hash"):
        op.drop_column("phone_link", column)
