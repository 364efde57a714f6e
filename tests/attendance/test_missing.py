"""Who is missing: counted in set-based SQL, each area in its own zone, with the first by name."""

from datetime import UTC, datetime

from models.stores.attendance import missing as attendance
from models.stores.attendance.missing import EVERYWHERE, Count, Missing
from models.stores.base import elections
from models.values import Level
from tests.cases.desk import Desk

MORNING = datetime(2024, 2, 14, 0, 5, tzinfo=UTC)
"""07.05 WIB, 08.05 WITA."""
SUKAMAJU = "0.98.9801.980101"


async def missing(desk: Desk, path: str, now: datetime = MORNING) -> list[Missing]:
    async with desk.database.transaction() as tx:
        return await attendance.missing(tx, await elections.election(tx), path, now)


async def by_kecamatan(desk: Desk, now: datetime = MORNING) -> dict[str, Count]:
    async with desk.database.transaction() as tx:
        election = await elections.election(tx)
        found = await attendance.missing_by_area(tx, election, "check_in", Level.KECAMATAN, now)
    return dict(found)


async def check_in(desk: Desk, person: int, at: datetime, station: str) -> None:
    await desk.do(
        "insert into check_in (person_id, station_id, at, flags, receipt) "
        "select :person, id, :at, '[]', gen_random_uuid() from station where code = :station",
        person=person,
        at=at,
        station=station,
    )


async def test_stations_count_once_and_yesterday_is_no_presence(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    await desk.witness("Pak Budi", 2)
    await desk.witness("Bu Ani", 3, "9801012001002")
    await desk.witness("Pak Kadek", 4, "9871011001001")
    await check_in(desk, siti.person, datetime(2024, 2, 13, 12, tzinfo=UTC), "9801012001001")
    (hadir,) = await missing(desk, SUKAMAJU)
    assert (hadir.phase, hadir.expected, hadir.missing) == ("check_in", 2, 2)
    assert hadir.by == datetime(2024, 2, 14, 0, 0, tzinfo=UTC)
    assert [(a.number, a.kelurahan, a.witnesses) for a in hadir.first] == [
        (1, "Sukamaju Kidul", ("Bu Siti", "Pak Budi")),
        (2, "Sukamaju Kidul", ("Bu Ani",)),
    ]
    await check_in(desk, siti.person, datetime(2024, 2, 13, 23, tzinfo=UTC), "9801012001001")
    (hadir,) = await missing(desk, SUKAMAJU)
    assert (hadir.expected, hadir.missing) == (2, 1)
    assert await by_kecamatan(desk) == {"980101": Count(2, 1), "987101": Count(1, 1)}


async def test_each_zone_has_its_own_hour(desk: Desk) -> None:
    await desk.witness("Bu Siti", 1)
    await desk.witness("Pak Kadek", 4, "9871011001001")
    dawn = datetime(2024, 2, 13, 23, 30, tzinfo=UTC)  # 06.30 WIB, 07.30 WITA
    assert await by_kecamatan(desk, dawn) == {"987101": Count(1, 1)}
    assert await missing(desk, SUKAMAJU, dawn) == []


async def test_an_empty_area_has_nothing_missing(desk: Desk) -> None:
    assert await missing(desk, EVERYWHERE) == []
    assert await by_kecamatan(desk) == {}


async def test_a_photo_does_a_ballots_duty(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    night = datetime(2024, 2, 14, 11, 5, tzinfo=UTC)
    assert [(m.phase, m.missing) for m in await missing(desk, SUKAMAJU, night)] == [
        ("check_in", 1),
        ("ppwp", 1),
    ]
    await desk.photo(siti, "9801012001001", "ppwp")
    assert (await missing(desk, SUKAMAJU, night))[1].missing == 0
