"""The processes of a rehearsal, forked and kept alive by the supervisor of `saksi run`.

`python -m api.rehearsal.supervised web worker worker/2`: each change of who lives is one line of
JSON on standard output, the process's number by its name, 0 while there is none.
"""

import json
import os
import sys
from functools import partial

from api.processes.serve import SUPERVISED, Work, serve
from api.processes.supervise import Supervisor
from api.processes.web import run_web
from bot.processes.clock import run_clock
from bot.processes.reader import run_reader
from bot.processes.worker import run_worker
from models.logs import configure
from models.settings import settings

_WORK: dict[str, Work] = {
    "web": run_web,
    "worker": run_worker,
    "clock": run_clock,
    "reader": run_reader,
}


def kind(name: str) -> str:
    """What a process does: "worker/2" is another worker."""
    return name.partition("/")[0]


class _Told:
    """Tells who lives, whenever that changes."""

    def __init__(self, supervisor: Supervisor, output: int) -> None:
        self._supervisor, self._output = supervisor, output
        self._last: dict[str, int] = {}

    def look(self) -> None:
        """Called between two looks of the supervisor."""
        now = self._supervisor.pids()
        if now != self._last:
            self._last = now
            os.write(self._output, f"{json.dumps(now)}\n".encode())


def main(*names: str) -> None:
    """Keep these alive until told to end."""
    configure(settings().log_level)
    os.environ[SUPERVISED] = "1"
    output = os.dup(1)
    os.dup2(2, 1)  # what the processes say is no word of ours
    supervisor = Supervisor({name: partial(serve, _WORK[kind(name)], kind(name)) for name in names})
    supervisor.run(_Told(supervisor, output).look)


if __name__ == "__main__":
    main(*sys.argv[1:])
