"""Witnesses at stations: somebody is assigned, or takes another one's place; old mandates stay."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select, text
from sqlmodel import col

from models.errors import AlreadyWitness, NotFound, StaleRevision, StationFull
from models.sealing import Keys
from models.stores.base import elections, participants, receipts
from models.stores.base.audit import note
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.mandates import letters, reserve_lists
from models.stores.persons.mandates import NewMandate, put_mandate
from models.tables import MandateRow, SwapRow

_RECRUIT = text("""
select r.person_id, p.name from recruit r join person p on p.id = r.person_id and p.active
where r.receipt = :receipt and r.election_id = :election and r.state = 'accepted'
""")
_PERSON = text("select id as person_id, name from person where phone_hash = :hash and active")
_STATION = text("""
select s.id, s.code, s.number, s.kelurahan_id, k.name as kelurahan, k.path,
       coalesce(s.contests, k.contests) as contests
from station s join area k on k.id = s.kelurahan_id
where s.election_id = :election and s.active and (s.id = :id or s.code = :code)
""")
_THERE = text("""
select m.id, m.person_id, m.slot, m.contests, m.participant_id, p.name, q.name as participant
from mandate m join person p on p.id = m.person_id join participant q on q.id = m.participant_id
where m.station_id = :station and m.active and m.slot is not null
order by m.participant_id, m.slot
""")
_HELD = text("""
select m.id, s.election_id, m.person_id, m.participant_id, m.station_id, m.slot, m.contests,
       m.active
from mandate m join station s on s.id = m.station_id
where m.id = :mandate for update of m
""")
_MANDATE = select(col(MandateRow.id)).where(
    col(MandateRow.person_id) == bindparam("person"),
    col(MandateRow.participant_id) == bindparam("participant"),
    col(MandateRow.station_id) == bindparam("station"),
    col(MandateRow.active),
)
_END = text("update mandate set active = false, ended_at = clock_timestamp() where id = :mandate")
_TAKE = text("""
insert into mandate (person_id, participant_id, station_id, slot, contests, active, given_by, late)
values (:person, :participant, :station, :slot, :contests, true, :given_by, :late) returning id
""")
_ASK = text("""
insert into swap (election_id, receipt, mandate_id, asked_by, reason, state, inbox_id)
values (:election, :receipt, :mandate, :by, :reason, 'waiting', :inbox)
on conflict do nothing returning receipt
""")
_WAITING = text("select receipt from swap where mandate_id = :mandate and state = 'waiting'")
_SWAP = (
    select(col(SwapRow.receipt), col(SwapRow.mandate_id), col(SwapRow.state), col(SwapRow.reason))
    .where(
        col(SwapRow.receipt) == bindparam("receipt"),
        col(SwapRow.election_id) == bindparam("election"),
    )
    .with_for_update()
)
_CLOSE = text("""
update swap set state = :state, decided_by = :by, person_id = :person,
    decided_at = clock_timestamp()
where mandate_id = :mandate and state = 'waiting'
""")
_SINGLE = ("ppwp", "gubernur", "bupati")


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who is meant: a person by id and name."""

    person_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Station:
    """A station with its kelurahan; `contests`: those that are voted on there."""

    id: int
    code: str
    number: int
    kelurahan_id: int
    kelurahan: str
    path: str
    contests: list[int] | None


@dataclass(frozen=True, slots=True)
class Witness:
    """An active mandate at a station, its person and whom they stand for."""

    id: int
    person_id: int
    slot: int
    contests: list[int] | None
    participant_id: int
    name: str
    participant: str


@dataclass(frozen=True, slots=True)
class HeldMandate:
    """A mandate that this transaction holds."""

    id: int
    election_id: int
    person_id: int
    participant_id: int
    station_id: int
    slot: int | None
    contests: list[int] | None
    active: bool


@dataclass(frozen=True, slots=True)
class AskedSwap:
    """A request to be replaced, with its state."""

    receipt: str
    mandate_id: int
    state: str
    reason: str


async def who_is(tx: Transaction, keys: Keys, election_id: int, said: str) -> Somebody:
    """Whom a code (R-7QKD) or a phone (E.164) names; raises NotFound."""
    if said[:1].upper() == "R":
        named = {"receipt": said.upper(), "election": election_id}
        row = (await tx.execute(_RECRUIT, named)).first()
    else:
        row = (await tx.execute(_PERSON, {"hash": keys.phone_hash(said)})).first()
    if row is None:
        raise NotFound("nobody who was accepted has this code or phone")
    return Somebody(*row)


async def station(tx: Transaction, election_id: int, *, code: str = "", number: int = 0) -> Station:
    """A station by code or id, with its kelurahan; raises NotFound."""
    named = {"election": election_id, "code": code, "id": number}
    row = (await tx.execute(_STATION, named)).first()
    if row is None:
        raise NotFound("there is no such station", station=code or number)
    return Station(*row)


