"""How the suite is shared out among workers, tried on a suite of four small files."""

import re
import subprocess
import sys
from pathlib import Path

from tests.collecting import LONG, TOGETHER

ROOT = Path(__file__).parents[1]
FILE = """
import pytest

@pytest.mark.parametrize("number", range(6))
def test_one(number):
    pass
"""


def test_a_file_stays_on_one_worker_and_files_that_share_stay_together(tmp_path: Path) -> None:
    """Told from the worker of each test, as pytest itself names it."""
    (tmp_path / "conftest.py").write_text("from tests.collecting import *")
    files = ("architecture/test_a.py", "architecture/test_b.py", "api/test_c.py", "api/test_d.py")
    for file in files:
        path = tmp_path / "tests" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FILE)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-vv",
        "-p",
        "xdist",
        "-n",
        "2",
        "-c",
        "/dev/null",
        "--rootdir",
        ".",
    ]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
    )
    ran = re.findall(r"\[(gw\d)\] .* PASSED (tests/\S+)::", done.stdout)
    assert len(ran) == 6 * len(files), done.stdout + done.stderr
    workers = {
        file: {worker for worker, ran_file in ran if ran_file == f"tests/{file}"} for file in files
    }
    assert all(len(one) == 1 for one in workers.values()), workers
    assert workers[files[0]] == workers[files[1]]
    assert len(set.union(*workers.values())) == 2


def test_files_that_stay_together_and_those_that_come_first_are_there() -> None:
    assert [start for start in (*TOGETHER, *LONG) if not (ROOT / start).exists()] == []
