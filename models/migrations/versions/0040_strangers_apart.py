"""Whether a stranger waits is noted as the message comes in: a look finds either kind at once.

Questions that were kept before lose the activation codes in them, as they do now.
"""

import sqlalchemy as sa
from alembic import op

from models.rules.nik_text import without

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_WAITING = sa.text("state = 0")
_MARK = """
update inbox i set stranger = true where state = 0 and sender <> 'statuses' and not exists (
    select from contact c where c.channel = i.channel and c.account = i.account
      and c.sender = i.sender and c.person_id is not null)
"""


def upgrade() -> None:
    """Of each account those we know, then strangers; each in the order in which they came."""
    no = sa.text("false")
    op.add_column("inbox", sa.Column("stranger", sa.Boolean(), server_default=no, nullable=False))
    op.execute(_MARK)
    columns = ["channel", "account", "stranger", "id"]
    op.create_index("inbox_next", "inbox", columns, postgresql_where=_WAITING)
    op.drop_index("inbox_oldest", "inbox")
    _hide_codes()


def _hide_codes() -> None:
    kept = op.get_bind().execute(sa.text("select id, text from open_question")).all()
    hide = sa.text("update open_question set text = :text where id = :id")
    for row in kept:
        if (said := without(row.text)) != row.text:
            op.get_bind().execute(hide, {"id": row.id, "text": said})


def downgrade() -> None:
    """All in one row."""
    op.create_index("inbox_oldest", "inbox", ["id"], postgresql_where=_WAITING)
    op.drop_index("inbox_next", "inbox")
    op.drop_column("inbox", "stranger")
