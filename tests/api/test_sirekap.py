"""Records as KPU's sites publish them: every number finds its place, or one error names it."""

import csv
import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy import text

from models.errors import BadPack
from models.packs.sirekap import named, read_choices, read_records
from models.stores.base import elections
from models.stores.base.database import Database
from models.stores.official import official, sirekap
from models.stores.official.official import Imported
from models.values import Ballot
from tests.api.terminal import Saksi
from tests.stores.places import Places

ONE, TWO, UNREAD = "9801011001001", "9801011001002", "9801011002001"
CHART = {"null": None, "500025": 100, "500026": 50, "500027": 10}
ADMINISTRATION = {
    "suara_sah": 160,
    "suara_tidak_sah": 2,
    "suara_total": 162,
    "pemilih_dpt_j": 300,
    "pengguna_non_dpt_l": 3,
}
PPWP = {"kode": ONE, "mode": "hhcw", "chart": CHART, "administrasi": ADMINISTRATION, "psu": None}
EMPTY = {"kode": UNREAD, "chart": None, "administrasi": None, "images": [None, None, None]}
PARTIES = {
    "kode": ONE,
    "chart": {"1": 60, "2": 50},
    "table": {
        "1": {"9001": 20, "9002": 30, "jml_suara_total": 60, "jml_suara_partai": 10},
        "2": {"9101": 0, "9102": 5, "jml_suara_total": 50, "jml_suara_partai": 45},
    },
}


def written(folder: Path, *records: Any, name: str = "sirekap.jsonl") -> Path:
    file = folder / name
    file.write_text("".join(f"{json.dumps(record)}\n" for record in records))
    return file


async def load(
    database: Database, file: Path, ballot: Ballot = Ballot.PPWP, ids: Any = None
) -> Imported:
    async with database.transaction() as tx:
        loaded = await elections.election(tx)
        about = (ballot, "KPU Sirekap", "20240220")
        read = read_records(file)
        lines = await sirekap.results(tx, loaded, file.name, read, about, ids)
        return await official.put(tx, loaded, file.name, lines)


async def kept(database: Database) -> list[Any]:
    async with database.transaction() as tx:
        return list((await tx.execute(text("select * from official order by code"))).all())


async def test_a_station_is_kept_with_pairs_in_the_order_of_their_ids(
    database: Database, places: Places, tmp_path: Path
) -> None:
    assert await load(database, written(tmp_path, PPWP, EMPTY)) == Imported(1, 0)
    [row] = await kept(database)
    assert (row.level, row.code, row.district, row.version) == ("tps", ONE, "0", "20240220")
    assert row.votes == {"1": 100, "2": 50, "3": 10}
    assert (row.valid, row.invalid, row.total) == (160, 2, 162)
    assert row.figures == {"dpt_j": 300, "pengguna_dpk_l": 3}


async def test_parties_and_candidates_of_the_stations_own_district(
    database: Database, places: Places, tmp_path: Path
) -> None:
    await load(database, written(tmp_path, PARTIES), Ballot.DPR)
    [row] = await kept(database)
    assert row.district == "9801"
    assert row.votes["1.1"] == 20
    assert [row.votes[code] for code in ("1", "1.0", "1.2", "2.0", "2.2")] == [60, 10, 30, 45, 5]


async def test_other_shapes_of_the_same(database: Database, places: Places, tmp_path: Path) -> None:
    situng = {"suara_sah": 5, "suara_total": 6, "suara_tidak_sah": 1, "chart": {"21": 1, "22": 4}}
    ids = {"21": "1", "22": "2"}
    alone = tmp_path / f"{TWO}.json"
    alone.write_text(json.dumps(situng))
    await load(database, alone, ids=ids)
    area = {"980101": {"chart": {"500025": 9, "500026": 8, "500027": 7, "persen": 3.5}}}
    pilkada = {"kode": "98", "tungsura": {"chart": {"1": 4, "2": 5, "3": 6, "progres": {}}}}
    zipped = tmp_path / "provinsi.jsonl.gz"
    zipped.write_bytes(gzip.compress(json.dumps(pilkada).encode()))
    for file in (written(tmp_path, area, name="kecamatan.json"), zipped):
        await load(database, file)
    bare = {ONE: {"7001": 1, "7002": 2, "8001": 3, "8002": 4}}
    await load(database, written(tmp_path, bare, name="caleg.json"), Ballot.DPR)
    found = {(row.code, row.ballot): row for row in await kept(database)}
    assert found[TWO, "ppwp"].votes == {"1": 1, "2": 4}
    assert (found[TWO, "ppwp"].valid, found[TWO, "ppwp"].total) == (5, 6)
    assert (found["980101", "ppwp"].level, found["98", "ppwp"].level) == ("kecamatan", "provinsi")
    assert found["98", "ppwp"].votes == {"1": 4, "2": 5, "3": 6}
    assert found[ONE, "dpr"].votes == {"1.1": 1, "1.2": 2, "2.1": 3, "2.2": 4}