async def there(tx: Transaction, station_id: int) -> list[Witness]:
    """The active witnesses of a station."""
    return [Witness(*row) for row in await tx.execute(_THERE, {"station": station_id})]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Somebody for a station; `by` None: on the command line. `participant` as people name it."""

    person_id: int
    station: Station
    participant: str = ""
    by: int | None = None
    inbox_id: int | None = None
    late: bool = False
    """After the polls opened: two whom one person sent then prove nothing to each other."""


async def assign(tx: Transaction, election: LoadedElection, new: Assignment) -> int | None:
    """Give the mandate with its letter; its id, None when it was so already.

    The witness hears it by bot/base/assigned.py. Raises StationFull, and BadInput for an unknown
    participant.
    """
    who, kind = await participants.find(tx, election, new.participant)
    contests = await _contests(tx, new.station, kind)
    late = new.late and new.by is not None
    place = NewMandate(new.person_id, who, new.station.id, contests, new.by, late)
    if not await put_mandate(tx, place):
        return None
    await reserve_lists.end(tx, new.person_id, who)
    found = {"person": new.person_id, "participant": who, "station": new.station.id}
    mandate = int(await tx.scalar(_MANDATE, found) or 0)
    await _given(tx, election.id, mandate, new)
    return mandate


async def _contests(tx: Transaction, place: Station, kind: str) -> tuple[int, ...] | None:
    """A pair's witness counts the pair's own ballot; a party's and a watchdog's every one."""
    if kind != "pair":
        return None
    known = await elections.contests(tx, list(place.contests or []))
    return tuple(number for number, one in known.items() if one.ballot in _SINGLE) or None


async def _given(tx: Transaction, election_id: int, mandate: int, new: Assignment) -> None:
    """The letter's number, the note."""
    await letters.issue(tx, election_id, [mandate], new.by)
    actor = f"person:{new.by}" if new.by else "operator"
    what = {"person": new.person_id, "mandate": mandate}
    await note(tx, actor, "witness assigned", f"station:{new.station.id}", what, new.inbox_id)


async def held(tx: Transaction, mandate_id: int) -> HeldMandate:
    """A mandate at a station, locked; raises NotFound."""
    row = (await tx.execute(_HELD, {"mandate": mandate_id})).first()
    if row is None:
        raise NotFound("there is no such mandate", mandate=mandate_id)
    return HeldMandate(*row)


async def replace_witness(
    tx: Transaction, election: LoadedElection, mandate: HeldMandate, new: Assignment
) -> int:
    """Somebody takes another one's place; the old mandate stays, inactive. The new mandate's id.

    Both hear it by bot/base/assigned.py.
    Raises StaleRevision when the old one ended already, AlreadyWitness when the new one stands
    there for the same participant, StationFull.
    """
    if not mandate.active or mandate.slot is None:
        raise StaleRevision("this mandate ended already")
    others = await there(tx, mandate.station_id)
    same = [one for one in others if one.participant_id == mandate.participant_id]
    if any(one.person_id == new.person_id for one in same):
        raise AlreadyWitness("this person is a witness there already")
    if len({one.slot for one in same}) > 2 or not same:
        raise StationFull("this station has no such place", station=mandate.station_id)
    await tx.execute(_END, {"mandate": mandate.id})
    await letters.void(tx, mandate.id)
    values: dict[str, object] = {"person": new.person_id, "participant": mandate.participant_id}
    values |= {"station": mandate.station_id, "slot": mandate.slot, "contests": mandate.contests}
    values |= {"given_by": new.by, "late": new.late and new.by is not None}
    number = int(await tx.scalar(_TAKE, values) or 0)
    await reserve_lists.end(tx, new.person_id, mandate.participant_id)
    closed = {"state": "approved", "by": new.by, "person": new.person_id, "mandate": mandate.id}
    await tx.execute(_CLOSE, closed)
    await _given(tx, election.id, number, new)
    return number


async def ask_swap(
    tx: Transaction, mandate: HeldMandate, by: int, reason: str, inbox_id: int | None
) -> tuple[str, bool]:
    """A witness asks to be replaced: the request's code, and whether it is new."""
    values = {"election": mandate.election_id, "mandate": mandate.id, "by": by, "reason": reason}

    async def keep(receipt: str) -> tuple[str, bool] | None:
        """The new request, or the one that waits already; None when the code is another's."""
        asked = {**values, "receipt": receipt, "inbox": inbox_id}
        if await tx.scalar(_ASK, asked) is not None:
            return receipt, True
        there = await tx.scalar(_WAITING, {"mandate": mandate.id})
        return None if there is None else (str(there), False)

    _, asked = await receipts.given(keep, "T")
    return asked


async def asked_swap(tx: Transaction, election_id: int, receipt: str) -> AskedSwap:
    """A request, locked; raises NotFound."""
    named = {"receipt": receipt.upper(), "election": election_id}
    row = (await tx.execute(_SWAP, named)).first()
    if row is None:
        raise NotFound("there is no such request", receipt=receipt)
    return AskedSwap(*row)


async def decline_swap(tx: Transaction, mandate_id: int, by: int | None) -> None:
    """The witness stays."""
    values = {"state": "declined", "by": by, "person": None, "mandate": mandate_id}
    await tx.execute(_CLOSE, values)
