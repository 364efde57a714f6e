"""Which chats speak by an activation code alone: they end where their person is given a role."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column, for chats of before as the audit log tells."""
    op.add_column(
        "contact", sa.Column("by_code", sa.Boolean(), server_default="false", nullable=False)
    )
    op.execute("""
        update contact c set by_code = true
        from (select distinct on (data ->> 'contact') data ->> 'contact' as contact,
                     data ->> 'how' as how
              from audit_entry where action = 'contact activated'
              order by data ->> 'contact', id desc) a
        where a.contact = c.id::text and a.how = 'code' and c.person_id is not null
    """)


def downgrade() -> None:
    """Without it."""
    op.drop_column("contact", "by_code")
