"""Where a photo belongs, which decides who may see it; and its move to another place."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from models.stores.base.database import Transaction
from models.stores.reports import results
from models.stores.typing_desk import typing_tasks
from models.values import Json

PATHS = """
case when p.station_id is not null
     then array(select k.path from station s join area k on k.id = s.kelurahan_id
                where s.id = p.station_id)
     when exists (select from meeting_photo f where f.photo_id = p.id)
     then array(select a.path from meeting_photo f join area a on a.id = f.area_id
                where f.photo_id = p.id)
     else array(select distinct k.path from mandate m join station s on s.id = m.station_id
                join area k on k.id = s.kelurahan_id
                where m.person_id = p.person_id and m.active)
end"""
"""Paths of the areas that a photo `p` is of: its station's, the recap meeting's, else those of all
the stations of whoever sent it."""
_PLACED = text(f"""
select p.id, p.path, encode(p.sha256, 'hex') as sha256, p.mime, p.purpose, p.person_id,
       p.station_id, p.contest_id, p.page, p.state, p.forwarded, p.reading, p.received_at,
       {PATHS} as paths, s.election_id, s.code as station_code
from photo p left join station s on s.id = p.station_id where p.id = :id
""")
_LOCK = text("select station_id, contest_id from photo where id = :id for update")
_MOVE = text("""
update photo set station_id = :station, contest_id = :contest, page = :page,
    state = case when purpose = 'form' then 'waiting' else state end,
    reading = null, read_at = null, attempts = 0, not_before = clock_timestamp(),
    turn = extract(epoch from clock_timestamp())
where id = :id
""")
_LEFT = text("""
select exists (select from photo
               where station_id = :station and contest_id = :contest and purpose = 'form')
""")
_SPOKE = text("""
select exists (select from report where station_id = any(:stations) and person_id = :person
               and kind <> 'decision' and withdrawn_at is null)
""")


@dataclass(frozen=True, slots=True)
class PlacedPhoto:
    """A photo and the areas (`paths`) that it is of; `path` is where the file lies."""

    id: int
    path: str
    sha256: str
    mime: str
    purpose: str
    person_id: int | None
    station_id: int | None
    contest_id: int | None
    page: int | None
    state: str
    forwarded: bool
    reading: Json
    received_at: datetime
    paths: list[str]
    election_id: int | None
    station_code: str | None

    @property
    def pages(self) -> list[Json]:
        """What was read, page by page."""
        return list((self.reading or {}).get("pages", ()))


async def placed(tx: Transaction, photo_id: int) -> PlacedPhoto | None:
    """A photo by its id."""
    row = (await tx.execute(_PLACED, {"id": photo_id})).first()
    return None if row is None else PlacedPhoto(*row)


async def spoke(tx: Transaction, person_id: int, stations: list[int]) -> bool:
    """Whether a person reported at one of these stations."""
    return bool(await tx.scalar(_SPOKE, {"person": person_id, "stations": stations}))


async def move(
    tx: Transaction, photo_id: int, station_id: int, contest_id: int, page: int | None = None
) -> None:
    """Put a photo where it belongs: read anew there, it proves nothing more where it lay.

    What a report was read from it is kept with the report, and proves nothing either. Both places
    are settled again, in the order of their stations.
    """
    old = (await tx.execute(_LOCK, {"id": photo_id})).one()
    values = {"id": photo_id, "station": station_id, "contest": contest_id, "page": page}
    await tx.execute(_MOVE, values)
    before = (old.station_id, old.contest_id)
    places = {(station_id, contest_id)}
    if old.station_id is not None and old.contest_id is not None:
        places.add(before)
        lies = {"station": old.station_id, "contest": old.contest_id}
        if not await tx.scalar(_LEFT, lies):
            await typing_tasks.forget(tx, *before)
    await typing_tasks.queue(tx, station_id, contest_id)
    for place in sorted(places):
        await results.settle_again(tx, *place)
