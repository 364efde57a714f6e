"""Where things of this installation lie on the disk: for its own user alone."""

import contextlib
import os
from pathlib import Path

OWN_FOLDER, OWN_FILE = 0o700, 0o600


def keep_private() -> None:
    """Whatever this process makes from now on, nobody else of this machine reads."""
    os.umask(0o077)


def tighten(var: Path) -> None:
    """The same for what an earlier version made: photos, and the key."""
    for path, mode in ((var / "photos", OWN_FOLDER), (var / "secret.key", OWN_FILE)):
        with contextlib.suppress(OSError):
            path.chmod(mode)
