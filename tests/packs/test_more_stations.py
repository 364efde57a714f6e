"""A rehearsal may be larger than the pack that it is played on: `make soak`, `make night`."""

import subprocess
import sys
from pathlib import Path

from models.packs.pack import read_pack

PACK = Path("packs/yogyakarta-2024")


def test_a_pack_grows_by_stations_that_can_be_loaded(tmp_path: Path) -> None:
    words = [sys.executable, "bin/more-stations", str(PACK), "3000", str(tmp_path / "more")]
    subprocess.run(words, check=True, timeout=60)
    real = [station.code for station in read_pack(PACK).stations()]
    more = [station.code for station in read_pack(tmp_path / "more").stations()]
    assert len(more) == len(set(more)) == 3000
    assert more[: len(real)] == real
    assert len(real) < 2400, "the pack has room for a soak by itself"
