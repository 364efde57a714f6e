"""Every row under the seal against the log: none changed, none lost, none slipped in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from models.stores.audit.covered import COVERED, sum_of
from models.stores.base.audit import DATABASE
from models.stores.base.database import Transaction


@dataclass(frozen=True, slots=True)
class Broken:
    """What does not hold: why, which row, and the entry of the log that says otherwise."""

    reason: str
    what: str
    entry: int | None = None


# The latest sum that the log has of each row, beside the sum of the row as it is now.
_DIFFERENT = """
with said as (
    select distinct on (d.key) d.key, d.value as sum, e.id as entry
    from audit_entry e cross join lateral jsonb_each_text(e.data -> 'rows') d
    where e.actor = '{actor}' and split_part(e.subject, ':', 1) = '{kind}'
    order by d.key, e.id desc
), there as (select {key} as key, {sum} as sum from {kind} t)
select key, s.sum as said, s.entry, t.sum as found, count(*) over () as wrong
from said s full join there t using (key)
where s.sum is distinct from t.sum
order by s.entry nulls last, key limit 1
"""
# A revision's numbers are noted by who gave them, too; a decision's by whoever decided.
_NOTES = """
with said as (
    select distinct on (e.subject, e.data ->> 'revision')
           split_part(e.subject, ':', 2)::bigint as report,
           (e.data ->> 'revision')::int as number, e.id as entry
    from audit_entry e where e.action in ('report.submit', 'report.correct')
    order by e.subject, e.data ->> 'revision', e.id
)
select coalesce(v.id::text, s.report || '/' || s.number) as key, s.entry, v.id is null as gone
from said s full join (
    select v.id, v.report_id as report, v.number from revision v
    join report r on r.id = v.report_id where r.kind <> 'decision'
) v using (report, number)
where v.id is null or s.entry is null
order by s.entry nulls last, v.id limit 1
"""
_DECIDED = """
select coalesce(d.id, s.id)::text as key, s.entry, d.id is null as gone
from decision d full join (
    select split_part(e.subject, ':', 2)::bigint as id, min(e.id) as entry
    from audit_entry e where e.action = 'dispute decided' group by 1
) s using (id)
where d.id is null or s.entry is null order by s.entry nulls last, d.id limit 1
"""
# Mandates and roles go with a whole election in which nothing was reported, and never without it.
_REMOVED = """
select split_part(e.subject, ':', 1) || ':' || min(d.key) as what, e.id as entry
from audit_entry e cross join lateral jsonb_object_keys(e.data -> 'rows') d (key)
where e.actor = '{actor}' and e.action = 'removed'
  and (e.data ->> 'election' is null
       or exists (select from election x where x.id = (e.data ->> 'election')::int))
group by e.id order by e.id limit 1
"""
_FOUND = text(f"""
select min(e.at) from audit_entry e
where e.actor = '{DATABASE}' and e.action = 'found'
  and split_part(e.subject, ':', 1) in ('mandate', 'role')
""")
_GONE = "the log tells of it, and it is gone"
_LOST = "it was deleted"
_UNSAID = "nobody is noted as its author"


async def check(tx: Transaction) -> tuple[int, Broken | None]:
    """How many rows are under the seal, and the first that does not hold."""
    rows = 0
    for kind, covered in COVERED.items():
        query = _DIFFERENT.format(
            actor=DATABASE, kind=kind, key=covered.key, sum=sum_of(kind)
        ).replace(":", "\\:")
        found = (await tx.execute(text(query))).first()
        if found is not None:
            return rows, Broken(
                _reason(found.said, found.found), f"{kind}:{found.key}", found.entry
            )
        rows += int(await tx.scalar(text(f"select count(*) from {kind}")) or 0)
    for kind, query in (("revision", _NOTES), ("decision", _DECIDED)):
        found = (await tx.execute(text(query.replace(":", "\\:")))).first()
        if found is not None:
            reason = _GONE if found.gone else _UNSAID
            return rows, Broken(reason, f"{kind}:{found.key}", found.entry)
    gone = (await tx.execute(text(_REMOVED.format(actor=DATABASE).replace(":", "\\:")))).first()
    return rows, None if gone is None else Broken(_LOST, gone.what, gone.entry)


async def mandates_since(tx: Transaction) -> datetime | None:
    """From when on the log vouches for mandates and roles that were there before the seal did."""
    since: datetime | None = await tx.scalar(_FOUND)
    return since


def _reason(said: str | None, found: str | None) -> str:
    if said is None:
        return "it slipped in past the log"
    return _LOST if found is None else "it was changed"
