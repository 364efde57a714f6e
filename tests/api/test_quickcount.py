"""`saksi quickcount estimate`: what it estimates, what stands beside it, and when it refuses."""

import json
from pathlib import Path

import pytest

from models.stores.base.database import Database
from tests.api.terminal import Saksi
from tests.api.test_outlook import NOTE
from tests.api.test_projection import lock

STATED = ("--method", "sistematis, benih LAUT", "--funding", "iuran anggota")
DRAWN = ("9801011001001", "9801011001002", "9801011002001", "9801011002002", "9802011001001")


def written(folder: Path, rows: list[str], head: str = "code,stratum,kelurahan,number") -> str:
    file = folder / "sampel.csv"
    file.write_text("\n".join([head, *rows]) + "\n")
    return str(file)


def sample(folder: Path) -> str:
    return written(folder, [f"{code},{code[:4]},x,1" for code in DRAWN])


async def test_shares_and_margins_with_all_that_must_be_told(saksi: Saksi, tmp_path: Path) -> None:
    done = await saksi("quick-count", sample(tmp_path), *STATED, "--for", "Rapat", "--json")
    assert (done.code, done.err) == (0, "")
    answer = json.loads(done.out)
    assert (answer["selected"], answer["answered"], answer["population"]) == (5, 3, 8)
    assert answer["responses"] == {
        "9801": {"selected": 4, "answered": 3, "stations": 6},
        "9802": {"selected": 1, "answered": 0, "stations": 2},
    }
    assert answer["silent"] == ["9802"]
    shares = {code: one["share"] for code, one in answer["estimates"].items()}
    assert shares == {"1": round(270 / 465, 5), "2": round(180 / 465, 5), "3": round(15 / 465, 5)}
    assert answer["estimates"]["1"]["margin"] > 0
    assert answer["estimates"]["1"]["design_effect"] > 0
    assert (answer["funding"], answer["for"], answer["note"]) == ("iuran anggota", "Rapat", NOTE)
    assert answer["by"] == "Tim Saksi Contoh"
    told = (await saksi("quick-count", sample(tmp_path), *STATED)).out
    for words in ("58.06%", "3 of 5 drawn stations", "benih LAUT", "iuran anggota", NOTE):
        assert words in told


async def test_only_confirmed_stations_answer_where_only_those_count(
    saksi: Saksi, tmp_path: Path
) -> None:
    words = ("--trust", "confirmed", "--json", "--design", "stratified")
    done = await saksi("quick-count", sample(tmp_path), *STATED, *words)
    answer = json.loads(done.out)
    assert answer["answered"] == 2
    assert answer["estimates"]["1"]["share"] == round(190 / 315, 5)


async def test_it_is_locked_until_the_hour_of_the_pack(
    saksi: Saksi, database: Database, tmp_path: Path
) -> None:
    await lock(database)
    done = await saksi("quick-count", sample(tmp_path), *STATED)
    assert (done.code, done.out) == (2, "")
    assert "2099-02-14 15:00" in done.err


@pytest.mark.parametrize(
    ("rows", "head", "told"),
    [
        (["9801011001001,9801"], "kode,stratum", "sampel.csv:1: the column code is missing"),
        (["77,9801"], "code,stratum", "sampel.csv:2: code '77' is no station"),
        (["9801011001001,9802"], "code,stratum", "sampel.csv:2: stratum '9802' does not hold it"),
        (
            ["9801011001001,9801", "9801011001001,9801"],
            "code,stratum",
            "sampel.csv:3: code 9801011001001 stands in line 2 already",
        ),
        (
            ["9801011001001,9801", "9801011001002,98"],
            "code,stratum",
            "sampel.csv: stratum: all must be areas of one level",
        ),
        (["9802011001001,9802"], "code,stratum", "answers of two stations at least"),
    ],
)
async def test_a_broken_sample_names_file_line_and_field(
    saksi: Saksi, tmp_path: Path, rows: list[str], head: str, told: str
) -> None:
    done = await saksi("quick-count", written(tmp_path, rows, head), *STATED)
    assert (done.code, done.out) == (2, "")
    assert told in done.err


async def test_without_method_or_funding_nothing_is_told(saksi: Saksi, tmp_path: Path) -> None:
    done = await saksi("quick-count", sample(tmp_path), "--method", "sistematis")
    assert done.code == 2
    assert "who pays" in done.err
    missing = await saksi("quick-count", str(tmp_path / "nowhere.csv"), *STATED)
    assert "nowhere.csv: No such file" in missing.err
