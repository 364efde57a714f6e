"""Published figures: imported whole or not at all, never overwritten, compared with ours."""

from pathlib import Path

import pytest
from httpx import AsyncClient
from sqlalchemy import text

from models.errors import BadPack
from models.packs.official_results import read_lines
from models.registers.official_list import choice
from models.stores.base import elections
from models.stores.base.database import Database
from models.stores.official import official
from models.stores.official.official import Imported
from tests.api.terminal import Saksi
from tests.stores.places import Places

HEAD = "ballot,district,level,area,version,source,valid,invalid,total,votes,figures\n"
FORMS = HEAD + (
    "ppwp,0,tps,9801011001001,c-hasil,KPU,160,2,162,1=100 2=50 3=10,\n"
    "ppwp,0,tps,9801011001002,c-hasil,KPU,155,2,157,1=70 2=80 3=5,\n"
    "ppwp,0,tps,9801011002001,c-hasil,KPU,140,12,152,1=70 2=70 3=0,\n"
    "ppwp,0,tps,9801021001001,c-hasil,KPU,3,0,3,1=1 2=1 3=1,\n"
    "ppwp,0,kecamatan,980101,d-hasil,KPU,455,16,471,1=250 2=190 3=15,\n"
)


async def load(
    database: Database, folder: Path, content: str, basis: str = "KPU 360/2024"
) -> Imported:
    file = folder / "published.csv"
    file.write_text(content)
    async with database.transaction() as tx:
        loaded = await elections.election(tx)
        return await official.put(tx, loaded, file.name, read_lines(file), basis)


async def test_an_import_is_kept_by_version_with_its_basis(
    client: AsyncClient, database: Database, tmp_path: Path
) -> None:
    assert await load(database, tmp_path, FORMS) == Imported(5, 0)
    assert await load(database, tmp_path, FORMS) == Imported(0, 5)
    rows = (await client.get("/api/v1/official/versions")).json()["rows"]
    assert [(row["version"], row["level"], row["rows"], row["basis"]) for row in rows] == [
        ("c-hasil", "tps", 4, "KPU 360/2024"),
        ("d-hasil", "kecamatan", 1, "KPU 360/2024"),
    ]


async def test_stations_that_differ_come_first_with_the_way_votes_moved(
    client: AsyncClient, database: Database, tmp_path: Path
) -> None:
    await load(database, tmp_path, FORMS)
    query = {"ballot": "ppwp", "level": "tps", "version": "c-hasil"}
    answer = (await client.get("/api/v1/official/compare", params=query)).json()
    assert answer["compared"] == 3, "9801021001001 has no report of ours"
    first, second = answer["rows"]
    assert (first["code"], first["state"], first["between"]) == ("9801011001002", "confirmed", 20)
    assert first["ours"] == {"1": 90, "2": 60}
    assert first["differences"] == {"1": -20, "2": 20}
    assert (second["code"], second["invalid"], second["between"]) == ("9801011002001", 10, 0)
    whole = (await client.get("/api/v1/official/compare", params={**query, "all": "true"})).json()
    assert [row["code"] for row in whole["rows"]][-1] == "9801011001001"


async def test_a_step_of_the_ladder_shows_where_votes_came_from_nowhere(
    client: AsyncClient, database: Database, tmp_path: Path
) -> None:
    await load(database, tmp_path, FORMS)
    query = {"ballot": "ppwp", "lower": "tps:c-hasil", "upper": "kecamatan:d-hasil"}
    answer = (await client.get("/api/v1/official/ladder", params=query)).json()
    [row] = answer["rows"]
    assert (row["code"], row["differences"]) == ("980101", {"1": 10, "2": -10})
    assert (row["between"], row["added"]) == (10, 0)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("dpd,0,tps,9801011001001,v,KPU,,,,1=1,", "published.csv:2: district '0' is unknown"),
        ("bupati,0,tps,9801011001001,v,KPU,,,,1=1,", "ballot 'bupati' is not in the election"),
        ("ppwp,7,tps,9801011001001,v,KPU,,,,1=1,", "district '7' is unknown"),
        ("ppwp,0,tps,77,v,KPU,,,,1=1,", "area '77' is no tps"),
        ("ppwp,0,kecamatan,9801,v,KPU,,,,1=1,", "area '9801' is no kecamatan"),
        ("ppwp,0,tps,9801011001001,v,KPU,,,,9=1,", "votes: '9' is not on the ballot"),
        ("ppwp,0,tps,9801011001001,v,KPU,,,,1=-1,", "'-1' is no whole number"),
        ("ppwp,0,tps,9801011001001,v,KPU,,,,1=x,", "'x' is no whole number"),
        ("ppwp,0,rt,9801011001001,v,KPU,,,,1=1,", "level 'rt' is none of"),
    ],
)
async def test_a_broken_line_is_named_and_nothing_is_kept(
    database: Database, places: Places, tmp_path: Path, line: str, said: str
) -> None:
    good = "ppwp,0,tps,9801011001002,v,KPU,,,,1=1,\n"
    with pytest.raises(BadPack, match=r"published\.csv:2") as refused:
        await load(database, tmp_path, HEAD + line + "\n" + good)
    assert said in str(refused.value)
    async with database.transaction() as tx:
        assert await tx.scalar(text("select count(*) from official")) == 0


