"""Several elections at once: one is meant, somebody says which, and nothing is lost on the way."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from models.stores.base.database import Database
from tests.api.terminal import Saksi
from tests.packs.editing import edit
from tests.packs.tiny import make_tiny_pack

PHONE = "+6281200001111"
TALK = "PPWP 1=100 2=80 3=20 sah 200 tidak sah 4 jumlah 204\nBenar\n"


@pytest.fixture
async def saksi(database_url: str, tmp_path: Path) -> Saksi:
    """Two elections, a witness in the first one."""
    here = Saksi(database_url, str(tmp_path / "var"))
    pack = make_tiny_pack(tmp_path / "tiny")
    await here("load", str(pack))
    edit(pack, "election.toml", 'code = "tiny-2024"', 'code = "pilkada-2024"')
    edit(pack, "election.toml", 'name = "Pemilu Contoh 2024"', 'name = "Pilkada Contoh"')
    edit(pack, "election.toml", "\ndate = 2024-02-14", "\ndate = 2026-11-27")
    await here("load", str(pack))
    people = tmp_path / "people.csv"
    people.write_text(f"name,phone,station,participant\nBu Siti,{PHONE},9801012001001,pair:2\n")
    assert (await here("witnesses", "import", str(people), "--election", "tiny-2024")).code == 0
    return here


async def listed(saksi: Saksi) -> dict[str, tuple[bool, str, int]]:
    rows = json.loads((await saksi("elections", "--json")).out)["elections"]
    return {row["code"]: (row["chosen"], row["state"], row["reports"]) for row in rows}


async def test_the_first_one_is_meant_until_another_is_chosen_whatever_the_date(
    saksi: Saksi,
) -> None:
    assert await listed(saksi) == {
        "tiny-2024": (True, "open", 0),
        "pilkada-2024": (False, "open", 0),
    }
    recap = ("recap", "--ballot", "ppwp", "--json")
    assert json.loads((await saksi(*recap)).out)["election"] == "tiny-2024"
    assert (await saksi("elections", "choose", "pilkada-2024")).code == 0
    assert json.loads((await saksi(*recap)).out)["election"] == "pilkada-2024"
    named = await saksi(*recap, "--election", "tiny-2024")
    assert json.loads(named.out)["election"] == "tiny-2024"
    shown = (await saksi("elections")).out
    assert "*  pilkada-2024  Pilkada Contoh" in shown


@pytest.mark.parametrize(
    "words",
    [
        ("witnesses", "coverage", "--json"),
        ("witnesses", "mandates", "--json"),
        ("witnesses", "recruits", "--json"),
        ("roles", "list", "--json"),
    ],
)
async def test_a_command_means_the_election_that_it_is_told(
    saksi: Saksi, words: tuple[str, ...]
) -> None:
    refused = await saksi(*words, "--election", "none-2024")
    assert (refused.code, "no such election" in refused.err) == (2, True)
    assert (await saksi(*words, "--election", "pilkada-2024")).code == 0


async def test_mandates_stand_in_the_election_that_was_named(saksi: Saksi) -> None:
    words = ("witnesses", "mandates", "--json")
    assert len(json.loads((await saksi(*words)).out)["mandates"]) == 1
    other = await saksi(*words, "--election", "pilkada-2024")
    assert json.loads(other.out)["mandates"] == []


async def test_a_role_is_granted_in_the_election_that_was_named(saksi: Saksi) -> None:
    given = ("roles", "grant", PHONE, "coordinator", "--area", "980101")
    assert (await saksi(*given, "--election", "pilkada-2024")).code == 0
    listed_ = await saksi("roles", "list", "--json", "--election", "pilkada-2024")
    assert len(json.loads(listed_.out)["roles"]) == 1
    assert json.loads((await saksi("roles", "list", "--json")).out)["roles"] == []


async def test_a_closed_election_takes_no_report_and_says_so(saksi: Saksi) -> None:
    assert (await saksi("elections", "close", "tiny-2024")).code == 0
    words = ("chat", "--phone", PHONE)
    told = await saksi(*words, text=TALK)
    assert "Pemilu ini sudah ditutup" in told.out, told.out + told.err
    assert (await listed(saksi))["tiny-2024"] == (True, "closed", 0)
    await saksi("elections", "open", "tiny-2024")
    told = await saksi(*words, text=TALK)
    assert (await listed(saksi))["tiny-2024"] == (True, "open", 1), told.out


async def test_what_was_reported_is_put_away_and_never_deleted(saksi: Saksi) -> None:
    await saksi("chat", "--phone", PHONE, text=TALK)
    kept = await saksi("elections", "delete", "tiny-2024", "--yes")
    assert (kept.code, "saksi elections archive tiny-2024" in kept.err) == (2, True)
    chosen = await saksi("elections", "archive", "tiny-2024")
    assert (chosen.code, "choose another one first" in chosen.err) == (2, True)
    await saksi("elections", "choose", "pilkada-2024")
    assert (await saksi("elections", "archive", "tiny-2024")).code == 0
    back = await saksi("elections", "choose", "tiny-2024")
    assert (back.code, "saksi elections open" in back.err) == (2, True)
    assert (await listed(saksi))["tiny-2024"] == (False, "archived", 1)


async def test_an_election_without_reports_is_deleted_whole_unless_a_hold_stands_in_the_way(
    saksi: Saksi, database_url: str
) -> None:
    held = ("holds", "add", "--reason", "sengketa", "--by", "Bu Hakim")
    assert (await saksi(*held, "--election", "tiny-2024")).code == 0
    await saksi("elections", "choose", "pilkada-2024")
    refused = await saksi("elections", "delete", "tiny-2024", "--yes")
    assert refused.code == 2
    assert "hold" in refused.err.lower()
    lifted = ("holds", "lift", "1", "--reason", "putusan", "--by", "Bu Hakim")
    assert (await saksi(*lifted, "--election", "tiny-2024")).code == 0
    done = await saksi("elections", "delete", "tiny-2024", "--yes")
    assert done.code == 0, done.err
    assert set(await listed(saksi)) == {"pilkada-2024"}
    database = Database(database_url, size=1)
    async with database.transaction() as tx:
        assert await tx.scalar(text("select count(distinct election_id) from area")) == 1
        assert await tx.scalar(text("select count(*) from mandate")) == 0
    await database.close()
    assert (await saksi("audit", "verify")).code == 0


async def test_a_code_that_is_not_here_is_answered_with_those_that_are(saksi: Saksi) -> None:
    for word in ("choose", "open", "close", "archive"):
        done = await saksi("elections", word, "nope")
        assert (done.code, "pilkada-2024, tiny-2024" in done.err) == (2, True)
