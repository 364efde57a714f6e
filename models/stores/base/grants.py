"""What the application's own role may do: it owns nothing, and what is kept it only adds to.

Triggers refuse the same to everybody (migration 0029); a role that does not own the tables cannot
switch them off. Rights are given by whoever migrates, after each migration.
"""

from typing import Any

APPLICATION = "saksi_app"
"""The role of the embedded database; elsewhere it is the user of DATABASE_URL."""

_ADDED_TO = ("revision", "decision", "vote_version", "vote_undone", "audit_block", "key_check")
_READ = ("alembic_version", "dress_rehearsal")
"""Written by whoever owns the tables alone: where everybody works, and what is dropped at the end
of a rehearsal, stands there."""
_NEVER_DELETED = ("report", "photo", "event", "inbox", "audit_entry", "vote_request")
_REFRESHED = ("area", "station", "voter")
"""Tables whose statistics a large import makes anew (a right of its own since PostgreSQL 17)."""
_MAINTAIN_SINCE = 17
_KNOWN = "select exists (select from pg_roles where rolname = $1)"
_HAS = """select has_table_privilege($1, 'audit_block', 'insert')
    and not has_table_privilege($1, 'dress_rehearsal', 'insert')"""
_MAKE = f"""
do $$ begin
    create role {APPLICATION} login;
exception when duplicate_object or unique_violation then null;  -- of another database's migration
end $$
"""
_ONE_AT_A_TIME = "select pg_advisory_xact_lock(7314591)"


async def allowed(connection: Any, role: str) -> bool:
    """Whether a role has its rights already (asyncpg connection); an owner has them anyway."""
    if not await connection.fetchval(_KNOWN, role):
        return False
    return bool(await connection.fetchval(_HAS, role))


async def allow(connection: Any, role: str) -> None:
    """Give a role its rights; that of the embedded database is made first."""
    async with connection.transaction():
        await connection.execute(_ONE_AT_A_TIME)
        if role == APPLICATION:
            await connection.execute(_MAKE)
        quoted = await connection.fetchval("select quote_ident($1)", role)
        for statement in _rights(quoted):
            await connection.execute(statement)
        if connection.get_server_version().major >= _MAINTAIN_SINCE:
            tables = ", ".join(_REFRESHED)
            await connection.execute(f"grant maintain on {tables} to {quoted}")


def _rights(role: str) -> list[str]:
    """The statements, for a quoted role that is not the tables' owner."""
    return [
        f"grant usage on schema public to {role}",
        f"grant select, insert, update, delete on all tables in schema public to {role}",
        f"grant usage, select on all sequences in schema public to {role}",
        f"revoke insert, update, delete on {', '.join(_READ)} from {role}",
        f"revoke update, delete on {', '.join(_ADDED_TO)} from {role}",
        f"revoke delete on {', '.join(_NEVER_DELETED)} from {role}",
        f"revoke update on audit_entry from {role}",
        f"grant update (block, hash) on audit_entry to {role}",
    ]
