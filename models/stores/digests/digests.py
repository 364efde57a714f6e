"""Digest rounds: what areas say is written once, notices for everybody in one statement.

A round is one row per slot, written in the transaction that writes its notices: two clocks that
start together wait for each other there, and a crash leaves nothing of it.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy import text

from models.rules.digest_slots import Slot
from models.stores.base.database import Transaction
from models.tables.message import PENDING, SET_ASIDE
from models.values import Role

ROLES = (Role.COORDINATOR, Role.ADMINISTRATOR, Role.REVIEWER)
"""Who gets digests. Candidates have SUARA SAYA, auditors read, others have their tasks."""
OFTEN, SELDOM, NEVER = "sering", "jarang", "mati"
"""What a person may want."""
_MOST = 3
"""Areas in one digest; those who lead more are told how many are left out."""

_BEGIN = text("""
insert into digest_round (election_id, slot, season, told) values (:election, :slot, :season, 0)
on conflict do nothing returning slot
""")
_END = text("""
update digest_round set told = :told where election_id = :election and slot = :slot
""")
# Roles follow the area downward, so of two that lie in each other the larger one speaks.
HELD = """
held as materialized (
    select distinct r.person_id, a.id as area_id, a.path
    from role r join person p on p.id = r.person_id and p.active
    join area a on a.id = coalesce(r.area_id, (
        select t.id from area t where t.election_id = :election and t.level = 0 limit 1))
    where r.election_id = :election and r.ended_at is null and r.role = any(:roles)
      and exists (select from contact c where c.person_id = p.id)
), mine as materialized (
    select h.* from held h where not exists (
        select from held o where o.person_id = h.person_id and o.area_id <> h.area_id
          and starts_with(h.path, o.path || '.'))
)"""
"""Who leads what: `mine` (person_id, area_id, path), the topmost areas of everybody reachable.

Needs: election, roles.
"""
_AREAS = text(f"with {HELD} select distinct area_id from mine")
_PUT = text("""
insert into digest_area (area_id, slot, figures)
select id, :slot, cast(figures as jsonb)
from unnest(cast(:ids as bigint[]), cast(:figures as text[])) t (id, figures)
on conflict (area_id, slot) do nothing
""")
# What nobody was told yet makes room for what is newer; its comparison goes on from before it.
_OVERTAKE = text(f"""
with gone as (
    update notice set state = {SET_ASIDE}, reason = 'overtaken'
    where state = {PENDING} and event = any(:events)
    returning whom, cast(data ->> 'since' as timestamptz) as since
)
update digest_person d set told_slot = g.since from gone g where d.person_id = g.whom
""")
_TELL = text(f"""
with {HELD}, told as (
    select m.person_id, d.told_slot,
           row_number() over (partition by m.person_id order by m.path) as place,
           count(*) over (partition by m.person_id) as areas,
           jsonb_build_object('id', m.area_id, 'now', s.figures, 'before', b.figures) as area,
           (b.figures is null or b.figures <> s.figures) as news,
           case when q.begins <= q.ends then l.hour >= q.begins and l.hour < q.ends
                else l.hour >= q.begins or l.hour < q.ends end as quiet,
           coalesce(d.often, '{OFTEN}') as often
    from mine m join digest_area s on s.area_id = m.area_id and s.slot = :slot
    cross join (select cast(:quiet_from as time) as begins, cast(:quiet_until as time) as ends) q
    cross join lateral (select cast(
        cast(:slot as timestamptz) at time zone (s.figures ->> 'zone') as time) as hour) l
    left join digest_person d on d.person_id = m.person_id
    left join digest_area b on b.area_id = m.area_id and b.slot = d.told_slot
        and d.told_slot < :slot
), one as (
    select person_id, told_slot, max(areas) - least(max(areas), {_MOST}) as more,
           jsonb_agg(area order by place) filter (where place <= {_MOST}) as areas
    from told group by person_id, told_slot
    having bool_or(news or cast(:seldom as bool)) and max(often) <> '{NEVER}'
       and (max(often) = '{OFTEN}' and (cast(:night as bool) or not bool_and(quiet))
            or cast(:seldom as bool) and not bool_and(quiet))
), written as (
    insert into notice (purpose, whom, event, data)
    select 'digest:' || cast(:election as text) || ':' || cast(:key as text) || ':' || person_id,
           person_id, cast(:event as text),
           jsonb_build_object('slot', cast(:key as text), 'season', cast(:season as text),
                              'since', told_slot, 'areas', areas, 'more', more)
    from one on conflict (purpose) do nothing returning whom
), noted as (
    insert into digest_person (person_id, told_slot) select whom, :slot from written
    on conflict (person_id) do update set told_slot = excluded.told_slot
)
select count(*) from written
""")
# A table that was filled a moment ago has no statistics: row by row, 10,000 took 23 s.
_JOINS = text("select set_config('enable_nestloop', :nested, true)")
_FORGET = text(f"""
delete from digest_area where slot < :slot and slot not in (
    select distinct told_slot from digest_person where told_slot is not null
    union select distinct cast(data ->> 'since' as timestamptz) from notice
    where state = {PENDING} and event = :event and data ->> 'since' is not null)
