"""Everything that leaves says whose count it is, how complete, the hour, by and for whom."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from fastapi.routing import APIRoute
from httpx import AsyncClient, Response
from python_calamine import CalamineWorkbook

from api.app import ROUTERS
from models.stores.base.database import Database
from tests.api.terminal import Saksi
from tests.api.test_official import FORMS, load
from tests.api.test_projection import lock
from tests.stores.places import Places

NOTE = "Hitungan internal, bukan hasil resmi KPU"
BY, WHOM = "Tim Saksi Contoh", "Tim Hukum"
OFFICIAL = "/api/v1/official"
WITH_FIGURES = {
    "/api/v1/recap": "/api/v1/recap?ballot=ppwp",
    "/api/v1/progress": "/api/v1/progress?",
    "/api/v1/seats": "/api/v1/seats?ballot=dpr",
    "/api/v1/outlook": "/api/v1/outlook?ballot=dpr",
    "/api/v1/projection": "/api/v1/projection?ballot=ppwp&draws=10",
    "/api/v1/findings": "/api/v1/findings?",
    "/api/v1/reports": "/api/v1/reports?",
    "/api/v1/stations/{code}": "/api/v1/stations/9801011001001?",
    f"{OFFICIAL}/compare": f"{OFFICIAL}/compare?ballot=ppwp&level=tps&version=c-hasil",
    f"{OFFICIAL}/ladder": (
        f"{OFFICIAL}/ladder?ballot=ppwp&lower=tps:c-hasil&upper=kecamatan:d-hasil"
    ),
    f"{OFFICIAL}/meeting": f"{OFFICIAL}/meeting?",
}
ELSEWHERE = {
    "/api/v1/recap.{kind}": "the three files below",
    "/api/v1/quick-count": "a POST, below",
    "/api/v1/own-votes": "a candidate's token, tests/api/test_own_votes.py",
}
WITHOUT_FIGURES = {
    "/api/v1/areas/{code}": "names",
    f"{OFFICIAL}/versions": "what was imported",
    "/api/v1/audit": "who did what",
    "/api/v1/attendance": "who was there, for pay: no votes",
    "/api/v1/coverage": "stations with witnesses: no votes",
}
STATED = {"method": "sistematis, benih LAUT", "funding": "iuran anggota"}
SAMPLE = "code,stratum\n9801011001001,98\n9801011001002,98\n9801011002001,98\n"


@pytest.fixture
async def published(client: AsyncClient, database: Database, tmp_path: Path) -> AsyncClient:
    """A client of an application that has published figures beside its count."""
    await load(database, tmp_path, FORMS)
    return client


def counts(answer: dict[str, Any]) -> Iterator[str]:
    """Every key of an answer, at any depth."""
    for key, value in answer.items():
        yield key
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                yield from counts(inner)


def test_every_route_with_figures_is_walked() -> None:
    paths = {one.path for router in ROUTERS for one in router.routes if isinstance(one, APIRoute)}
    known = WITH_FIGURES.keys() | ELSEWHERE.keys() | WITHOUT_FIGURES.keys()
    assert {path for path in paths if path.startswith("/api/v1/")} == known


async def test_an_answer_says_whose_count_of_what_hour_and_how_complete(
    published: AsyncClient,
) -> None:
    for path, address in WITH_FIGURES.items():
        answer = (await published.get(f"{address}&for={WHOM}")).json()
        said(answer, "" if path == "/api/v1/recap" else WHOM)
        told = set(counts(answer))
        assert told & {"reported", "compared", "reports", "lower"}, f"coverage of {path}"


async def test_a_quick_count_says_the_same_and_its_method_and_funding(client: AsyncClient) -> None:
    query = {**STATED, "for": WHOM}
    answer = (await post(client, query)).json()
    said(answer, WHOM)
    assert answer["coverage"] == {"stations": 3, "reported": 3}
    assert (answer["method"], answer["funding"]) == tuple(STATED.values())
    assert answer["estimates"]["1"]["share"] == round(270 / 465, 5)
    refused = await post(client, {**query, "funding": " "})
    assert (refused.status_code, refused.json()["code"]) == (400, "bad_input")
    broken = await client.post(
        "/api/v1/quick-count",
        params=query,
        content="code\n77\n",
        headers={"content-type": "text/csv"},
    )
    assert "sample.csv:1: the column stratum is missing" in broken.json()["detail"]


async def test_quick_count_and_projection_are_locked_until_the_same_hour(
    client: AsyncClient, database: Database
) -> None:
    await lock(database)
    projection = await client.get("/api/v1/projection?ballot=ppwp&draws=10")
    for answer in (projection, await post(client, STATED)):
        assert (answer.status_code, answer.json()["code"]) == (403, "publication_locked")
        assert "2099-02-14 15:00" in answer.json()["detail"]


async def post(client: AsyncClient, query: dict[str, str], sample: str = SAMPLE) -> Response:
    headers = {"content-type": "text/csv"}
    return await client.post("/api/v1/quick-count", params=query, content=sample, headers=headers)


def said(answer: dict[str, Any], whom: str) -> None:
    assert (answer["note"], answer["by"], answer["for"]) == (NOTE, BY, whom)
    assert datetime.fromisoformat(answer["at"]).utcoffset() is not None


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
async def test_a_file_says_it_on_its_cover(reader: AsyncClient, kind: str) -> None:
    address = f"/api/v1/recap.{kind}?ballot=ppwp&level=kabkota&for={WHOM}"
    body = (await reader.get(address)).content
    told = body.decode() if kind == "csv" else _sheet(body) if kind == "xlsx" else _pages(body)
    for words in (NOTE, BY, WHOM, "4 dari 8", "Keadaan"):
        assert words in told


def _sheet(body: bytes) -> str:
    book = CalamineWorkbook.from_filelike(BytesIO(body))
    return str(book.get_sheet_by_name("Sampul").to_python())


def _pages(body: bytes) -> str:
    pages = pypdfium2.PdfDocument(body)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


COMMANDS = (
    "outlook --ballot dpr",
    "outlook --ballot ppwp --project --draws 10",
    "findings",
    "seats --ballot dpr",
    "compare --ballot ppwp --level tps --version c-hasil",
    "d-hasil 98",
)


async def test_a_command_says_it_on_the_screen(
    saksi: Saksi, database: Database, places: Places, tmp_path: Path
) -> None:
    await load(database, tmp_path, FORMS)
    for words in COMMANDS:
        shown = await saksi(*words.split(), "--for", WHOM)
        assert shown.code == 0, shown.err
        last = shown.out.strip().splitlines()[-1]
        assert f"{NOTE}. 20" in last, words
        assert f"{BY}, untuk {WHOM}." in last, words
