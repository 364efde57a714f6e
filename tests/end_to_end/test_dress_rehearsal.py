"""A dress rehearsal with the real people: marked everywhere, wiped whole, nothing of it counts."""

import asyncio
import json
from pathlib import Path

import asyncpg
import pytest

from api.processes import place, serve
from api.rehearsal import dress
from bot.base.media import media_of
from bot.engine.messages import StoredFile
from models.settings import Settings
from models.stores.base import database as databases
from models.stores.base.database import Database
from models.stores.base.wake import plain_url
from tests.api.terminal import Saksi
from tests.packs.tiny import make_tiny_pack

PHONE = "+6281200001111"
TALK = (
    "HADIR\n[Tidak bisa kirim lokasi]\n[Tidak bisa foto]\nsudah\n"
    "PPWP 1=100 2=80 3=20 sah 200 tidak sah 4 jumlah 204\nBenar\n"
)


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> Saksi:
    saksi = Saksi(database_url, str(tmp_path / "var"))
    assert (await saksi("load", str(make_tiny_pack(tmp_path / "tiny")))).code == 0
    people = tmp_path / "people.csv"
    people.write_text(f"name,phone,station,participant\nBu Siti,{PHONE},9801012001001,pair:2\n")
    assert (await saksi("witnesses", "import", str(people))).code == 0
    return saksi


async def said(here: Saksi) -> list[str]:
    """All that a witness is answered in the terminal."""
    done = await here("chat", "--phone", PHONE, "--json", text=TALK)
    assert done.code == 0, done.err
    lines = [json.loads(line) for line in done.out.splitlines()]
    return [reply["text"] for line in lines for reply in line["replies"]]


async def reported(saksi: Saksi) -> tuple[str, int]:
    answer = json.loads((await saksi("recap", "--ballot", "ppwp", "--json")).out)
    return answer["election"], answer["rows"][0]["reported"]


async def test_everybody_rehearses_marked_and_nothing_of_it_is_left(
    here: Saksi, database_url: str
) -> None:
    began = await here("rehearsal", "start")
    assert began.code == 0, began.err
    assert "since" in (await here("rehearsal", "status")).out
    answers = await said(here)
    assert answers
    assert all(text.startswith("🟠 LATIHAN\n") for text in answers)
    assert any("Tersimpan" in text for text in answers)
    assert await reported(here) == ("LATIHAN-tiny-2024", 1)
    shown = await here("recap", "--ballot", "ppwp")
    assert shown.out.startswith("LATIHAN: Pemilu Contoh 2024 (LATIHAN-tiny-2024): Presiden")
    assert "this is in it, and is wiped with it" in shown.err
    again = await here("rehearsal", "start")
    assert (again.code, "runs already" in again.err) == (2, True)

    ended = await here("rehearsal", "stop", "--yes")
    assert ended.code == 0, ended.err
    assert "1 reports" in ended.out
    assert await reported(here) == ("tiny-2024", 0)
    connection = await asyncpg.connect(plain_url(database_url))
    copies = await connection.fetchval(
        "select count(*) from pg_database where datname like current_database() || '%latihan'"
    )
    counts = await connection.fetchrow(
        "select (select count(*) from inbox) as inbox, (select count(*) from report) as reports,"
        " (select count(*) from check_in) as hadir, (select count(*) from outbox) as outbox"
    )
    await connection.close()
    assert copies == 0
    assert set(counts.values()) == {0}
    assert not any("LATIHAN" in text for text in await said(here))
    assert await reported(here) == ("tiny-2024", 1)


async def test_a_count_that_has_begun_is_rehearsed_no_more(
    here: Saksi,
) -> None:
    await said(here)
    refused = await here("rehearsal", "start")
    assert (refused.code, "the real count has begun (1 reports)" in refused.err) == (2, True)
    none = await here("rehearsal", "stop", "--yes")
    assert (none.code, "no rehearsal runs" in none.err) == (2, True)


async def test_the_audit_log_of_the_real_count_holds_and_knows_of_the_rehearsal_alone(
    here: Saksi,
) -> None:
    await here("rehearsal", "start")
    await said(here)
    await here("rehearsal", "stop", "--yes")
    assert (await here("audit", "verify")).code == 0
    shown = (await here("audit", "show", "--json")).out
    assert "rehearsal started" in shown
    assert "rehearsal wiped" in shown
    assert "reported" not in shown


