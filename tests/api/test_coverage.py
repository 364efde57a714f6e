"""GET /api/v1/coverage: the areas below, the stations of a kelurahan, the sums."""

from httpx import AsyncClient


async def test_coverage_counts_stations_by_witnesses(reader: AsyncClient) -> None:
    answer = (await reader.get("/api/v1/coverage", params={"area": "980101"})).json()
    total = answer["total"]
    assert total["stations"] == sum(row["stations"] for row in answer["rows"]) > 0
    assert total["stations"] == total["none"] + total["one"] + total["two"]
    one = answer["rows"][0]["code"]
    stations = (await reader.get("/api/v1/coverage", params={"area": one})).json()["rows"]
    assert {row["stations"] for row in stations} == {1}
    unknown = await reader.get("/api/v1/coverage", params={"area": "77"})
    assert unknown.status_code == 404
