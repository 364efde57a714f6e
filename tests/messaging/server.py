"""A PostgreSQL of one test alone, which is stopped, killed and revived."""

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

from models.embedded import Embedded, acquire
from models.embedded.process import all_of
from models.stores.base.migrate import migrate
from tests.database import fast_folder


class Server:
    """The server's processes, all together."""

    def __init__(self, share: Embedded) -> None:
        self._share, self.url = share, share.url

    def stand_still(self) -> None:
        """No process of it goes on; connections stay open and are not answered."""
        self._tell(signal.SIGSTOP)

    def go_on(self) -> None:
        """As if nothing had been."""
        self._tell(signal.SIGCONT)

    def die(self) -> None:
        """All of it, as in a power cut; its guard starts it again."""
        self._tell(signal.SIGKILL)

    def _tell(self, number: signal.Signals) -> None:
        for process in list(all_of(self._share.data)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, number)


@contextlib.contextmanager
def own_server() -> Iterator[Server]:
    """A migrated database on a server of its own; call it outside of an event loop."""
    folder = Path(tempfile.mkdtemp(prefix="saksi-own-", dir=fast_folder()))
    folder.chmod(0o755)
    share = acquire(folder / "var", durable=False, store=folder / "store")
    server = Server(share)
    try:
        migrate(share.url)
        yield server
    finally:
        server.go_on()
        share.release()
        shutil.rmtree(folder, ignore_errors=True)
