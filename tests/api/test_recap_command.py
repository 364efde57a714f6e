"""`saksi recap` and `saksi audit verify` as a person or a script runs them."""

import json
import re
from pathlib import Path

import pytest
from sqlalchemy import text

from models.sealing import Keys
from models.settings import Settings
from models.stores.base import audit
from models.stores.base.database import Database
from tests.api.terminal import Saksi
from tests.attacks.behind import behind_the_back
from tests.stores.quiet import quiet


async def test_recap_as_json_and_as_a_table(saksi: Saksi) -> None:
    done = await saksi("recap", "--ballot", "ppwp", "--level", "kabkota", "--json")
    assert (done.code, done.err) == (0, "")
    document = json.loads(done.out)
    assert [row["code"] for row in document["rows"]] == ["9801", "9802"]
    shown = await saksi("recap", "--ballot", "ppwp", "--level", "kabkota")
    assert "Kota Satu" in shown.out
    assert shown.out.startswith("Contoh 2024 (contoh-2024): Presiden (ppwp), Indonesia (0)\n")
    assert "Hitungan internal, bukan hasil resmi KPU" in shown.out


@pytest.mark.parametrize("width", [40, 80, 200])
async def test_a_table_cuts_no_number_and_no_heading(saksi: Saksi, width: int) -> None:
    saksi.environment["COLUMNS"] = str(width)
    words = ("recap", "--ballot", "ppwp", "--level", "kabkota")
    rows = json.loads((await saksi(*words, "--json")).out)["rows"]
    narrow, wide = (await saksi(*words)).out, (await saksi(*words, "--wide")).out
    for told in (narrow, wide):
        seen = re.split(r"\s{2,}|\n", told)
        assert {"code", "name", "reported", "confirmed", "disputed", "valid", "invalid"} <= {*seen}
        assert {"1 Satu", "2 Dua", "3 Tiga"} <= {*seen}
        assert {f"{row['valid']:,}" for row in rows} <= {*seen}
        assert "\N{HORIZONTAL ELLIPSIS}" not in told
    table = [line for line in narrow.splitlines() if line.startswith(("code", "-", "98"))]
    assert max(map(len, table)) <= width
    assert sum(line.startswith("code") for line in wide.splitlines()) == 1


async def test_who_asks_for_nobody_reads_for_nobody(saksi: Saksi) -> None:
    words = ("recap", "--ballot", "ppwp", "--level", "kabkota")
    assert "untuk" not in (await saksi(*words)).out.splitlines()[-1]
    assert ", untuk Bawaslu." in (await saksi(*words, "--for", "Bawaslu")).out


async def test_a_list_of_nothing_says_so(saksi: Saksi) -> None:
    assert (await saksi("tokens", "list")).out == "no tokens; make one: saksi tokens make --help\n"
    assert (await saksi("voters", "changes", "list")).out == "no reported changes\n"


async def test_heads_that_are_not_there_are_named_and_those_compared_are_counted(
    saksi: Saksi, tmp_path: Path
) -> None:
    gone = await saksi("audit", "verify", "--heads", str(tmp_path / "none.jsonl"))
    assert (gone.code, "there is no file" in gone.err) == (2, True)


async def test_bad_input_is_one_sentence_and_exit_code_2(saksi: Saksi) -> None:
    done = await saksi("recap", "--ballot", "ppwp", "--area", "77", "--json")
    assert (done.code, done.out, done.err) == (2, "", "there is no such area\n")
    assert (await saksi("recap")).code == 2


async def test_rebuild_tells_whether_it_was_the_same(saksi: Saksi, database: Database) -> None:
    same = await saksi("recap", "--rebuild", "--ballot", "ppwp")
    assert (same.code, same.out) == (0, "ppwp: 12 rows counted, the same to the last vote\n")
    async with database.transaction() as tx:
        await tx.execute(text("update recap set valid = valid + 1 where area_id = 1"))
    wrong = await saksi("recap", "--rebuild", "--ballot", "ppwp")
    assert wrong.code == 1
    assert "  0 contest 0 (any) valid: folded 472, counted 471; corrected" in wrong.out


async def test_audit_verify_holds_until_somebody_changes_an_entry(
    saksi: Saksi, database: Database, tmp_path: Path
) -> None:
    await quiet(database)
    async with database.transaction() as tx:
        sealed = await audit.seal(tx, sign=Keys.of(Settings(var=tmp_path)).sign_head)
    whole = await saksi("audit", "verify")
    assert whole.code == 0
    assert f"{sealed} entries in 1 blocks hold, and so do" in whole.out
    async with database.transaction() as tx:
        await behind_the_back(tx)
        await tx.execute(text("update audit_entry set actor = 'person:9' where id = 3"))
    broken = await saksi("audit", "verify", "--json")
    assert broken.code == 1
    told = json.loads(broken.out)
    assert (told["block"], told["entry"]) == (1, 3)
    assert broken.err.startswith("Broken at block 1, entry 3:")


async def test_recap_writes_a_file_by_its_ending(saksi: Saksi, tmp_path: Path) -> None:
    file = tmp_path / "rekap.pdf"
    done = await saksi("recap", "--ballot", "ppwp", "--level", "tps", "--file", str(file))
    assert done.code == 0
    assert file.read_bytes().startswith(b"%PDF")
    refused = await saksi("recap", "--ballot", "ppwp", "--file", str(tmp_path / "rekap.doc"))
    assert (refused.code, refused.err) == (
        2,
        "the file's name must end with .csv, .xlsx or .pdf\n",
    )


async def test_evidence_writes_one_bundle_a_station(saksi: Saksi, tmp_path: Path) -> None:
    codes = ("9801011001001", "9801011001002")
    done = await saksi("evidence", *codes, "--out", str(tmp_path))
    assert done.code == 0
    assert all((tmp_path / f"bukti-{code}.zip").read_bytes()[:2] == b"PK" for code in codes)
    assert (await saksi("evidence", "77", "--out", str(tmp_path))).code == 2
    wrong = await saksi("evidence", codes[0], "--announced", "2024-03-20T22:19")
    assert (wrong.code, "zone is missing" in wrong.err) == (2, True)