async def test_a_running_process_goes_over_by_itself(
    here: Saksi, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "LOOK_SECONDS", 0.05)
    real = place.Addresses(database_url, database_url, None)
    stop = asyncio.Event()
    watching = asyncio.create_task(serve._end_with_rehearsal(real, real, stop))
    await asyncio.sleep(0.3)
    assert not stop.is_set()
    assert (await here("rehearsal", "start")).code == 0
    await asyncio.wait_for(stop.wait(), 20)
    copy = await place.routed(real)
    assert copy.application != database_url
    back = asyncio.Event()
    watching = asyncio.create_task(serve._end_with_rehearsal(real, copy, back))
    await here("rehearsal", "stop", "--yes")
    await asyncio.wait_for(back.wait(), 20)
    await watching


async def test_a_stop_that_broke_off_is_gone_on_with(
    here: Saksi, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await here("rehearsal", "start")).code == 0
    dropped = dress._dropped

    async def breaks(*_: object) -> None:
        raise OSError("the network is gone")

    monkeypatch.setattr(dress, "_dropped", breaks)
    assert (await here("rehearsal", "stop", "--yes")).code != 0
    monkeypatch.setattr(dress, "_dropped", dropped)
    refused = await here("rehearsal", "start")
    assert (refused.code, "not wiped yet" in refused.err) == (2, True)
    again = await here("rehearsal", "stop", "--yes")
    assert (again.code, "wiped: 0 messages" in again.out) == (0, True)
    real = plain_url(database_url)
    connection = await asyncpg.connect(real)
    copies = "select count(*) from pg_database where datname = current_database() || '_latihan'"
    assert await connection.fetchval(copies) == 0
    await connection.close()
    assert "no rehearsal runs" in (await here("rehearsal", "stop", "--yes")).err
    assert (await here("rehearsal", "start")).code == 0


async def test_a_copy_that_somebody_else_dropped_is_wiped_all_the_same(
    here: Saksi, database_url: str
) -> None:
    assert (await here("rehearsal", "start")).code == 0
    connection = await asyncpg.connect(plain_url(database_url))
    name = await connection.fetchval("select quote_ident(current_database() || '_latihan')")
    await connection.execute(f"drop database {name} with (force)")
    await connection.close()
    assert (await here("rehearsal", "stop", "--yes")).code == 0


_PHOTO = """insert into photo (sha256, path, mime, size, purpose, state, forwarded)
values ($1, $2, 'image/jpeg', 1, 'form', 'stored', false)"""


async def test_a_photo_that_is_sent_again_for_real_meanwhile_is_kept(
    here: Saksi, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = media_of(Settings(var=tmp_path / "var"))
    jpeg = ("image/jpeg", ".jpg", "")
    again, once = await media.keep(b"both", jpeg), await media.keep(b"rehearsed", jpeg)
    assert (await here("rehearsal", "start")).code == 0
    left = dress._left

    async def sent(url: str, *files: StoredFile) -> None:
        connection = await asyncpg.connect(plain_url(url))
        for file in files:
            await connection.execute(_PHOTO, bytes.fromhex(file.sha256), file.path)
        await connection.close()

    async def meanwhile(copy: place.Addresses) -> tuple[dress.Wiped, set[str]]:
        await sent(copy.owner, again, once)
        found = await left(copy)
        await sent(database_url, again)
        return found

    monkeypatch.setattr(dress, "_left", meanwhile)
    assert (await here("rehearsal", "stop", "--yes")).code == 0
    assert await media.read(again.path) == b"both"
    with pytest.raises(FileNotFoundError):
        await media.read(once.path)


async def test_the_watch_for_a_rehearsal_keeps_one_connection(
    here: Saksi, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "LOOK_SECONDS", 0.01)
    opened: list[str] = []
    real = serve.Database

    def counted(url: str, size: int = 10) -> Database:
        opened.append(url)
        return real(url, size=size)

    monkeypatch.setattr(serve, "Database", counted)
    monkeypatch.setattr(databases, "Database", counted)
    found = place.Addresses(database_url, database_url, None)
    watching = asyncio.create_task(serve._end_with_rehearsal(found, found, asyncio.Event()))
    await asyncio.sleep(0.5)
    watching.cancel()
    assert opened == [database_url]
