"""The seal covers the figures: every row's sum goes to the audit log, and what is kept stays.

Triggers write the sum of every new row of the figures, photos and messages into the audit log, and
of what may change of it later; they refuse to change or delete the rest. Blocks carry a signature.
Rows of before are summed once, as what was there on that day.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_KEYS = {"vote_version": "concat_ws('.', t.station_id, t.contest_id, t.version)"}
_DOCUMENTS = {
    "revision": "jsonb_build_array(t.report_id, t.number, t.votes, t.valid, t.invalid, t.total,"
    " t.figures, t.detail, t.findings, t.implied, t.read_from, t.reason, t.receipt, t.said_by,"
    " t.inbox_id, extract(epoch from t.created_at))",
    "report": "jsonb_build_array(t.person_id, t.participant_id, t.station_id, t.contest_id,"
    " t.version, t.kind, extract(epoch from t.withdrawn_at), extract(epoch from t.created_at))",
    "decision": "jsonb_build_array(t.station_id, t.contest_id, t.version, t.person_id,"
    " t.revision_id, t.cells, t.seen, t.reason, t.inbox_id, extract(epoch from t.created_at))",
    "vote_version": "jsonb_build_array(t.station_id, t.contest_id, t.version, t.kind, t.reason,"
    " t.person_id, t.inbox_id, extract(epoch from t.opened_at))",
    "photo": "jsonb_build_array(encode(t.sha256, 'hex'), t.path, t.mime, t.size, t.purpose,"
    " t.person_id, t.station_id, t.contest_id, t.page, t.forwarded, t.reading, t.inbox_id,"
    " extract(epoch from t.received_at))",
    "event": "jsonb_build_array(t.channel, t.account, encode(sha256(t.payload), 'hex'), t.reason,"
    " extract(epoch from t.received_at))",
}
_MAY_CHANGE = {
    "report": ("withdrawn_at", "participant_id"),
    "photo": ("purpose", "station_id", "contest_id", "page", "forwarded", "reading"),
    "event": ("payload", "reason"),
}
_FIXED = {
    "report": ("id", "person_id", "station_id", "contest_id", "version", "kind", "created_at"),
    "photo": ("id", "sha256", "path", "mime", "size", "person_id", "inbox_id", "received_at"),
    "event": ("id", "channel", "account", "received_at"),
}
_KEPT = (*_DOCUMENTS, "inbox", "audit_entry", "audit_block")
"""What is never deleted."""
_REFUSE = """
create function saksi_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are kept as they are', tg_table_name
        using errcode = 'integrity_constraint_violation';
end $$
"""
_ROWS = """
    select 'database', '{action}',
           case when count(*) = 1 then '{kind}:' || min(row.key) else '{kind}' end,
           jsonb_build_object('rows', jsonb_object_agg(row.key, row.sum))
    from (select {key} as key, encode(sha256(convert_to(({document})::text, 'UTF8')), 'hex') as sum,
                 (row_number() over () - 1) / 500 as part from {source} t) row
    group by row.part
"""
_INTO = "insert into audit_entry (actor, action, subject, data)"
_SEAL_ENTRY = """
create trigger audit_entry_fixed before update on audit_entry for each row
when (old.block is not null
      or row(old.id, old.at, old.actor, old.action, old.subject, old.data, old.inbox_id, old.xid)
         is distinct from
         row(new.id, new.at, new.actor, new.action, new.subject, new.data, new.inbox_id, new.xid))
execute function saksi_refuse()
"""


def upgrade() -> None:
    """The signature, what is there already, the triggers."""
    op.add_column("audit_block", sa.Column("signature", sa.LargeBinary))
    for kind in _DOCUMENTS:
        op.execute(f"{_INTO} {_rows(kind, 'found', kind)}")
    op.execute(
        f"{_INTO} select 'database', 'seal widened', 'audit', "
        f"jsonb_build_object('tables', '{' '.join(_DOCUMENTS)}') "
        "where exists (select from audit_block)"
    )
    op.execute(_REFUSE)
    for kind in _DOCUMENTS:
        _cover(kind)
    for kind in _KEPT:
        op.execute(
            f"create trigger {kind}_kept before delete on {kind} for each row "
            "execute function saksi_refuse()"
        )
        op.execute(
            f"create trigger {kind}_whole before truncate on {kind} for each statement "
            "execute function saksi_refuse()"
        )
    op.execute(_SEAL_ENTRY)
    op.execute(
        "create trigger audit_block_fixed before update on audit_block for each row "
        "execute function saksi_refuse()"
    )


def _rows(kind: str, action: str, source: str) -> str:
    key = _KEYS.get(kind, "t.id::text")
    return _ROWS.format(action=action, kind=kind, key=key, document=_DOCUMENTS[kind], source=source)


def _cover(kind: str) -> None:
    """Sums of new and of changed rows; nothing else of a row changes."""
    op.execute(
        f"create function saksi_stored_{kind}() returns trigger language plpgsql as $$\n"
        f"begin {_INTO} {_rows(kind, 'stored', 'fresh')}; return null; end $$"
    )
    op.execute(
        f"create trigger {kind}_stored after insert on {kind} referencing new table as fresh "
        f"for each statement execute function saksi_stored_{kind}()"
    )
    may, fixed = _MAY_CHANGE.get(kind, ()), ", ".join(_FIXED.get(kind, ()))
    op.execute(
        f"create trigger {kind}_fixed before update {f'of {fixed}' if fixed else ''} on {kind} "
        "for each row execute function saksi_refuse()"
    )
    if may:
        op.execute(
            f"create function saksi_changed_{kind}() returns trigger language plpgsql as $$\n"
            f"begin {_INTO} {_rows(kind, 'changed', '(select new.*)')}; return null; end $$"
        )
        differs = " or ".join(f"old.{name} is distinct from new.{name}" for name in may)
        op.execute(
            f"create trigger {kind}_changed after update on {kind} for each row "
            f"when ({differs}) execute function saksi_changed_{kind}()"
        )


def downgrade() -> None:
    """Without triggers and signatures; what the log says stays."""
    for kind in _KEPT:
        for name in ("kept", "whole"):
            op.execute(f"drop trigger {kind}_{name} on {kind}")
    for kind in (*_DOCUMENTS, "audit_entry", "audit_block"):
        op.execute(f"drop trigger {kind}_fixed on {kind}")
    for kind in _DOCUMENTS:
        op.execute(f"drop trigger {kind}_stored on {kind}")
        op.execute(f"drop function saksi_stored_{kind}()")
    for kind in _MAY_CHANGE:
        op.execute(f"drop trigger {kind}_changed on {kind}")
        op.execute(f"drop function saksi_changed_{kind}()")
    op.execute("drop function saksi_refuse()")
    op.drop_column("audit_block", "signature")
