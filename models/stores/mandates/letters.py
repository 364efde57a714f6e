"""Letters of mandates (surat mandat): numbered 1, 2, 3 in an election, without gaps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, text
from sqlmodel import col

from models.stores.base.database import Transaction
from models.tables import ElectionRow

_LOCK = (
    select(col(ElectionRow.id))
    .where(col(ElectionRow.id) == bindparam("election"))
    .with_for_update(key_share=True)
)
_ISSUE = text("""
insert into mandate_letter (mandate_id, election_id, number, issued_by)
select m.id, :election, coalesce((select max(number) from mandate_letter
        where election_id = :election), 0) + row_number() over (order by s.code, m.slot, m.id), :by
from mandate m
join station s on s.id = m.station_id and s.election_id = :election
where m.id = any(:mandates) and m.active
  and not exists (select from mandate_letter l where l.mandate_id = m.id)
""")
_VOID = text("""
update mandate_letter set void_at = clock_timestamp()
where mandate_id = :mandate and void_at is null
""")
_KEPT = text("update mandate_letter set path = :path, sha256 = :sha where mandate_id = :mandate")
_ROWS = text("""
select m.id, m.person_id, p.name as person, q.kind, q.name as participant,
       coalesce(nullif(q.short, ''), q.name) as short, l.number, l.issued_at, l.path,
       s.code as station, s.number as tps, coalesce(s.place, '') as place, k.name as kelurahan,
       k.local_word as word, k.path as area_path, m.contests
from mandate m
join person p on p.id = m.person_id
join participant q on q.id = m.participant_id
join station s on s.id = m.station_id and s.election_id = :election
join area k on k.id = s.kelurahan_id
left join mandate_letter l on l.mandate_id = m.id and l.void_at is null
where m.active and (cast(:person as int) is null or m.person_id = :person)
  and (k.path = :path or :path = '' or starts_with(k.path, :path || '.'))
order by s.code, m.slot, m.id
""")


@dataclass(frozen=True, slots=True)
class Mandate:
    """An active mandate with all that its letter says; `number` None: it has no letter yet."""

    id: int
    person_id: int
    person: str
    kind: str
    participant: str
    short: str
    number: int | None
    issued_at: datetime | None
    path: str | None
    station: str
    tps: int
    place: str
    kelurahan: str
    word: str | None
    area_path: str
    contests: list[int] | None


async def issue(
    tx: Transaction, election_id: int, mandates: Sequence[int], by: int | None = None
) -> int:
    """Number the letters of these active mandates that have none yet; how many were new.

    One at a time in an election (its row is held), so that no number is left out or given twice.
    """
    await tx.execute(_LOCK, {"election": election_id})
    named = {"election": election_id, "mandates": list(mandates), "by": by}
    return (await tx.execute(_ISSUE, named)).rowcount


async def void(tx: Transaction, mandate_id: int) -> None:
    """A letter that holds no more; its number is not given again."""
    await tx.execute(_VOID, {"mandate": mandate_id})


async def kept(tx: Transaction, mandate_id: int, path: str, sha256: str) -> None:
    """Where the PDF lies, and its hash."""
    await tx.execute(_KEPT, {"mandate": mandate_id, "path": path, "sha": sha256})


async def rows(
    tx: Transaction, election_id: int, *, person_id: int | None = None, path: str = ""
) -> list[Mandate]:
    """Active mandates with station, participant, and the letter's number where it has one."""
    named = {"election": election_id, "person": person_id, "path": path}
    return [Mandate(*row) for row in await tx.execute(_ROWS, named)]
