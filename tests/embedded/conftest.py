"""Installations to try, as root and as a plain user."""

import os
import pwd
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.embedded import acquire
from tests.database import fast_folder
from tests.embedded.machine import ROOT, Machine, copy_package, readable_python

Make = Callable[[str], Machine]


@pytest.fixture(scope="session")
def base() -> Iterator[Path]:
    """A folder that every user may enter; pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="saksi-embedded-", dir=fast_folder()))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def open_package(base: Path) -> Path:
    """A copy of the package that every user may read."""
    copy_package(base / "package")
    return base / "package"


@pytest.fixture(scope="session")
def data(base: Path) -> Path:
    """A data folder as it is after its first use, which every user may read."""
    share = acquire(base / "first", durable=False, store=base / "first-store")
    share.release()
    shutil.copytree(share.data, base / "made", copy_function=shutil.copyfile)
    for one in (base / "made").rglob("*"):
        one.chmod(0o755 if one.is_dir() else 0o644)
    (base / "made").chmod(0o755)
    return base / "made"


@pytest.fixture
def make(base: Path, data: Path, request: pytest.FixtureRequest) -> Iterator[Make]:
    """Makes an installation of "root" or of a "plain" user; skips what this machine can't."""
    made: list[Machine] = []

    def machine(kind: str) -> Machine:
        am_root = os.geteuid() == 0
        if kind == "root" and not am_root:
            pytest.skip("only root can try what root does")
        python = sys.executable if kind == "root" else readable_python()
        if python is None:
            pytest.skip("no Python that the user nobody may run")
        other = am_root and kind == "plain"
        account = "nobody" if other else pwd.getpwuid(os.geteuid()).pw_name
        folder = Path(tempfile.mkdtemp(prefix="machine-", dir=base))
        folder.chmod(0o755)
        if other:
            shutil.chown(folder, account)
        package = request.getfixturevalue("open_package") if other else ROOT
        made.append(Machine(account, folder, base / "store", python, package, data))
        return made[-1]

    yield machine
    for each in made:
        each.end()


@pytest.fixture(params=["root", "plain"])
def machine(request: pytest.FixtureRequest, make: Make) -> Machine:
    """One installation, of root and then of a plain user."""
    return make(request.param)
