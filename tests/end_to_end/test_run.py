"""`saksi run` as a newcomer starts it: on one machine, killed in parts, started again."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LONGEST = 90.0
"""Seconds that a busy machine may need; a quiet one is ready in a few."""
STATION = "3471011001001"


class Installation:
    """One folder with its database, its port and the commands that run on it."""

    def __init__(self, var: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.var = var
        self.environment = {
            **{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
            "SAKSI_VAR": str(var),
            "PORT": str(self.port),
        }

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "api.cli", *words]

    def saksi(self, *words: str, text: str = "") -> str:
        done = subprocess.run(
            self.command(*words),
            input=text,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=LONGEST,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return json.loads(answer.read())

    def reported(self) -> int:
        rows = self.get("/api/v1/recap?ballot=ppwp&area=3471")["rows"]
        return int(rows[0]["reported"])

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[str]]:
        run = subprocess.Popen(
            self.command("run"), env=self.environment, stdout=subprocess.PIPE, text=True
        )
        try:
            self.until_ready()
            yield run
        finally:
            run.send_signal(signal.SIGINT)
            assert run.wait(LONGEST) == 0

    def until_ready(self) -> None:
        until = time.monotonic() + LONGEST
        while True:
            try:
                self.get("/ready")
            except OSError:
                assert time.monotonic() < until, "not ready in time"
                time.sleep(0.1)
            else:
                return


def _children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
    return [int(number) for number in found.stdout.split()]


def test_a_report_survives_killed_processes_and_a_restart(tmp_path: Path) -> None:
    here = Installation(tmp_path / "var")
    people = tmp_path / "people.csv"
    people.write_text(f"name,phone,station,participant\nBu Siti,+62 812 0000 1111,{STATION},PDIP\n")
    with here.running() as run:
        here.saksi("import-witnesses", str(people))
        processes = _children(run.pid)
        assert len(processes) >= 4
        names = {Path(f"/proc/{process}/comm").read_text().strip() for process in processes}
        assert names >= {"saksi-web", "saksi-worker", "saksi-reader", "saksi-clock"}
        for process in processes:
            os.kill(process, signal.SIGKILL)
        talk = here.saksi(
            "chat",
            "--phone",
            "+6281200001111",
            text="PPWP 1=100 2=80 3=20 sah 200 tidak sah 4 jumlah 204\nbenar\n",
        )
        assert "Tersimpan" in talk
        here.until_ready()
        _until(lambda: here.reported() == 1)
    with here.running():
        assert here.reported() == 1
        assert "hold" in here.saksi("audit", "verify")


def _until(true: Any) -> None:
    until = time.monotonic() + LONGEST
    while not true():
        assert time.monotonic() < until
        time.sleep(0.1)
