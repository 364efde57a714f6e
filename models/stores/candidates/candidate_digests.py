"""Digests of candidates: a notice to look at the own votes, where the contest's count has moved."""

from datetime import time

from sqlalchemy import text

from models.rules.digest_slots import Slot, quiet
from models.stores.base.database import Transaction
from models.stores.digests.digests import NEVER, OFTEN
from models.values import Role

_TELL = text(f"""
with one as (
    select r.person_id, d.told_slot
    from role r join person p on p.id = r.person_id and p.active
    left join digest_person d on d.person_id = r.person_id
    where r.election_id = :election and r.ended_at is null and r.role = '{Role.CANDIDATE.value}'
      and exists (select from contact c where c.person_id = p.id)
      and coalesce(d.often, '{OFTEN}') <> '{NEVER}'
      and (not cast(:quiet as bool)
           or cast(:night as bool) and coalesce(d.often, '{OFTEN}') = '{OFTEN}')
      and exists (
          select from recap x join area a on a.id = x.area_id and a.level = 0
          where a.election_id = r.election_id and x.trust = 0
            and (r.contest_id is null or x.contest_id = r.contest_id)
            and x.updated_at > coalesce(d.told_slot, '-infinity'))
    group by r.person_id, d.told_slot
), written as (
    insert into notice (purpose, whom, event, data)
    select 'digest:' || cast(:election as text) || ':' || cast(:key as text) || ':' || person_id,
           person_id, cast(:event as text),
           jsonb_build_object('slot', cast(:key as text), 'since', told_slot)
    from one on conflict (purpose) do nothing returning whom
), noted as (
    insert into digest_person (person_id, told_slot) select whom, :slot from written
    on conflict (person_id) do update set told_slot = excluded.told_slot
)
select count(*) from written
""")


async def tell(
    tx: Transaction,
    election_id: int,
    slot: Slot,
    hour: time,
    hours: tuple[time, time],
    *,
    night: bool,
    event: str,
) -> int:
    """Write candidates' notices of a slot, once a round; how many there are.

    `event` with {slot, since}: what it tells is read when it is told, as for SUARA SAYA.

    `hour` is the slot's, where `hours` are the quiet ones; those who lead an area as well have had
    theirs already, by the same purpose.
    """
    given = {
        "election": election_id,
        "slot": slot.at,
        "event": event,
        "key": slot.at.isoformat(),
        "quiet": quiet(hour, *hours),
        "night": night,
    }
    return int(await tx.scalar(_TELL, given) or 0)
