"""What a newcomer meets at `saksi run`: the sample election, and what to open and type first."""

import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.settings import Settings
    from models.stores.base.database import Database

SAMPLE = Path(__file__).parents[2] / "packs" / "yogyakarta-2024"
PATIENCE = 30.0
"""Seconds after which a silent web process is worth a word."""


async def load_sample(config: "Settings", url: str) -> None:
    """Load the sample election into an empty database; production starts empty."""
    from models.stores.base.database import Database
    from models.stores.base.elections import current_election
    from models.stores.packs.pack_load import load_pack

    database = Database(url, size=2)
    try:
        async with database.transaction() as tx:
            if config.production or await current_election(tx) is not None:
                return
            print("Memuat contoh: Kota Yogyakarta, Pemilu 2024 ...", file=sys.stderr)
            await load_pack(tx, SAMPLE)
        await _load_voters(config, database)
    finally:
        await database.close()


async def _load_voters(config: "Settings", database: "Database") -> None:
    """Three made-up voters (NIK of region 999999), so that CEK TPS finds somebody."""
    from models.sealing import Keys
    from models.stores.base.elections import election
    from models.stores.voters.voter_import import Importer
    from models.stores.voters.voter_register import kind_for
    from models.voter_keys import VoterKeys

    async with database.transaction() as tx:
        found = await election(tx)
    kind = kind_for(config, found.config.installation.kind, masked=True)
    keys = VoterKeys(Keys.of(config))
    await Importer(database, keys, found.id, SAMPLE / "training" / "voters.csv", kind).run()


class Greeting:
    """Says once, when the web process answers, what to open and what to type."""

    def __init__(self, config: "Settings") -> None:
        self.config = config
        self.began = time.monotonic()
        self.said = False

    def look(self) -> None:
        """Look whether it is time to speak; never blocks for long."""
        if self.said:
            return
        if self._answers():
            print(self._words(), flush=True)
            self.said = True
        elif time.monotonic() - self.began > PATIENCE:
            print("The web process does not answer; see the lines above.", file=sys.stderr)
            self.said = True

    def _answers(self) -> bool:
        """Whether the port is open: the web process opens it when it is ready."""
        host = "127.0.0.1" if self.config.host == "0.0.0.0" else self.config.host  # noqa: S104
        try:
            with socket.create_connection((host, self.config.port), timeout=0.2):
                return True
        except OSError:
            return False

    def _words(self) -> str:
        address = f"http://{self.config.host}:{self.config.port}"
        lines = [f"Saksi siap: {address}"]
        if not self.config.production:
            lines.append(
                "  PERAGAAN TERBUKA: tanpa token, hanya dari komputer ini; bukan untuk hari "
                "pemungutan suara"
            )
            lines.append("  (open demonstration: no token is asked for)")
        if self.config.phones_for_training:
            lines.append(f"  Telepon latihan : {address}/phone   (Bagikan nomor saya, lalu HADIR)")
        button = (
            "   (Masuk sebagai Admin Contoh)"
            if self.config.made_up_people
            else "   (ketik LAYAR di chat)"
        )
        lines += [
            f"  Ruang kendali   : {address}/screen{button}",
            f"  Rekap           : {address}/api/v1/recap?ballot=ppwp&level=kecamatan",
            f"  Panduan         : {address}/docs/guide",
            f"  API             : {address}/docs",
            "  Terminal        : .venv/bin/saksi chat --phone +62...",
            "  Ctrl-C untuk berhenti; semua tersimpan.",
        ]
        return "\n".join(lines)
