"""Requests for a re-vote: written by one leader, decided by another, and told above."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import text

from models.errors import NotFound, OwnRequest, StaleRevision
from models.stores.base import receipts
from models.stores.base.database import Transaction

_PUT = text("""
insert into vote_request (receipt, station_id, contests, kind, reason, author_id, undoes, state,
                          inbox_id)
values (:receipt, :station, :contests, :kind, :reason, :author, :undoes, 'waiting', :inbox)
on conflict (receipt) do nothing returning id
""")
_HOLD = text("""
select q.id, q.receipt, q.station_id, q.contests, q.kind, q.reason, q.author_id, q.undoes, q.state,
       s.number, k.name as kelurahan, k.path, s.election_id, a.name as author
from vote_request q join station s on s.id = q.station_id join area k on k.id = s.kelurahan_id
join person a on a.id = q.author_id
where q.receipt = :receipt for update of q
""")
_DECIDE = text("""
update vote_request set state = :state, decided_by = :by, decided_at = clock_timestamp(),
    versions = cast(:versions as jsonb)
where id = :id
""")
_UNDONE = text("""
select exists (select from vote_request where undoes = :id and state in ('waiting', 'done'))
""")
_BY_ID = text("select versions from vote_request where id = :id")


@dataclass(frozen=True, slots=True)
class NewRequest:
    """Who wants which vote held anew, and why; `undoes`: the request to be undone instead."""

    station_id: int
    contests: tuple[int, ...]
    kind: str
    reason: str
    author_id: int
    undoes: int | None = None
    inbox_id: int | None = None


@dataclass(frozen=True, slots=True)
class VoteRequest:
    """A kept request with its station; `state`: waiting, done, rejected."""

    id: int
    receipt: str
    station_id: int
    contests: list[int]
    kind: str
    reason: str
    author_id: int
    undoes: int | None
    state: str
    number: int
    kelurahan: str
    path: str
    election_id: int
    author: str


async def put(tx: Transaction, new: NewRequest) -> str:
    """Keep a request; its receipt (U-7QKD)."""
    values = {"station": new.station_id, "contests": list(new.contests), "kind": new.kind}
    values |= {"reason": new.reason, "author": new.author_id, "undoes": new.undoes}

    async def keep(receipt: str) -> int | None:
        asked = {**values, "receipt": receipt, "inbox": new.inbox_id}
        number: int | None = await tx.scalar(_PUT, asked)
        return number

    receipt, _ = await receipts.given(keep, "U")
    return receipt


async def hold(tx: Transaction, receipt: str) -> VoteRequest:
    """A request with its place, locked; raises NotFound."""
    row = (await tx.execute(_HOLD, {"receipt": receipt.upper()})).first()
    if row is None:
        raise NotFound("there is no such request", receipt=receipt)
    return VoteRequest(*row)


def decidable(row: VoteRequest, person: int) -> None:
    """Raises StaleRevision for what is decided already, OwnRequest for the author."""
    if row.state != "waiting":
        raise StaleRevision("it is decided already")
    if row.author_id == person:
        raise OwnRequest


async def decide(
    tx: Transaction, row: VoteRequest, by: int, *, done: bool, versions: Mapping[int, int]
) -> None:
    """Note the second person's word, and which votes it opened or undid."""
    values = {"id": row.id, "state": "done" if done else "rejected", "by": by}
    kept = {str(contest): version for contest, version in versions.items()}
    await tx.execute(_DECIDE, {**values, "versions": json.dumps(kept)})


async def undoable(tx: Transaction, row: VoteRequest) -> None:
    """Raises StaleRevision where nothing was opened, or its end is asked for already."""
    if row.state != "done" or row.undoes is not None:
        raise StaleRevision("nothing of it counts")
    if await tx.scalar(_UNDONE, {"id": row.id}):
        raise StaleRevision("that is asked for already")


async def opened(tx: Transaction, request_id: int) -> dict[int, int]:
    """The vote of each contest that a request opened."""
    found = await tx.scalar(_BY_ID, {"id": request_id})
    return {int(contest): version for contest, version in (found or {}).items()}
