"""What every measurement names: the machine; and a running installation to measure on."""

import asyncio
import contextlib
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from models.stores.base.wake import plain_url

TOKEN = "123456:BENCH-token-of-nobody"
SECRET = "measured-by-nobody-else-0123"
SECRET_KEY = "the secret key of a measurement, long enough for production"


def machine() -> str:
    """Processor, cores and load, for the head of every figure."""
    model = platform.processor() or platform.machine()
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "?"
    python = platform.python_version()
    return f"{model}, {os.cpu_count()} cores, load {load} before the start, Python {python}"


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Place:
    """A database on the embedded server, durable as in production, and its settings."""

    url: str
    environment: Mapping[str, str]

    @contextlib.contextmanager
    def process(self, name: str, **extra: str) -> Iterator[subprocess.Popen[bytes]]:
        """One of our own processes (web, worker), ended with the block."""
        line = [sys.executable, "-m", "api.cli", name]
        process = subprocess.Popen(line, env={**self.environment, **extra})
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()

    def backends(self) -> list[int]:
        """Process ids of the database's sessions and helpers."""
        found = self.sql("select string_agg(pid::text, ' ') from pg_stat_activity")
        return [int(pid) for pid in found.split()]

    def sql(self, statement: str) -> str:
        """Run a statement; returns its first value as text."""

        async def run() -> str:
            connection = await asyncpg.connect(plain_url(self.url))
            try:
                return str(await connection.fetchval(statement))
            finally:
                await connection.close()

        return asyncio.run(run())


def cpu_seconds(*pids: int) -> float:
    """Processor time that these processes have used so far, Linux only; 0 elsewhere."""
    ticks = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def _folder() -> Iterator[str]:
    """A folder that leaves nothing behind: as root the data lies elsewhere (models/embedded)."""
    from models.embedded.place import locate

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True, prefix="saksi-bench-") as folder:
        home = locate(Path(folder)).home
        yield folder
        if home != Path(folder):
            shutil.rmtree(home, ignore_errors=True)


@contextlib.contextmanager
def place() -> Iterator[Place]:
    """A migrated database on a durable embedded server in a folder of its own."""
    from models.embedded import embedded
    from models.stores.base.migrate import migrate

    with _folder() as folder, embedded(Path(folder)) as url:
        migrate(url)
        yield Place(url, {**os.environ, **setting(url, folder)})


def setting(url: str, folder: str) -> dict[str, str]:
    """Settings of the processes that are measured: with a bot's token they count as production."""
    return {
        "DATABASE_URL": url,
        "SAKSI_VAR": folder,
        "SAKSI_SECRET_KEY": SECRET_KEY,
        "SAKSI_TELEGRAM_WEBHOOK_SECRET": SECRET,
    }


def wait_for(url: str, seconds: float = 60.0) -> None:
    """Wait until something answers there, whatever it says. Raises TimeoutError."""
    end = time.monotonic() + seconds
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < end:
        try:
            with straight.open(url, timeout=1):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)