async def test_other_figures_under_the_same_version_are_refused(
    database: Database, places: Places, tmp_path: Path
) -> None:
    await load(database, tmp_path, FORMS)
    with pytest.raises(BadPack, match="name a new one"):
        await load(database, tmp_path, FORMS.replace("1=100", "1=101"))
    again = FORMS.replace("c-hasil", "v2")
    with pytest.raises(BadPack, match="stands there twice"):
        await load(database, tmp_path, again + again.removeprefix(HEAD))
    with pytest.raises(BadPack, match="column"):
        await load(database, tmp_path, FORMS.replace("version", "edition", 1))


async def test_a_version_that_was_not_imported_is_said(client: AsyncClient) -> None:
    for address in (
        "compare?ballot=ppwp&version=x",
        "ladder?ballot=ppwp&lower=tps:x&upper=kecamatan:y",
        "ladder?ballot=ppwp&lower=x&upper=y",
    ):
        response = await client.get(f"/api/v1/official/{address}")
        assert (response.status_code, response.json()["code"]) == (400, "bad_input")


async def test_what_would_move_a_seat_comes_before_what_is_merely_large(
    client: AsyncClient, database: Database, tmp_path: Path
) -> None:
    moved = HEAD + (
        "ppwp,0,tps,9801011001001,v,KPU,160,2,162,1=100 2=50 3=10,\n"
        "ppwp,0,tps,9801011001002,v,KPU,155,2,157,1=0 2=150 3=5,\n"
        "ppwp,0,tps,9801011002001,v,KPU,950,2,952,1=880 2=70 3=0,\n"
    )
    await load(database, tmp_path, moved)
    query = {"ballot": "ppwp", "level": "tps", "version": "v", "for": "Tim Hukum"}
    answer = (await client.get("/api/v1/official/compare", params=query)).json()
    first, second = answer["rows"]
    assert (first["code"], first["seats"]) == ("9801011001002", {"1": -1, "2": 1})
    assert (second["code"], second["seats"], second["added"]) == ("9801011002001", {}, 800)
    assert first["margin"] == second["margin"] == 72
    assert second["share"] == pytest.approx(800 / 72, abs=1e-4)
    assert answer["together"] == [], "together they take nothing from the winner"
    assert answer["coverage"]["reported"] == 4
    assert (answer["by"], answer["for"]) == ("Tim Saksi Contoh", "Tim Hukum")


TABLE = (
    "REKAPITULASI;;;;;\nKode TPS;Paslon 01;Paslon 02;Paslon 03;Suara Sah;Tidak Sah\n"
    "98.01.01.1001.001;1.100;50;10;1.160;2\n9801011001002;70;80;5;155;-\nJUMLAH;1170;130;15;;\n"
)


async def test_a_table_with_a_column_for_each_choice_is_read_as_people_keep_it(
    saksi: Saksi, database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "hasil.csv"
    file.write_text(TABLE, "utf-16")
    words = ("results", "official", str(file))
    asked = await saksi(*words)
    assert (asked.code, "--ballot ppwp --version" in asked.err) == (2, True)
    of = ("--ballot", "ppwp", "--version", "d-hasil", "--source", "KPU")
    checked = await saksi(*words, *of, "--check")
    assert "2 figures would be added" in checked.out
    done = await saksi(*words, *of)
    assert "2 figures added" in done.out, done.err
    async with database.transaction() as tx:
        found = await tx.execute(
            text("select code, valid, invalid, votes from official order by 1")
        )
        assert [tuple(row) for row in found] == [
            ("9801011001001", 1160, 2, {"1": 1100, "2": 50, "3": 10}),
            ("9801011001002", 155, None, {"1": 70, "2": 80, "3": 5}),
        ]


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        *(("01", "1"), ("Paslon 2", "2"), ("Partai No. 3", "3"), ("3.5", "3.5"), ("4.", "4")),
        *(("Suara Paslon 1", "1"), ("TPS 1", ""), ("Suara Sah", ""), ("2024 Dapil", "")),
    ],
)
def test_a_heading_that_is_a_choices_number(heading: str, code: str) -> None:
    assert choice(heading) == code
