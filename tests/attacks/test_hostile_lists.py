"""Lists made to break what reads them: the web process goes on, and says what is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from api.quickcount import read_sample
from api.screen.desks import imports
from api.screen.sheet_trial import survive
from models.errors import BadInput
from models.registers.rows import head_of
from models.settings import Settings
from tests.api.conftest import browse, reading_app
from tests.attacks.hostile_sheets import far_corner, merged_to_the_end, one_long_text
from tests.cases.desk import Desk
from tests.desks.test_keeping import desk, keeper
from tests.screen.conftest import Screen

__all__ = ["desk", "keeper"]
HUGE = b'code,stratum\n"' + b"a" * 1_100_000 + b'",b\n'


def likely(row: object) -> float:
    return 1.0 if row else 0.0


@pytest.mark.parametrize("made", [far_corner, one_long_text])
async def test_a_sheet_that_no_memory_holds_ends_a_process_that_nobody_needs(
    keeper: Screen, made: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    monkeypatch.setattr(imports, "head_of", lambda file, *_: read.append(file) or [])
    headers = {"x-csrf-token": await keeper.csrf()}
    files = {"file": ("saksi.xlsx", made())}
    answer = await keeper.client.post("/screen/imports", files=files, headers=headers)
    assert answer.status_code == 400
    assert not read, "the web process itself must never open it"


async def test_columns_merged_to_the_last_possible_row_cost_the_rows_that_there_are(
    tmp_path: Path,
) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(merged_to_the_end())
    await survive(path)
    assert head_of(path, likely, 10) == [["1"]]


async def test_a_large_list_of_a_party_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for line in range(50_000):
            for column in range(8):
                page.write_string(line, column, f"Nama {line} {column}")
    await survive(path)


async def test_a_sheet_that_is_none_is_refused_in_the_words_of_its_reader(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"PK\x03\x04 no book")
    await survive(path)
    with pytest.raises(BadInput, match="no spreadsheet"):
        head_of(path, likely, 1)


@pytest.mark.parametrize("content", [HUGE, HUGE[13:], b'"' * 99_999])
async def test_a_sample_with_a_field_without_end_is_the_askers_fault(
    desk: Desk, content: bytes
) -> None:
    with pytest.raises(BadInput, match=r"^sample\.csv:"):
        read_sample("sample.csv", content)
    async with browse(reading_app(desk.database, Settings())) as client:
        answer = await client.post(
            "/api/v1/quick-count?method=acak&funding=sendiri",
            content=content,
            headers={"content-type": "text/csv"},
        )
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