""")
_FORGET_TOLD = text(f"""
delete from notice where event = any(:events)
    and state <> {PENDING} and created_at < :until
""")
_WANT = text("""
insert into digest_person (person_id, often) values (:person, :often)
on conflict (person_id) do update set often = excluded.often,
    told_slot = case when excluded.often = 'mati' then null else digest_person.told_slot end
""")


def named(election_id: int) -> dict[str, Any]:
    """The parameters of HELD."""
    return {"election": election_id, "roles": [role.value for role in ROLES]}


async def begin(tx: Transaction, election_id: int, slot: Slot) -> bool:
    """Whether this transaction makes the round of a slot; waits for one that is making it."""
    given = {"election": election_id, "slot": slot.at, "season": slot.season.value}
    return await tx.scalar(_BEGIN, given) is not None


async def areas(tx: Transaction, election_id: int) -> list[int]:
    """Ids of the areas that somebody hears of."""
    return list((await tx.execute(_AREAS, named(election_id))).scalars())


async def put(tx: Transaction, slot: Slot, figures: Mapping[int, Mapping[str, object]]) -> None:
    """What the slot's digest says of each area."""
    told = [json.dumps(one, ensure_ascii=False, sort_keys=True) for one in figures.values()]
    await tx.execute(_PUT, {"slot": slot.at, "ids": list(figures), "figures": told})


async def tell(
    tx: Transaction,
    election_id: int,
    slot: Slot,
    quiet: tuple[time, time],
    *,
    night: bool,
    event: str,
    overtakes: Sequence[str],
) -> int:
    """Write everybody's notice of this slot and how many there are; call it once in a round.

    `event` with {slot, season, seldom, areas: [{id, now, before}], more}; notices of the events in
    `overtakes` that nobody was told yet are dropped for it.
    Those who want few get it in slots that are `seldom`; in quiet hours nobody gets one but, in
    election `night`, those who want many.
    """
    await tx.execute(_JOINS, {"nested": "off"})
    await tx.execute(_OVERTAKE, {"events": list(overtakes)})
    given = {
        **named(election_id),
        "slot": slot.at,
        "event": event,
        "key": slot.at.isoformat(),
        "season": slot.season.value,
        "seldom": slot.seldom,
        "night": night,
        "quiet_from": quiet[0],
        "quiet_until": quiet[1],
    }
    told = int(await tx.scalar(_TELL, given) or 0)
    await tx.execute(_JOINS, {"nested": "on"})
    await tx.execute(_END, {"election": election_id, "slot": slot.at, "told": told})
    await tx.execute(_FORGET, {"slot": slot.at, "event": event})
    return told


async def forget_told(tx: Transaction, until: datetime, events: Sequence[str]) -> int:
    """Delete notices of these events that were told or dropped before a moment; how many.

    Their words stay in the outbox; that a slot is made once stands in its round.
    """
    return int((await tx.execute(_FORGET_TOLD, {"until": until, "events": list(events)})).rowcount)


async def want(tx: Transaction, person_id: int, often: str) -> None:
    """How often a person hears from now on: OFTEN, SELDOM or NEVER."""
    await tx.execute(_WANT, {"person": person_id, "often": often})
