"""A small process beside the server: ends it when its last user was killed, revives a killed one.

It is no user itself. It holds `guard.lock` while it lives; without it everything still works, but
a server whose users were all killed runs on until the next one comes and goes.
"""

import logging
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from models.embedded import server
from models.embedded.locks import alone, opened
from models.embedded.place import Place, locate
from models.errors import DatabaseUnavailable

_log = logging.getLogger(__name__)
_SECONDS = 0.5
_AFTER_FAILURE = 10.0


def spawn(place: Place, *, durable: bool) -> None:
    """Start the guard of this place unless it has one; the caller holds the control lock."""
    with opened(place.run / "guard.lock", place.account) as lock:
        if not lock.try_take():
            return
        itself = [sys.executable, "-m", __package__, str(place.var), str(place.store)]
        with (place.run / "guard.log").open("w", encoding="utf-8") as log:
            subprocess.run(
                ["/bin/sh", "-c", '"$@" &', "sh", *itself, "durable" if durable else "fast"],
                cwd=Path(__file__).parents[2],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(lock.fd,),
                start_new_session=True,
            )


def watch(place: Place, *, durable: bool) -> None:
    """Return when the server has no user any more and was stopped, or its folder is gone."""
    while place.run.exists():
        pause = _SECONDS
        with alone(place.run / "control.lock", place.account):
            with opened(place.run / "users.lock", place.account) as users:
                if users.try_take():
                    server.stop(place)
                    return
            try:
                if not server.is_alive(place):
                    _log.warning("The server is gone while it has users: starting it again.")
                    server.start(place, durable=durable)
            except (DatabaseUnavailable, OSError) as error:
                _log.error("%s", error)
                pause = _AFTER_FAILURE
        time.sleep(pause)


def main(var: str, store: str, kind: str) -> None:
    """The guard's own process; the lock file that it inherited stays open until it ends."""
    logging.basicConfig(format="%(asctime)s %(message)s")
    if not Path(var).is_dir():
        return
    with suppress(FileNotFoundError):  # its folder was removed, and the server ends by itself
        watch(locate(Path(var), Path(store)), durable=kind == "durable")
