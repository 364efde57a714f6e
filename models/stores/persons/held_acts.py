"""Acts of weight from a chat that is new for its person: kept until a one-time code comes back."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from models.rules.code_text import LETTERS, normal
from models.sealing import Keys
from models.stores.base.database import Transaction

FRESH_DAYS = 3
"""Days in which a chat is new for its person: a SIM swap is noticed by its owner before."""
MINUTES = 30
"""Until the code has to be back."""
TRIES = 5
"""Wrong codes of one chat in an hour; then nothing is held or confirmed there."""
LENGTH = 6
"""Letters of the code: 24^6 are 2^27, against five tries an hour."""

_OLD = f"(c.changed_at is null or c.changed_at < clock_timestamp() - interval '{FRESH_DAYS} days')"
_FRESH = text(f"select not {_OLD} from contact c where c.id = :contact")
_OTHERS = text(f"""
select c.id from contact c join contact here on here.id = :contact
where c.person_id = :person and c.id <> here.id and c.last_inbound_at is not null
  and (c.channel, c.sender) <> (here.channel, here.sender) and {_OLD}
order by c.id
""")
_REACHED = text(f"""
select distinct on (c.person_id) c.id from contact c
where c.person_id = any(:people) and c.last_inbound_at is not null and {_OLD}
order by c.person_id, c.last_inbound_at desc
""")
_CHANGED = text("update contact set changed_at = clock_timestamp() where id = :contact")
_SURE = text("update contact set changed_at = null where person_id = :person")
_WRONG = text("""
select coalesce(sum(tries), 0) from held_act
where contact_id = :contact and asked_at > clock_timestamp() - interval '1 hour'
""")
_VOID = text("""
update held_act set state = 'void' where contact_id = :contact and state = 'waiting'
""")
_PUT = text("""
insert into held_act (contact_id, person_id, act, data, code_hash, state, inbox_id)
values (:contact, :person, :act, :data, :hash, 'waiting', :inbox) returning id
""").bindparams(bindparam("data", type_=JSONB))
_VOID_OF = text("""
update held_act set state = 'void' where state = 'waiting'
  and (person_id = :person or contact_id = any(cast(:contacts as bigint[])))
""")
_WAITING = text(f"""
select h.id, h.person_id, h.act, h.data, h.code_hash
from held_act h join contact c on c.id = h.contact_id
where h.contact_id = :contact and h.state = 'waiting'
  and h.person_id = coalesce(c.person_id, case when h.act = :binds then h.person_id end)
  and h.asked_at > clock_timestamp() - interval '{MINUTES} minutes' for update of h
""")
_DONE = text("""
update held_act set state = 'done', done_at = clock_timestamp() where id = :id
""")
_TRIED = text("update held_act set tries = tries + 1 where id = :id")


@dataclass(frozen=True, slots=True)
class HeldAct:
    """What waits: for whom it is done, the act's name and its fields."""

    id: int
    person_id: int
    act: str
    data: dict[str, object]


async def fresh(tx: Transaction, contact_id: int) -> bool:
    """Whether a chat is new for the person that it speaks for."""
    return bool(await tx.scalar(_FRESH, {"contact": contact_id}))


async def account_changed(tx: Transaction, contact_id: int) -> None:
    """The provider says that a chat's account is in other hands, or on another device."""
    await tx.execute(_CHANGED, {"contact": contact_id})


async def sure(tx: Transaction, person_id: int) -> int:
    """Somebody at the installation's keyboard knows who speaks; of how many chats."""
    return int((await tx.execute(_SURE, {"person": person_id})).rowcount)


async def own_chats(tx: Transaction, contact_id: int, person_id: int) -> list[int]:
    """Contacts of the person on other accounts that spoke for them before."""
    given = {"contact": contact_id, "person": person_id}
    return [int(row.id) for row in await tx.execute(_OTHERS, given)]


async def chats_of(tx: Transaction, people: Collection[int]) -> list[int]:
    """For each of these people the latest contact that is not new for them, where there is one."""
    rows = await tx.execute(_REACHED, {"people": list(people)})
    return [int(row.id) for row in rows]


async def tries_left(tx: Transaction, contact_id: int) -> int:
    """How many wrong codes a chat may still give within the hour."""
    return max(0, TRIES - int(await tx.scalar(_WRONG, {"contact": contact_id}) or 0))


async def hold(
    tx: Transaction,
    keys: Keys,
    chat: tuple[int, int],
    act: tuple[str, Mapping[str, object]],
    inbox_id: int | None = None,
) -> tuple[int, str]:
    """Keep an act of a chat (contact, person); its number and its code, shown only now.

    What waited before for the same chat is void.
    """
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    await tx.execute(_VOID, {"contact": chat[0]})
    values = {"contact": chat[0], "person": chat[1], "act": act[0], "data": dict(act[1])}
    values |= {"hash": _hash(keys, chat[0], code), "inbox": inbox_id}
    number = int(await tx.scalar(_PUT, values) or 0)
    return number, f"{code[:3]}-{code[3:]}"


async def confirm(
    tx: Transaction, keys: Keys, contact_id: int, code: str, binds: str
) -> HeldAct | None:
    """The act that waits for this code in this chat, done now; None, a wrong code costs a try.

    The chat still speaks for who asked; for nobody only with the act `binds`, which makes it so.
    """
    row = (await tx.execute(_WAITING, {"contact": contact_id, "binds": binds})).first()
    if row is None or await tries_left(tx, contact_id) == 0:
        return None
    if bytes(row.code_hash) != _hash(keys, contact_id, normal(code)):
        await tx.execute(_TRIED, {"id": row.id})
        return None
    await tx.execute(_DONE, {"id": row.id})
    return HeldAct(row.id, row.person_id, row.act, row.data)


async def drop(tx: Transaction, contact_id: int) -> None:
    """Nothing waits for a code in this chat any more."""
    await tx.execute(_VOID, {"contact": contact_id})


async def end(tx: Transaction, person_id: int, contacts: Collection[int] = ()) -> None:
    """Nothing waits any more of a person, or in these chats that spoke for them."""
    await tx.execute(_VOID_OF, {"person": person_id, "contacts": list(contacts)})


def _hash(keys: Keys, contact_id: int, code: str) -> bytes:
    return keys.code_hash(f"held act {contact_id} {code}")
