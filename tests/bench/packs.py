"""Loading a nation: seconds and memory of `saksi load`, anew, again, and with one name changed.

The pack is built from the collected tables (SAKSI_SHARED) into a folder that goes away again. The
database is the embedded one, durable as in production.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.machine import Place, machine, place


def main() -> None:
    """Measure and print."""
    tables = Path(os.environ.get("SAKSI_SHARED", "../shared")) / "data" / "election"
    if not tables.is_dir():
        print(f"load a nation: left out, {tables} is not here (SAKSI_SHARED)")
        return
    print(f"load a nation; {machine()}")
    with tempfile.TemporaryDirectory(prefix="saksi-bench-") as folder, place() as there:
        pack = Path(folder)
        _build(tables, pack)
        _load(there, pack, "anew")
        _load(there, pack, "again, unchanged")
        areas = (pack / "areas.csv").read_text("utf-8")
        (pack / "areas.csv").write_text(areas.replace(",Kricak,", ",Kricak Baru,"), "utf-8")
        _load(there, pack, "again, one name changed")
        stations = there.sql("select count(*) from station")
        kelurahan = there.sql("select count(*) from area where level = 4")
    print(f"  {int(kelurahan):,} kelurahan, {int(stations):,} stations, abroad included")


def _build(tables: Path, pack: Path) -> None:
    from models.packs.build import build_pack

    begun = time.monotonic()
    build_pack(tables, pack, ["0"])
    print(f"  {'build-pack --area 0':28}{time.monotonic() - begun:6.1f} s")


def _load(there: Place, pack: Path, what: str) -> None:
    """One `saksi load` in a process of its own, its start included."""
    begun = time.monotonic()
    line = [sys.executable, "-m", "api.cli", "load", str(pack)]
    process = subprocess.Popen(line, env=dict(there.environment), stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    seconds, memory = time.monotonic() - begun, usage.ru_maxrss / 1024
    busy = usage.ru_utime + usage.ru_stime
    print(f"  load, {what:22}{seconds:6.1f} s, {memory:4.0f} MB, {busy:.1f} s of it in Python")


if __name__ == "__main__":
    main()
