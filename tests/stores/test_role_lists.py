"""Lists of roles: whole or not at all, areas by exact names, unknown headings asked about."""

import csv
import json
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import text

from bot.engine.texts import read
from models.stores.base.database import Database
from models.stores.packs.pack_load import load_pack
from models.values import Role
from tests.api.terminal import Saksi
from tests.architecture.test_names import ROOT
from tests.packs.tiny import make_tiny_pack

HEAD = ("Nama", "No. HP", "Jabatan", "Kecamatan", "Desa/Kelurahan")


@pytest.fixture
async def saksi(database_url: str, tmp_path: Path) -> Saksi:
    database = Database(database_url, size=1)
    async with database.transaction() as tx:
        await load_pack(tx, make_tiny_pack(tmp_path / "tiny"))
    await database.close()
    return Saksi(database_url, str(tmp_path / "var"))


def book(file: Path, *rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> str:
    """A list as it is sent: titles above, a row of totals below."""
    with xlsxwriter.Workbook(str(file)) as made:
        sheet = made.add_worksheet("Struktur")
        sheet.write_row(0, 0, ["STRUKTUR PEMENANGAN 2024"])
        for at, row in enumerate((head, *rows), 2):
            sheet.write_row(at, 0, row)
        sheet.write_row(len(rows) + 3, 0, ["JUMLAH", len(rows)])
    return str(file)


DEDI = ("Pak Dedi", "0812 0000 2001", "Korcam", "Sukamaju", "")
RINI = ("Bu Rini", "0812 0000 2002", "Verifikator", "Sukamaju", "Sukamaju Kidul")


async def granted(saksi: Saksi) -> set[tuple[str, str, str]]:
    rows = json.loads((await saksi("roles", "list", "--json")).out)["roles"]
    return {(row["name"], row["role"], row["area"] or "") for row in rows}


async def test_an_organisations_list_gives_its_roles_and_codes(
    saksi: Saksi, tmp_path: Path
) -> None:
    everywhere = ("Bu Ani", "0812 0000 2003", "Auditor", "", "")
    file = book(
        tmp_path / "tim.xlsx",
        (*DEDI, ""),
        (*RINI, ""),
        (*everywhere, "Seluruh Pemilu"),
        head=(*HEAD, "Wilayah"),
    )
    codes = tmp_path / "codes.csv"
    done = await saksi("roles", "import", file, "--codes", str(codes))
    assert (done.code, done.out.splitlines()[0]) == (
        0,
        "3 new persons, 3 roles granted, 0 unchanged",
    )
    assert await granted(saksi) == {
        ("Pak Dedi", "coordinator", "980101"),
        ("Bu Rini", "reviewer", "9801012001"),
        ("Bu Ani", "auditor", ""),
    }
    assert len(list(csv.DictReader(codes.open()))) == 3
    again = await saksi("roles", "import", file, "--json")
    assert json.loads(again.out) | {"codes": []} == {
        **{"new": 0, "granted": 0, "unchanged": 3},
        **{"checked": False, "codes": []},
    }


async def test_wrong_lines_are_all_named_beside_the_list_and_nothing_is_granted(
    saksi: Saksi, tmp_path: Path
) -> None:
    file = book(
        tmp_path / "tim.xlsx",
        DEDI,
        ("Pak Budi", "0812 0000 2004", "Korcam", "Sukamajuu", ""),
        ("Pak Candra", "0812 0000 2005", "Koordinator", "", ""),
        ("Bu Dian", "12345", "Verifikator", "Sukamaju", ""),
        ("Bu Eka", "0812 0000 2006", "Bendahara", "Sukamaju", ""),
        ("Bu Fitri", "0812 0000 2001", "Verifikator", "Sukamaju", ""),
    )
    done = await saksi("roles", "import", file, "--json")
    assert done.code == 2
    errors = {one["line"]: one["reason"] for one in json.loads(done.out)["errors"]}
    assert set(errors) == {"5", "6", "7", "8", "9"}
    assert "Kec. Sukamaju (980101)" in errors["5"], "what is like it is named, never taken"
    assert "in which area" in errors["6"]
    assert "bendahara" in errors["8"].lower()
    assert "Pak Dedi" in errors["9"]
    beside = list(csv.reader((tmp_path / "tim-salah.csv").open(encoding="utf-8-sig")))
    assert len(beside) == 6
    assert beside[0] == ["line", "column", "reason", "alasan"]
    said = {row[0]: row[3] for row in beside[1:]}
    assert "yang mana? Mungkin Kec. Sukamaju (980101)" in said["5"]
    assert "wilayahnya belum diisi" in said["6"]
    assert "bukan jabatan yang dikenal" in said["8"]
    assert await granted(saksi) == set()


def test_every_role_has_its_word_in_the_text_that_is_forwarded() -> None:
    texts = read([ROOT / "api" / "files" / "texts"], "id")
    assert {key for key in texts if key.startswith("code_role.")} == {
        f"code_role.{r}" for r in Role
    }


async def test_who_holds_a_role_and_has_not_enrolled_gets_a_code_to_forward_again(
    saksi: Saksi, tmp_path: Path
) -> None:
    file = book(tmp_path / "tim.xlsx", DEDI, RINI)
    assert (await saksi("roles", "import", file, "--codes", str(tmp_path / "a.csv"))).code == 0
    told = {}
    for name in ("a.csv", "b.csv"):
        if name == "b.csv":
            words = ("--new", "--file", str(tmp_path / name), "--bot", "@BotKita")
            assert (await saksi("roles", "codes", *words)).code == 0
        with (tmp_path / name).open(encoding="utf-8-sig", newline="") as opened:
            told[name] = {row["name"]: row for row in csv.DictReader(opened)}
    for row in (told["a.csv"]["Pak Dedi"], told["b.csv"]["Pak Dedi"]):
        assert (row["role"], row["area"]) == ("coordinator", "980101")
        assert f"koordinator Sukamaju: {row['code']}" in row["text"]
    assert told["a.csv"]["Bu Rini"]["code"] != told["b.csv"]["Bu Rini"]["code"]
    assert "@BotKita" in told["b.csv"]["Bu Rini"]["text"]
    shown = await saksi("roles", "codes")
    assert shown.out.count("with code") == 2
    assert told["b.csv"]["Bu Rini"]["code"] not in shown.out
    assert "where to?" in (await saksi("roles", "codes", "--new")).err


async def test_a_check_writes_nothing(saksi: Saksi, tmp_path: Path) -> None:
    file = book(tmp_path / "tim.xlsx", DEDI, RINI)
    done = await saksi("roles", "import", file, "--check")
    assert (done.code, done.out.strip()) == (
        0,
        "would be: 2 new persons, 2 roles granted, 0 unchanged",
    )
    assert await granted(saksi) == set()


async def test_unknown_headings_are_proposed_and_what_is_confirmed_is_remembered(
    saksi: Saksi, tmp_path: Path
) -> None:
    head = ("Nama Anggota Tim", "Yang Dapat Dihubungi", "Jabatan dalam Tim", "Kecamatan", "Desa")
    file = book(tmp_path / "tim.xlsx", DEDI, RINI, head=head)
    asked = await saksi("roles", "import", file)
    assert asked.code == 2
    for heading, column in zip(head[:3], ("name", "phone", "role"), strict=True):
        assert f'--map "{heading}={column}"' in asked.err
    assert await granted(saksi) == set()
    words = [f"{heading}={ours}" for heading, ours in zip(head, ("name", "phone", "role"))]  # noqa: B905
    told = [part for word in words for part in ("--map", word)]
    assert (await saksi("roles", "import", file, *told)).code == 0
    assert len(await granted(saksi)) == 2
    assert (await saksi("roles", "import", file)).code == 0, "remembered"


async def test_two_columns_for_one_thing_are_asked_about(saksi: Saksi, tmp_path: Path) -> None:
    file = book(tmp_path / "tim.xlsx", (*DEDI, "0813 0000 2001"), head=(*HEAD, "No. WA"))
    asked = await saksi("roles", "import", file)
    assert (asked.code, '--map "No. WA="' in asked.err) == (2, True)
    assert (await saksi("roles", "import", file, "--map", "No. WA=")).code == 0


async def test_a_map_to_a_column_that_is_none_is_refused(saksi: Saksi, tmp_path: Path) -> None:
    file = book(tmp_path / "tim.xlsx", DEDI)
    for word in ("Jabatan=posisi", "Jabatan"):
        done = await saksi("roles", "import", file, "--map", word)
        assert (done.code, "--map" in done.err) == (2, True)


async def test_a_name_of_several_areas_asks_which(
    saksi: Saksi, database_url: str, tmp_path: Path
) -> None:
    database = Database(database_url, size=1)
    async with database.transaction() as tx:
        await tx.execute(text("update area set name = 'Sukamaju Kidul' where code = '9801022001'"))
        await tx.execute(text("update election set fingerprint = 'changed'"))
    await database.close()
    wanted = ("Bu Rini", "0812 0000 2002", "Verifikator", "", "Sukamaju Kidul")
    asked = await saksi("roles", "import", book(tmp_path / "tim.xlsx", wanted))
    assert "9801012001" in asked.err
    assert "9801022001" in asked.err
    with_kecamatan = book(tmp_path / "tim2.xlsx", RINI)
    assert (await saksi("roles", "import", with_kecamatan)).code == 0


@pytest.mark.parametrize(
    ("head", "cell", "code"),
    [
        ("Kabupaten/Kota", "Kota Anggrek", "9871"),
        ("Kabupaten/Kota", "Anggrek", "9871"),
        ("Kabupaten/Kota", "KAB. MELATI", "9801"),
        ("Kabupaten", "Melati", "9801"),
        ("Kecamatan", "Kemantren Sukamaju", "980101"),
        ("Kemantren", "Kapanewon Sukamaju", "980101"),
        ("Wilayah", "Kemantren Sukamaju", "980101"),
        ("Wilayah", "KEC. SUKAMAJU", "980101"),
        ("Wilayah", "Kabupaten Melati", "9801"),
        ("Wilayah", "98.01.01", "980101"),
    ],
)
async def test_an_area_is_known_with_the_kind_before_its_name_and_without(
    saksi: Saksi, tmp_path: Path, head: str, cell: str, code: str
) -> None:
    row = ("Pak Dedi", "0812 0000 2001", "Koordinator", cell)
    file = book(tmp_path / "tim.xlsx", row, head=("Nama", "No. HP", "Jabatan", head))
    done = await saksi("roles", "import", file)
    assert done.code == 0, done.err
    assert await granted(saksi) == {("Pak Dedi", "coordinator", code)}


async def test_a_kabupaten_is_no_kota_of_the_same_name(
    saksi: Saksi, database_url: str, tmp_path: Path
) -> None:
    database = Database(database_url, size=1)
    async with database.transaction() as tx:
        await tx.execute(text("update area set name = 'Melati' where code = '9801'"))
        await tx.execute(text("update area set name = 'Kota Melati' where code = '9871'"))
    await database.close()
    for said, code in (("Kabupaten Melati", "9801"), ("Kota Melati", "9871"), ("Melati", "9801")):
        row = (f"Pak {said}", f"0812 0000 2{len(said):03d}", "Koordinator", said)
        file = book(tmp_path / f"{said}.xlsx", row, head=("Nama", "No. HP", "Jabatan", "Kab/Kota"))
        assert (await saksi("roles", "import", file)).code == 0
        assert (f"Pak {said}", "coordinator", code) in await granted(saksi)
