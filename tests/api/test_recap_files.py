"""The recap as a file to hand on: what it holds, what it says about itself, what it refuses."""

import csv
from io import BytesIO, StringIO

import pypdfium2
import pytest
from httpx import AsyncClient, Response
from python_calamine import CalamineWorkbook

from api.files.cover import Column, number, percent
from api.files.paper import shown

NOTE = "Hitungan internal, bukan hasil resmi KPU"


async def get(reader: AsyncClient, kind: str, **query: str) -> Response:
    response = await reader.get(f"/api/v1/recap.{kind}", params={"ballot": "ppwp", **query})
    assert response.status_code == 200, response.text
    return response


async def test_csv_has_a_cover_and_every_row(reader: AsyncClient) -> None:
    response = await get(reader, "csv", level="kelurahan", **{"for": "DPC Kota Satu"})
    assert response.headers["content-disposition"].startswith('attachment; filename="rekap-ppwp-')
    cover = [line for line in response.text.splitlines() if line.startswith("#")]
    assert f"# Catatan: {NOTE}" in cover
    assert "# Untuk: DPC Kota Satu" in cover
    assert "# TPS masuk: 4 dari 8 (50,0 %)" in cover
    body = "\n".join(line for line in response.text.splitlines() if not line.startswith("#"))
    rows = list(csv.DictReader(StringIO(body)))
    assert [row["code"] for row in rows] == ["9801011001", "9801011002", "9801021001", "9802011001"]
    assert sum(int(row["1"]) for row in rows) == 271
    assert rows[0]["turnout"] == f"{(162 + 157) / 600:.4f}"


async def test_a_workbook_has_cover_rows_and_sums(reader: AsyncClient) -> None:
    response = await get(reader, "xlsx", level="kabkota")
    book = CalamineWorkbook.from_filelike(BytesIO(response.content))
    assert book.sheet_names == ["Sampul", "Rekap"]
    cover = book.get_sheet_by_name("Sampul").to_python()
    assert ["Catatan", NOTE] in cover
    head, one, two, page, whole = book.get_sheet_by_name("Rekap").to_python()
    place = head.index("1 Satu")
    assert [one[1], two[1], page[1], whole[1]] == [
        *("Kota Satu", "Kota Dua", "Jumlah halaman", "Jumlah")
    ]
    assert [row[place] for row in (one, two, page, whole)] == [271, 0, 271, 271]


async def test_a_pdf_has_cover_rows_sums_and_the_note_on_every_page(reader: AsyncClient) -> None:
    response = await get(reader, "pdf", level="kelurahan")
    pdf = pypdfium2.PdfDocument(response.content)
    pages = [page.get_textpage().get_text_range() for page in pdf]
    assert all(NOTE in page for page in pages)
    assert "50,0 %" in pages[0]
    assert "Kelurahan A1" in pages[1]
    assert "Jumlah halaman" in pages[1]
    assert "271" in pages[-1]


async def test_a_district_shows_candidates_by_name(reader: AsyncClient) -> None:
    response = await get(reader, "csv", ballot="dpr", district="9801")
    assert "# Wilayah: Dapil Contoh I" in response.text
    assert ",60,10,20,30,50,,,," in response.text


async def test_a_file_that_would_be_too_long_is_refused_in_words(
    reader: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.files.recap_file.MOST_ROWS", {"csv": 3, "xlsx": 3, "pdf": 3})
    response = await reader.get("/api/v1/recap.pdf?ballot=ppwp&level=tps")
    assert response.status_code == 400
    assert "choose a higher level" in response.json()["detail"]
    assert (await reader.get("/api/v1/recap.doc?ballot=ppwp")).status_code == 400


def test_numbers_are_written_as_people_here_write_them() -> None:
    assert (number(1234567), percent(0.2165), percent(None)) == ("1.234.567", "21,6 %", "-")


def test_a_page_with_too_many_columns_keeps_the_party_totals() -> None:
    columns = [Column(code, code) for p in range(1, 19) for code in (f"{p}", f"{p}.0", f"{p}.1")]
    assert [column.code for column in shown(columns)] == [str(p) for p in range(1, 19)]
