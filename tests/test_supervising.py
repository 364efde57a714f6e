"""`saksi run` restarts what ends, and takes for dead what died, not what ended by itself."""

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import os, signal, sys
from pathlib import Path
from api.processes.supervise import AGAIN, Supervisor

file, code = Path(sys.argv[1]), int(sys.argv[2])

def main():
    with file.open("a") as out:
        out.write(os.environ[AGAIN])
    if code:
        raise OSError("died")

def between():
    if file.exists() and len(file.read_text()) >= 3:
        os.kill(os.getpid(), signal.SIGTERM)

Supervisor({"worker": main}).run(between)
"""


@pytest.mark.parametrize(("code", "again"), [(0, "000"), (1, "011")])
def test_a_process_that_ended_by_itself_has_not_died(tmp_path: Path, code: int, again: str) -> None:
    file = tmp_path / "starts"
    words = [sys.executable, "-c", PROGRAM, str(file), str(code)]
    subprocess.run(words, check=True, timeout=60, capture_output=True)
    assert file.read_text() == again
