"""`saksi rehearse` as a user starts it: real processes, real HTTP, and a worker that dies."""

import os
import subprocess
import sys


def saksi(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "api.cli", *arguments]
    given = {**os.environ, **environment}
    return subprocess.run(line, env=given, capture_output=True, text=True, timeout=120)
