"""What people were trained in; and where the made-up witnesses of the training phones stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col

from models.stores.base.database import Transaction
from models.tables import TrainingRow

_STATIONS = text("""
select s.id from station s
where s.election_id = :election and s.active and not s.special and s.kelurahan_id = (
    select kelurahan_id from station
    where election_id = :election and active and not special
    group by kelurahan_id order by count(*) >= :count desc, min(code) limit 1)
order by s.number limit :count
""")
_PARTICIPANT = text("""
select id from participant where election_id = :election
order by (kind = 'party' and code = :own) desc, kind = 'party' desc, length(code), code limit 1
""")


async def first_stations(tx: Transaction, election_id: int, count: int) -> list[int]:
    """The first ordinary stations of one kelurahan, by number."""
    rows = await tx.execute(_STATIONS, {"election": election_id, "count": count})
    return [row.id for row in rows]


async def whose_witnesses(tx: Transaction, election_id: int, own_party: str | None) -> int | None:
    """The participant that the made-up witnesses stand for: the own party, else any party."""
    named = {"election": election_id, "own": own_party}
    found = await tx.scalar(_PARTICIPANT, named)
    return None if found is None else int(found)


_PLACES = text("""
select m.person_id, s.number, k.name as kelurahan, k.local_word as word,
       coalesce(s.lat, k.lat) as lat, coalesce(s.lon, k.lon) as lon
from mandate m
join station s on s.id = m.station_id
join area k on k.id = s.kelurahan_id
where m.person_id = any(:people) and m.active
order by m.person_id, s.election_id desc, s.code
""")


@dataclass(frozen=True, slots=True)
class Post:
    """A person's first station, and where it or its kelurahan lies if that is known."""

    person_id: int
    number: int
    kelurahan: str
    word: str | None
    lat: float | None
    lon: float | None


async def places_of(tx: Transaction, people: Sequence[int]) -> dict[int, Post]:
    """The first station of each of these people."""
    rows = await tx.execute(_PLACES, {"people": list(people)})
    first: dict[int, Post] = {}
    for row in rows:
        first.setdefault(row.person_id, Post(*row))
    return first


_KEEP = text("""
insert into training (election_id, person_id, kind, score, out_of, passed, detail, inbox_id)
values (:election, :person, :kind, :score, :out_of, :passed, :detail, :inbox)
""").bindparams(bindparam("detail", type_=JSONB))
_PASSED = (
    select(col(TrainingRow.kind))
    .where(
        col(TrainingRow.person_id) == bindparam("person"),
        col(TrainingRow.election_id) == bindparam("election"),
        col(TrainingRow.passed),
    )
    .distinct()
)


@dataclass(frozen=True, slots=True)
class Trained:
    """A finished quiz or practice report: `kind` quiz or practice, what was wrong by code."""

    election_id: int
    person_id: int
    kind: str
    score: int
    out_of: int
    passed: bool
    wrong: tuple[str, ...] = ()
    inbox_id: int | None = None


async def keep(tx: Transaction, new: Trained) -> set[str]:
    """Keep a result; what this person has ever passed."""
    who = {"election": new.election_id, "person": new.person_id}
    values = {"score": new.score, "out_of": new.out_of, "passed": new.passed}
    said = {"kind": new.kind, "detail": list(new.wrong), "inbox": new.inbox_id}
    await tx.execute(_KEEP, {**who, **values, **said})
    return {row.kind for row in await tx.execute(_PASSED, who)}
