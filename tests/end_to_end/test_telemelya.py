"""A witness's whole evening against a Telegram emulator that is not ours."""

import asyncio
import csv
from pathlib import Path

import httpx

from api.app import create_app
from api.rehearsal.serving import serving
from bot.processes.worker import run_worker
from models.sealing import Keys
from models.settings import Settings
from models.stores.base.database import Database
from models.stores.base.elections import current_election
from models.stores.mandates.witnesses import import_witnesses
from models.stores.packs.pack_load import load_pack
from tests.end_to_end.emulator import KEY, Chat, telemelya, with_secret
from tests.messaging.test_files import picture
from tests.packs.tiny import make_tiny_pack

TOKEN, SECRET = "123456789:TEST-token-of-nobody", "a-secret-that-only-telegram-knows"
STATION = "9801012001001"


async def prepare(database: Database, keys: Keys, folder: Path) -> str:
    """Load the small election and enrol one witness; returns the activation code."""
    file = folder / "witnesses.csv"
    with file.open("w", newline="") as out:
        table = csv.writer(out)
        table.writerow(("name", "phone", "station", "participant", "ballots"))
        table.writerow(("Siti Contoh", "+62 812 0000 0001", STATION, "party:3", "ppwp dpr"))
    pack = make_tiny_pack(folder / "tiny")
    settings = pack / "election.toml"
    kept = [line for line in settings.read_text().splitlines() if "corrections_close" not in line]
    settings.write_text("\n".join(kept))
    async with database.transaction() as tx:
        await load_pack(tx, pack)
        election = await current_election(tx)
        assert election is not None
        done = await import_witnesses(tx, keys, election.id, file)
    return done.codes[0][2]


async def talk(chat: Chat, code: str) -> None:
    """Activation code, check-in without location, report, correction, what is missing."""
    assert "kode aktivasi" in await chat.say("/start")
    assert "belum dikenal" in await chat.say("AAA-AAA") or "Kode" in chat.last["text"]
    assert "Selamat datang, " in await chat.say(code)
    assert "lokasi" in await chat.press("Hadir")
    assert "Kirim foto papan TPS saja" in await chat.say("gak bisa, gps mati")
    assert "✅ Hadir tercatat" in await chat.photo(picture())
    assert "templat" in await chat.press("Sudah")
    read_back = await chat.say("PPWP 102 87 3 sah 192 tidak sah 3 jumlah 195")
    assert "Sah 192 · Tidak sah 3 · Jumlah 195" in read_back
    assert "✅ Tersimpan" in await chat.press("Benar")
    assert "102 → 120" in await chat.say("PPWP 1 jadi 120")
    assert "berbeda 18" in chat.last["text"]
    await chat.say("sah 210 jumlah 213")
    assert "✅ Tersimpan" in await chat.press("Benar")
    missing = await chat.say("BELUM")
    assert "✅ Presiden" in missing
    assert "DPR" in missing


async def test_a_whole_conversation_against_an_emulator_that_is_not_ours(
    database_url: str, tmp_path: Path
) -> None:
    database, stop = Database(database_url), asyncio.Event()
    async with telemelya() as emulator:
        settings = Settings.model_validate(
            {
                "database_url": database_url,
                "var": tmp_path,
                "telegram_bot_token": TOKEN,
                "telegram_api_base": emulator,
                "telegram_webhook_secret": SECRET,
                "platform_limits": False,
            }
        )
        code = await prepare(database, Keys.of(settings), tmp_path)
        async with (
            serving(create_app(settings, database_url)) as web,
            with_secret(web, SECRET) as entrance,
            httpx.AsyncClient(
                base_url=emulator,
                headers={"Authorization": f"Bearer {KEY}", "X-Test-Session": "evening"},
                timeout=30,
                trust_env=False,
            ) as client,
        ):
            public = settings.model_copy(update={"public_url": entrance})
            worker = asyncio.create_task(run_worker(public, database, stop))
            try:
                await webhook_set(client)
                await talk(Chat(client, TOKEN, 77), code)
            finally:
                stop.set()
                await worker
    async with database.transaction() as tx:
        result = await tx.exec_driver_sql(
            "select r.votes, r.valid, r.total, r.number from revision r order by id"
        )
        assert [(row[0][0], row[1], row[2], row[3]) for row in result] == [
            (102, 192, 195, 1),
            (120, 210, 213, 2),
        ]
    await database.close()


async def webhook_set(client: httpx.AsyncClient) -> None:
    """Wait until the worker told the emulator where our webhook is."""
    async with asyncio.timeout(20):
        while True:
            found = (await client.post(f"/bot{TOKEN}/getWebhookInfo")).json()
            if found.get("result", {}).get("url"):
                return
            await asyncio.sleep(0.05)
