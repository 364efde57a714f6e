"""Mandates, roles and the second person's words come under the seal, as figures did in 0029.

Triggers write each new row's sum into the audit log, and that of what may change later; they
refuse the rest: another person, place or author, a beginning or end that is dated back. Rows of
before are summed once, as they stand on the day of this migration.
"""

from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

_DOCUMENTS = {
    "mandate": "jsonb_build_array(t.person_id, t.participant_id, t.station_id, t.area_id, t.slot,"
    " t.contests, t.active, t.given_by, t.late, t.waits, extract(epoch from t.created_at),"
    " extract(epoch from t.ended_at))",
    "role": "jsonb_build_array(t.person_id, t.role, t.election_id, t.area_id, t.participant_id,"
    " t.contest_id, t.number, t.level, extract(epoch from t.created_at),"
    " extract(epoch from t.ended_at))",
    "mandate_request": "jsonb_build_array(t.receipt, t.mandate_id, t.replaces, t.author_id,"
    " t.undoes, t.state, t.decided_by, extract(epoch from t.decided_at), t.inbox_id,"
    " extract(epoch from t.created_at))",
    "vote_request": "jsonb_build_array(t.receipt, t.station_id, t.contests, t.kind, t.reason,"
    " t.author_id, t.undoes, t.state, t.versions, t.decided_by, extract(epoch from t.decided_at),"
    " t.inbox_id, extract(epoch from t.created_at))",
}
_FIXED = {
    "mandate": "id person_id participant_id station_id area_id slot given_by late created_at",
    "role": "id person_id role election_id area_id participant_id contest_id number level"
    " created_at",
    "mandate_request": "id receipt mandate_id replaces author_id undoes inbox_id created_at",
    "vote_request": "id receipt station_id contests kind reason author_id undoes inbox_id"
    " created_at",
}
_ENDED = (
    "old.ended_at is distinct from new.ended_at"
    " and (old.ended_at is not null or new.ended_at < now())"
)
_DECIDED = (
    "old.state <> 'waiting' and row(old.state, old.decided_by, old.decided_at)"
    " is distinct from row(new.state, new.decided_by, new.decided_at)"
)
_NEVER = {
    "mandate": f"{_ENDED} or old.ended_at is not null and new.active",
    "role": _ENDED,
    "mandate_request": _DECIDED,
    "vote_request": _DECIDED,
}
"""What no row may become: an end that moves or lies before today's, a word taken back."""
_ELECTION = {
    "mandate": "coalesce((select s.election_id from station s where s.id = t.station_id),"
    " (select a.election_id from area a where a.id = t.area_id))",
    "role": "t.election_id",
    "mandate_request": "(select coalesce(s.election_id, a.election_id) from mandate m"
    " left join station s on s.id = m.station_id left join area a on a.id = m.area_id"
    " where m.id = t.mandate_id)",
}
"""What goes with an election that is deleted; the rest is never deleted."""
_INTO = "insert into audit_entry (actor, action, subject, data)"
_SUM = "encode(sha256(convert_to(({document})::text, 'UTF8')), 'hex')"
_ROWS = """
    select 'database', '{action}',
           case when count(*) = 1 then '{kind}:' || min(row.key) else '{kind}' end,
           jsonb_build_object('rows', jsonb_object_agg(row.key, row.sum))
    from (select t.id::text as key, {sum} as sum,
                 (row_number() over () - 1) / 500 as part from {source} t) row
    group by row.part
"""
_REMOVED = """
    select 'database', 'removed', '{kind}',
           jsonb_build_object('rows', jsonb_object_agg(row.key, null), 'election', row.election)
    from (select t.id::text as key, {election} as election,
                 (row_number() over () - 1) / 500 as part from gone t) row
    group by row.part, row.election
"""
_WHEN = {
    "stored": "insert on {} referencing new table as fresh for each statement",
    "changed": "update on {} for each row when (old.* is distinct from new.*)",
    "removed": "delete on {} referencing old table as gone for each statement",
}


def upgrade() -> None:
    """What is there already, then the triggers."""
    for kind in _DOCUMENTS:
        op.execute(f"{_INTO} {_rows(kind, 'found', kind)}")
        _summed(kind)
        _kept(kind)


def _rows(kind: str, action: str, source: str) -> str:
    made = _SUM.format(document=_DOCUMENTS[kind])
    return _ROWS.format(action=action, kind=kind, sum=made, source=source)


def _summed(kind: str) -> None:
    """Sums of new and of changed rows; rows that went, with the election that they were of."""
    statements = {
        "stored": _rows(kind, "stored", "fresh"),
        "changed": _rows(kind, "changed", "(select new.*)"),
    }
    if kind in _ELECTION:
        statements["removed"] = _REMOVED.format(kind=kind, election=_ELECTION[kind])
    for name, statement in statements.items():
        op.execute(
            f"create function saksi_sum_{name}_{kind}() returns trigger language plpgsql as $$\n"
            f"begin {_INTO} {statement}; return null; end $$"
        )
        op.execute(
            f"create trigger {kind}_sum_{name} after {_WHEN[name].format(kind)} "
            f"execute function saksi_sum_{name}_{kind}()"
        )


def _kept(kind: str) -> None:
    """What is never changed, and no table emptied at once."""
    names = _FIXED[kind].split()
    old, new = (", ".join(f"{side}.{name}" for name in names) for side in ("old", "new"))
    op.execute(
        f"create trigger {kind}_fixed before update on {kind} for each row "
        f"when (row({old}) is distinct from row({new}) or {_NEVER[kind]}) "
        "execute function saksi_refuse()"
    )
    op.execute(
        f"create trigger {kind}_begun before insert on {kind} for each row "
        "when (new.created_at is distinct from now()) execute function saksi_refuse()"
    )
    op.execute(
        f"create trigger {kind}_whole before truncate on {kind} for each statement "
        "execute function saksi_refuse()"
    )
    if kind not in _ELECTION:
        op.execute(
            f"create trigger {kind}_kept before delete on {kind} for each row "
            "execute function saksi_refuse()"
        )


def downgrade() -> None:
    """Without triggers; what the log says stays."""
    for kind in _DOCUMENTS:
        for name in ("fixed", "begun", "whole", "kept"):
            op.execute(f"drop trigger if exists {kind}_{name} on {kind}")
        for name in _WHEN:
            op.execute(f"drop trigger if exists {kind}_sum_{name} on {kind}")
            op.execute(f"drop function if exists saksi_sum_{name}_{kind}()")
