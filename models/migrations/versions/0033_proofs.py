"""Who speaks from a chat that is new for them: acts of weight wait for a one-time code."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Chats of before are nobody's change; people who had one are known to have spoken."""
    moment = sa.DateTime(timezone=True)
    op.add_column("person", sa.Column("bound_at", moment))
    op.add_column("contact", sa.Column("changed_at", moment))
    op.execute(
        "update person p set bound_at = c.since from"
        " (select person_id, min(created_at) as since from contact where person_id is not null"
        " group by 1) c where c.person_id = p.id"
    )
    op.create_table(
        "held_act",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("act", sa.String, nullable=False),
        sa.Column("data", JSONB, nullable=False),
        sa.Column("code_hash", sa.LargeBinary, nullable=False),
        sa.Column("tries", sa.SmallInteger, nullable=False, server_default="0"),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("inbox_id", sa.BigInteger),
        sa.Column("asked_at", moment, server_default=sa.func.now()),
        sa.Column("done_at", moment),
    )
    op.create_index("held_act_contact", "held_act", ["contact_id", "asked_at"])


def downgrade() -> None:
    """Without them: nothing is asked for again."""
    op.drop_table("held_act")
    op.drop_column("contact", "changed_at")
    op.drop_column("person", "bound_at")
