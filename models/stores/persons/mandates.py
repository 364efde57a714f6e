"""Mandates: who stands for whom at which station; at most two active witnesses for each."""

from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from models.errors import NotFound, StationFull
from models.stores.base.database import Transaction
from models.stores.base.kept import Kept
from models.stores.base.placed import PLACED, PlacedStation
from models.tables import MandateRow, ParticipantRow, StationRow

mandate, participant, station = (
    MandateRow.__table__,  # type: ignore[attr-defined]
    ParticipantRow.__table__,  # type: ignore[attr-defined]
    StationRow.__table__,  # type: ignore[attr-defined]
)

SLOTS = (1, 2)


@dataclass(frozen=True, slots=True)
class NewMandate:
    """A mandate to be: ids, and the contests it is for (None: every ballot of the station)."""

    person_id: int
    participant_id: int
    station_id: int
    contests: tuple[int, ...] | None = None
    given_by: int | None = None
    late: bool = False
    """Given after the polls opened, by `given_by`."""


async def put_mandate(tx: Transaction, new: NewMandate) -> bool:
    """Give a mandate; False when the person holds it already. Raises StationFull."""
    same = await tx.execute(
        select(mandate.c.id, mandate.c.slot, mandate.c.person_id)
        .where(
            mandate.c.station_id == new.station_id,
            mandate.c.participant_id == new.participant_id,
            mandate.c.active,
            mandate.c.slot.is_not(None),  # as the index says
        )
        .with_for_update()
    )
    rows = same.all()
    if any(row.person_id == new.person_id for row in rows):
        await tx.execute(
            mandate.update()
            .where(mandate.c.person_id == new.person_id, mandate.c.station_id == new.station_id)
            .where(mandate.c.participant_id == new.participant_id)
            .values(contests=_named(new), waits=mandate.c.waits if new.late else False)
        )
        return False
    free = [slot for slot in SLOTS if slot not in {row.slot for row in rows}]
    if not free:
        raise StationFull(
            "this station already has two active witnesses of this participant",
            station=new.station_id,
        )
    await tx.execute(
        insert(mandate).values(
            person_id=new.person_id,
            participant_id=new.participant_id,
            station_id=new.station_id,
            slot=free[0],
            given_by=new.given_by,
            late=new.late,
            contests=_named(new),
        )
    )
    return True


def _named(new: NewMandate) -> list[int] | None:
    return list(new.contests) if new.contests else None


MANDATES = text(f"""
select {PLACED}, m.id, m.contests as own_contests, s.election_id,
       p.id as participant_id, p.kind, p.code as participant_code, p.name as participant,
       coalesce(s.contests, k.contests) as contests
from mandate m
join participant p on p.id = m.participant_id
join station s on s.id = m.station_id
join area k on k.id = s.kelurahan_id
where m.person_id = :person and m.active
order by s.code, p.kind desc, m.id
""")


@dataclass(frozen=True, slots=True)
class KnownMandate(PlacedStation):
    """A person's mandate with its station, for whom, and which contests the station has."""

    id: int
    own_contests: list[int] | None
    election_id: int
    participant_id: int
    kind: str
    participant_code: str
    participant: str
    contests: list[int] | None


_AREAS = text("""
select path, code, level, name, local_word, timezone from area
where election_id = :election and code = any(:codes)
""")


async def mandates_of(tx: Transaction, person_id: int) -> list[KnownMandate]:
    """The active mandates of a person with station, participant and kelurahan, by station."""
    return [KnownMandate(*row) for row in await tx.execute(MANDATES, {"person": person_id})]


@dataclass(frozen=True, slots=True)
class AreaAbove:
    """An area on the way from a station up: its name, its word, its zone (IANA)."""

    path: str
    code: str
    level: int
    name: str
    local_word: str | None
    timezone: str | None


_areas: Kept[dict[str, AreaAbove]] = Kept(16)


async def areas_above(
    tx: Transaction, election_id: int, paths: set[str], fingerprint: str | None = None
) -> dict[str, AreaAbove]:
    """The areas on these dotted paths, by code: names, local words and time zones.

    `fingerprint`: of the election, where this transaction has just read it.
    """
    codes = sorted({code for path in paths for code in path.split(".")})
    kept = _areas.get(tx, election_id, fingerprint) if fingerprint else None
    if kept is not None and all(code in kept for code in codes):
        return {code: kept[code] for code in codes}
    rows = await tx.execute(_AREAS, {"election": election_id, "codes": codes})
    found = {one.code: one for one in (AreaAbove(*row) for row in rows)}
    if kept is not None:
        kept.update(found)
    elif fingerprint is not None:
        _areas.put(tx, election_id, fingerprint, dict(found))
    return found


_PATH = text(
    "select k.path from station s join area k on k.id = s.kelurahan_id where s.id = :station"
)


async def path_of(tx: Transaction, station_id: int) -> str:
    """The dotted path of a station's kelurahan; raises NotFound."""
    path = await tx.scalar(_PATH, {"station": station_id})
    if path is None:
        raise NotFound("there is no such station", station=station_id)
    return str(path)


_NAME = text(
    "select s.number, k.name as kelurahan from station s join area k on k.id = s.kelurahan_id"
    " where s.id = :station"
)


@dataclass(frozen=True, slots=True)
class StationName:
    """A station as people say it."""

    number: int
    kelurahan: str


async def name_of(tx: Transaction, station_id: int) -> StationName:
    """A station's number and its kelurahan's name."""
    return StationName(*(await tx.execute(_NAME, {"station": station_id})).one())
