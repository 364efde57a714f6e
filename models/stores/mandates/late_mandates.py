"""Mandates given after the polls opened wait for a second leader, and can be undone by two."""

from dataclasses import dataclass

from sqlalchemy import text

from models.errors import NotFound, OwnRequest, StaleRevision
from models.stores.base import receipts
from models.stores.base.database import Transaction
from models.stores.mandates import letters

_PUT = text("""
insert into mandate_request (receipt, mandate_id, replaces, author_id, undoes, state, inbox_id)
values (:receipt, :mandate, :replaces, :author, :undoes, 'waiting', :inbox)
on conflict (receipt) do nothing returning id
""")
_WAITS = text("update mandate set waits = :waits where id = :mandate")
_HOLD = text("""
select q.id, q.receipt, q.mandate_id, q.replaces, q.author_id, q.undoes, q.state, m.station_id,
       m.person_id, p.name, a.name as author, s.number, k.name as kelurahan, k.path, s.election_id
from mandate_request q join mandate m on m.id = q.mandate_id
join person p on p.id = m.person_id join person a on a.id = q.author_id
join station s on s.id = m.station_id join area k on k.id = s.kelurahan_id
where q.receipt = :receipt for update of q
""")
_DECIDE = text("""
update mandate_request set state = :state, decided_by = :by, decided_at = clock_timestamp()
where id = :id
""")
_UNDONE = text("""
select exists (select from mandate_request where undoes = :id and state in ('waiting', 'done'))
""")
_END = text("""
update mandate set active = false, waits = true,
    ended_at = coalesce(ended_at, clock_timestamp())
where id = :mandate
""")
_RESTORE = text("""
insert into mandate (person_id, participant_id, station_id, slot, contests, active, given_by, late,
                     waits)
select o.person_id, o.participant_id, o.station_id, o.slot, o.contests, true, o.given_by, o.late,
       o.waits
from mandate o where o.id = :mandate and not exists (
    select from mandate n where n.active and n.station_id = o.station_id
      and n.participant_id = o.participant_id and (n.slot = o.slot or n.person_id = o.person_id))
returning id, person_id
""")
_OTHERS = text("""
select distinct person_id from mandate
where station_id = :station and active and not waits and person_id <> :person order by 1
""")


@dataclass(frozen=True, slots=True)
class NewRequest:
    """Which mandate waits, whose it was before (a mandate's id), who gave it.

    `undoes`: the request that is to be undone instead.
    """

    mandate_id: int
    author_id: int
    replaces: int | None = None
    undoes: int | None = None
    inbox_id: int | None = None


@dataclass(frozen=True, slots=True)
class LateMandate:
    """A request with its mandate, person and station; `state`: waiting, done, rejected."""

    id: int
    receipt: str
    mandate_id: int
    replaces: int | None
    author_id: int
    undoes: int | None
    state: str
    station_id: int
    person_id: int
    name: str
    author: str
    number: int
    kelurahan: str
    path: str
    election_id: int


async def put(tx: Transaction, new: NewRequest) -> str:
    """Keep a request; its receipt (M-7QKD). A mandate that is new counts for nothing meanwhile."""
    values = {"mandate": new.mandate_id, "replaces": new.replaces, "author": new.author_id}
    values |= {"undoes": new.undoes, "inbox": new.inbox_id}
    if new.undoes is None:
        await tx.execute(_WAITS, {"mandate": new.mandate_id, "waits": True})

    async def keep(receipt: str) -> int | None:
        number: int | None = await tx.scalar(_PUT, {**values, "receipt": receipt})
        return number

    return (await receipts.given(keep, "M"))[0]


async def hold(tx: Transaction, receipt: str) -> LateMandate:
    """A request, locked; raises NotFound."""
    row = (await tx.execute(_HOLD, {"receipt": receipt.upper()})).first()
    if row is None:
        raise NotFound("there is no such request", receipt=receipt)
    return LateMandate(*row)


def approvable(row: LateMandate, person: int) -> None:
    """Raises StaleRevision for what is decided already, OwnRequest for the author."""
    if row.state != "waiting":
        raise StaleRevision("it is decided already")
    if row.author_id == person:
        raise OwnRequest


async def undoable(tx: Transaction, row: LateMandate) -> None:
    """Raises StaleRevision where nothing counts, or its end is asked for already."""
    if row.state != "done" or row.undoes is not None:
        raise StaleRevision("nothing of it counts")
    if await tx.scalar(_UNDONE, {"id": row.id}):
        raise StaleRevision("that is asked for already")


async def decide(tx: Transaction, row: LateMandate, by: int, *, approved: bool) -> None:
    """Note the word about a request."""
    state = "done" if approved else "rejected"
    await tx.execute(_DECIDE, {"id": row.id, "state": state, "by": by})


async def approve(tx: Transaction, row: LateMandate) -> None:
    """The mandate's reports count from now on."""
    await tx.execute(_WAITS, {"mandate": row.mandate_id, "waits": False})


async def end(tx: Transaction, row: LateMandate) -> tuple[int, int] | None:
    """The mandate ends and its reports count for nothing; whoever stood there stands there again.

    The mandate and person that came back, if any.
    """
    await tx.execute(_END, {"mandate": row.mandate_id})
    await letters.void(tx, row.mandate_id)
    if row.replaces is None:
        return None
    back = (await tx.execute(_RESTORE, {"mandate": row.replaces})).first()
    if back is None:
        return None
    await letters.issue(tx, row.election_id, [back.id])
    return int(back.id), int(back.person_id)


async def others_at(tx: Transaction, station_id: int, person_id: int) -> list[int]:
    """The witnesses of a station whose mandates count, but for one person."""
    given = {"station": station_id, "person": person_id}
    return [int(row.person_id) for row in await tx.execute(_OTHERS, given)]
