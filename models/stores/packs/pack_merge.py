"""Bring a table to what a temporary one holds, by sets, and count what that changed."""

from dataclasses import dataclass

from sqlalchemy import text

from models.stores.base.database import Transaction


@dataclass(frozen=True, slots=True)
class Change:
    """Rows of one table that a load added, changed, removed; `kept`: gone from the pack, but
    others hang on them, so they stay (stations inactive)."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    kept: int = 0

    def __add__(self, other: "Change") -> "Change":
        return Change(
            self.added + other.added,
            self.changed + other.changed,
            self.removed + other.removed,
            self.kept + other.kept,
        )

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.kept)


async def merge(
    tx: Transaction,
    election: int,
    table: str,
    source: str,
    key: str,
    columns: tuple[str, ...],
    *,
    ordered: bool = True,
) -> Change:
    """Update rows of an election that differ from `source` (a FROM item), insert the missing.

    `key` names the columns that identify a row beside the election, comma separated. New rows get
    their ids in the order of the file (`line`), unless they are too many to be `ordered`.
    """
    same = " and ".join(f"t.{name} = p.{name}" for name in key.split(", "))
    ours, theirs = (", ".join(f"{one}.{name}" for name in columns) for one in "tp")
    names = ", ".join(columns)
    order = "order by p.line" if ordered else ""
    changed = await tx.execute(
        text(
            f"update {table} t set ({names}) = row({theirs}) from {source} p"
            f" where t.election_id = :election and {same}"
            f" and ({ours}) is distinct from ({theirs})"
        ),
        {"election": election},
    )
    added = await tx.execute(
        text(
            f"insert into {table} (election_id, {key}, {names})"
            f" select cast(:election as smallint), p.{key.replace(', ', ', p.')}, {theirs}"
            f" from {source} p where not exists"
            f" (select from {table} t where t.election_id = :election and {same}) {order}"
        ),
        {"election": election},
    )
    return Change(added=added.rowcount, changed=changed.rowcount)


async def remove(tx: Transaction, election: int, table: str, gone: str) -> Change:
    """Delete the rows that `gone` (a condition on t) names unless another table points at them.

    Those stay, and are left in the temporary table pack_kept (id) for the caller.
    """
    await tx.execute(text("drop table if exists pack_gone, pack_kept"))
    await tx.execute(
        text(
            "create temp table pack_gone on commit drop as"
            f" select t.id from {table} t where t.election_id = :election and {gone}"
        ),
        {"election": election},
    )
    await tx.execute(text("create temp table pack_kept (id bigint) on commit drop"))
    for child, column in await _pointing_at(tx, table):
        await tx.execute(
            text(
                "with hit as (delete from pack_gone g where exists"
                f" (select from {child} c where c.{column} = g.id) returning id)"
                " insert into pack_kept select id from hit"
            )
        )
    removed = await tx.execute(text(f"delete from {table} t using pack_gone g where t.id = g.id"))
    kept = (await tx.execute(text("select count(*) from pack_kept"))).scalar_one()
    return Change(removed=removed.rowcount, kept=kept)


async def _pointing_at(tx: Transaction, table: str) -> list[tuple[str, str]]:
    """Tables and columns with a foreign key on this table, as the database knows them."""
    found = await tx.execute(
        text(
            "select c.conrelid::regclass::text, a.attname from pg_constraint c"
            " join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]"
            " where c.contype = 'f' and c.confrelid = cast(:table as regclass)"
        ),
        {"table": table},
    )
    return [(str(child), str(column)) for child, column in found]
