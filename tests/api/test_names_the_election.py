"""Every answer of the API says of which election it is."""

import pytest
from httpx import AsyncClient

ROUTES = [
    *("recap?ballot=ppwp", "seats?ballot=dpr", "progress", "coverage", "findings?ballot=ppwp"),
    *("reports?station=9801011001001", "stations/9801011001001", "areas/9801", "attendance"),
    *("official/versions", "outlook?ballot=dpr"),
    *("projection?ballot=dpr&draws=10", "audit"),
]


@pytest.mark.parametrize("route", ROUTES)
async def test_an_answer_names_its_election(client: AsyncClient, route: str) -> None:
    answer = await client.get(f"/api/v1/{route}")
    assert answer.status_code == 200, answer.text
    assert answer.json()["election"] == "contoh-2024"
