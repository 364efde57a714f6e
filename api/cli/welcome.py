"""What a newcomer meets at `saksi run`: the sample election, and what to open and type first."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

    from models.settings import Settings

SAMPLE = Path(__file__).parents[2] / "packs" / "yogyakarta-2024"
READY_SECONDS = 60


async def load_sample(config: "Settings", url: str) -> None:
    """Load the sample election into an empty database; an election that is there stays."""
    from models.stores.elections import current_election
    from models.stores.pack_load import load_pack
    from models.stores.session import Database

    database = Database(url, size=1)
    try:
        async with database.transaction() as session:
            if await current_election(session) is not None or config.production:
                return
            print("Memuat contoh: Kota Yogyakarta, Pemilu 2024 ...", file=sys.stderr)
            await load_pack(session, SAMPLE)
    finally:
        await database.close()


async def tell_when_ready(config: "Settings") -> None:
    """Wait until the web process answers, then say what to open and what to type."""
    import httpx

    address = f"http://{config.host}:{config.port}"
    async with httpx.AsyncClient(timeout=1.0) as client:
        for _ in range(READY_SECONDS * 10):
            if await _answers(client, f"{address}/ready"):
                print(_words(config, address), flush=True)
                return
            await asyncio.sleep(0.1)
    print("The web process does not answer; see the lines above.", file=sys.stderr)


async def _answers(client: "httpx.AsyncClient", address: str) -> bool:
    import httpx

    try:
        return (await client.get(address)).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def _words(config: "Settings", address: str) -> str:
    lines = [f"Saksi siap: {address}"]
    if config.phones_for_training:
        lines.append(f"  Telepon latihan : {address}/phone   (ketik HADIR)")
    lines += [
        f"  Rekap           : {address}/api/v1/recap?ballot=ppwp&level=kecamatan",
        f"  API             : {address}/docs",
        "  Ctrl-C untuk berhenti; semua tersimpan.",
    ]
    return "\n".join(lines)
