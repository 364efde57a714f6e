"""The system user of the server: made once, however many processes need it at the same moment."""

import os
import pwd
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest

MAKE = """
import subprocess, sys
from models.embedded.user import system_user
account = system_user(sys.argv[1])
child = ["id", "-un", str(account.uid)]
print(account.uid, subprocess.run(child, capture_output=True, text=True).stdout.strip())
"""


@pytest.fixture
def name() -> Iterator[str]:
    """A user that this machine does not have, and does not keep."""
    if os.geteuid() != 0:
        pytest.skip("only root makes users")
    made_up = f"saksi-test-{secrets.token_hex(3)}"
    yield made_up
    with suppress(KeyError):
        pwd.getpwnam(made_up)
        subprocess.run(["userdel", made_up], capture_output=True, check=True)


def test_many_processes_at_once_get_one_user_that_programs_know(name: str) -> None:
    command = [sys.executable, "-c", MAKE, name]
    makers = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(8)
    ]
    told = [maker.communicate(timeout=60) for maker in makers]
    uid = pwd.getpwnam(name).pw_uid
    assert [(out.strip(), err) for out, err in told] == [(f"{uid} {name}", "")] * 8