def with_chart(**chart: Any) -> dict[str, Any]:
    return {"kode": ONE, "chart": chart}


BROKEN: list[tuple[Any, str]] = [
    ("{", "sirekap.jsonl:2: is no JSON"),
    ("[1]", "sirekap.jsonl:2: a record is an object"),
    ('{"kode": "98", "chart": {"1": 1, "1": 2}}', ":2: '1' stands there twice"),
    (with_chart(**{"1": -1}), f":2: {ONE} chart 1: -1 cannot be"),
    (with_chart(**{"1": "x"}), f":2: {ONE} chart 1: 'x' is no whole number"),
    (with_chart(**{"1": ""}), f":2: {ONE} chart 1: is empty"),
    (with_chart(**{"1": 2.5}), "'2.5' is no whole number"),
    (with_chart(**{"1": True}), "'True' is no whole number"),
    (with_chart(**{"7": 1, "8": 2}), "chart: 2 ids, the ballot has 3: name them by --choices"),
    ({"kode": ONE, "chart": [1]}, f"{ONE} chart: is no object of numbers"),
    (
        {"kode": ONE, "chart": {"1": 1}, "administrasi": {"suara_sah": "0x"}},
        f"{ONE} suara_sah: '0x' is no whole number",
    ),
    ({"kode": "77777", "chart": {"1": 1}}, "kode: '77777' is no code of an area or station"),
    ({"kode": "77", "chart": {"1": 1}}, "kode: nobody votes on ppwp in '77'"),
    (PPWP, f"tps {ONE} stands there twice"),
]


async def test_a_broken_record_is_named_and_nothing_is_kept(
    database: Database, places: Places, tmp_path: Path
) -> None:
    for said, told in BROKEN:
        file = written(tmp_path, PPWP)
        line = said if isinstance(said, str) else json.dumps(said)
        file.write_text(f"{file.read_text()}{line}\n")
        with pytest.raises(BadPack) as refused:
            await load(database, file)
        assert told in str(refused.value)
        assert str(refused.value).startswith("sirekap.jsonl:2:")
        assert await kept(database) == []


async def test_the_command_takes_records_and_compare_finds_them(
    saksi: Saksi, client: AsyncClient, tmp_path: Path
) -> None:
    file = str(written(tmp_path, {**PPWP, "kode": TWO}))
    asked = await saksi("import-official", file)
    assert asked.code == 2
    assert "say of which ballot and version" in asked.err
    choices = tmp_path / "choices.csv"
    choices.write_text("id,choice\n500025,2\n500026,1\n500027,3\n")
    named = ("--ballot", "ppwp", "--version", "v1", "--choices", str(choices))
    done = await saksi("import-official", file, *named)
    assert "1 figures added" in done.out
    query = {"ballot": "ppwp", "level": "tps", "version": "v1"}
    [row] = (await client.get("/api/v1/official/compare", params=query)).json()["rows"]
    assert (row["code"], row["theirs"]["1"]) == (TWO, 50)
    choices.write_text("id,choice\n500025,2\n500025,1\n")
    with pytest.raises(BadPack, match=r"choices\.csv:3: id: 500025 stands there twice"):
        read_choices(choices)


@pytest.mark.shared
def test_real_records_say_what_the_collected_table_says() -> None:
    folder = Path(os.environ.get("SAKSI_SHARED", "../shared")) / "data" / "election" / "open"
    records = folder / "sirekap2024_ppwp_raw.jsonl.gz"
    if not records.is_file():
        pytest.skip("the collected records are not part of the project (SAKSI_SHARED)")
    read = {one.code: one for _, one in read_records(records)}
    assert len(read) == 238, "of 448, the others had not been read yet"
    table, seen = folder / "sirekap2024_ppwp_31-dki-jakarta.csv.gz", 0
    with gzip.open(table, "rt", encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["kode"] in read and row["p1"]:
                votes = named(table.name, None, read[row["kode"]], ("1", "2", "3"))
                assert [votes[code] for code in "123"] == [int(row[f"p{n}"]) for n in (1, 2, 3)]
                seen += 1
    assert seen == 18
