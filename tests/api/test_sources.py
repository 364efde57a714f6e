"""Every figure over HTTP leads back to its message, photo and person; lists can be paged."""

from httpx import AsyncClient
from sqlalchemy import text

from models.stores.base.database import Database
from models.stores.reports import reports
from models.stores.reports.reports import Origin
from models.values import Finding, Severity, Tally
from tests.stores.places import Places


async def get(client: AsyncClient, address: str, **query: object) -> dict[str, object]:
    response = await client.get(f"/api/v1/{address}", params={k: str(v) for k, v in query.items()})
    assert response.status_code == 200, response.text
    answer: dict[str, object] = response.json()
    return answer


async def test_a_station_shows_each_report_with_its_source(
    client: AsyncClient, database: Database, places: Places
) -> None:
    async with database.transaction() as tx:
        await tx.execute(
            text(
                "insert into photo (sha256, path, mime, size, purpose, person_id, station_id, "
                "contest_id, page, forwarded, state, inbox_id) values "
                "('\\xab', 'x', 'image/jpeg', 9, 'form', :p, :s, :c, 2, false, 'stored', 77)"
            ),
            {"p": places.people[0], "s": places.station(0), "c": places.president},
        )
    station = await get(client, "stations/9801011001001")
    assert (station["code"], station["name"], station["voters"]) == ("9801011001001", "TPS 1", 300)
    assert [area["code"] for area in station["areas"]] == [
        *("0", "98", "9801", "980101", "9801011001")
    ]
    president, parliament = station["ballots"]
    assert (president["ballot"], president["state"]) == ("ppwp", "confirmed")
    assert president["evidence"] == ["two_witnesses"]
    first, second = president["reports"]
    assert (first["person"], second["person"]) == (places.people[0], places.people[1])
    assert (first["message"], first["counts"], second["counts"]) == (500, True, False)
    assert first["votes"] == {"1": 100, "2": 50, "3": 10}
    assert first["implied"] == ["total", "valid"]
    [photo] = president["photos"]
    assert (photo["sha256"], photo["page"], photo["inbox_id"]) == ("ab", 2, 77)
    assert parliament["reports"][0]["votes"] == {"1": 60, "1.0": 10, "1.1": 20, "1.2": 30, "2": 50}
    assert "Saksi 0" not in str(station)


async def test_a_disputed_station_names_the_fields(reader: AsyncClient) -> None:
    station = await get(reader, "stations/9801011002002")
    [president, _] = station["ballots"]
    assert (president["state"], president["disputed"]) == ("disputed", ["3", "valid", "total"])


async def test_reports_come_in_order_and_in_pages(reader: AsyncClient) -> None:
    everything = (await get(reader, "reports"))["rows"]
    ids = [row["id"] for row in everything]
    assert (len(ids), ids) == (8, sorted(ids))
    first = (await get(reader, "reports", limit=3))["rows"]
    rest = (await get(reader, "reports", after=first[-1]["id"]))["rows"]
    assert first + rest == everything
    parliament = (await get(reader, "reports", ballot="dpr", area="980101"))["rows"]
    assert [row["ballot"] for row in parliament] == ["dpr"]
    assert (await get(reader, "reports", area="9802"))["rows"] == []


async def test_findings_of_what_counts_by_code_and_severity(
    client: AsyncClient, database: Database, places: Places
) -> None:
    found = (
        Finding("S01", Severity.ASK, ("valid",), {"counted": 3, "written": 4}),
        Finding("V02", Severity.NOTE, ("total",), {"written": 301, "limit": 300}),
    )
    async with database.transaction() as tx:
        origin = Origin(places.people[0])
        station = places.station(6)
        tally = Tally((1, 1, 1), 4, 0, 4)
        await reports.submit(tx, origin, station, places.president, tally, findings=found)
    rows = (await get(client, "findings", source="reports"))["rows"]
    assert [(r["station"], r["code"], r["numbers"]) for r in rows] == [
        ("9802011001001", "S01", {"counted": 3, "written": 4}),
        ("9802011001001", "V02", {"written": 301, "limit": 300}),
    ]
    for query, codes in (
        ({"code": "S01"}, ["S01"]),
        ({"severity": "note"}, ["V02"]),
        ({"area": "9801"}, []),
        ({"ballot": "dpr"}, []),
    ):
        rows = (await get(client, "findings", source="reports", **query))["rows"]
        assert [row["code"] for row in rows] == codes


async def test_an_area_shows_what_lies_above_and_below(reader: AsyncClient) -> None:
    area = await get(reader, "areas/9801")
    assert (area["name"], area["level"]) == ("Kota Satu", "kabkota")
    assert [one["code"] for one in area["above"]] == ["0", "98"]
    assert [one["code"] for one in area["below"]] == ["980101", "980102"]


async def test_what_is_not_there_is_said(reader: AsyncClient) -> None:
    for address in ("stations/77", "areas/77", "reports?area=77", "findings?area=77"):
        response = await reader.get(f"/api/v1/{address}")
        assert (response.status_code, response.json()["code"]) == (404, "not_found")
    response = await reader.get("/api/v1/reports?limit=0")
    assert (response.status_code, response.json()["field"]) == (400, "limit")
