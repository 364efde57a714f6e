"""The public page: opened by two administrators together, closed by any of them at any time."""

from sqlalchemy import text

from models.stores.base.database import Transaction

MINUTES = 60
"""In which the second person has to say the same."""

_OPEN = text("""
select exists (select from public_page
               where election_id = :election and opened_at is not null and closed_at is null)
""")
_WAITING = text(f"""
select asked_by from public_page
where election_id = :election and opened_at is null and closed_at is null
  and asked_at > clock_timestamp() - interval '{MINUTES} minutes'
order by id desc limit 1
""")
_ASK = text("insert into public_page (election_id, asked_by) values (:election, :person)")
_LOCK = text("select id from election where id = :election for update")
_APPROVE = text(f"""
update public_page set opened_by = :person, opened_at = clock_timestamp()
where id = (select id from public_page
            where election_id = :election and opened_at is null and closed_at is null
              and asked_by <> :person
              and asked_at > clock_timestamp() - interval '{MINUTES} minutes'
            order by id desc limit 1)
returning id
""")
_CLOSE = text("""
update public_page set closed_by = :person, closed_at = clock_timestamp()
where election_id = :election and closed_at is null returning opened_at is not null as was_open
""")


async def is_open(tx: Transaction, election_id: int) -> bool:
    """Whether the public may see the count."""
    return bool(await tx.scalar(_OPEN, {"election": election_id}))


async def waiting(tx: Transaction, election_id: int) -> int | None:
    """Who asked for it and waits for a second person."""
    found: int | None = await tx.scalar(_WAITING, {"election": election_id})
    return found


async def say_open(tx: Transaction, election_id: int, person_id: int) -> bool:
    """Open it where another person asked before; else ask. Whether it is open now."""
    given = {"election": election_id, "person": person_id}
    await tx.execute(_LOCK, given)
    if await is_open(tx, election_id):
        return True
    if await tx.scalar(_APPROVE, given) is not None:
        return True
    if await waiting(tx, election_id) is None:
        await tx.execute(_ASK, given)
    return False


async def close(tx: Transaction, election_id: int, person_id: int) -> bool:
    """Close it, and forget what was asked; whether it was open."""
    given = {"election": election_id, "person": person_id}
    return any(row.was_open for row in await tx.execute(_CLOSE, given))
