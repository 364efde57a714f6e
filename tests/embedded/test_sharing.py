"""Users share one server: the first starts it, the last one out stops it."""

import os
import pwd
import signal
import stat
from pathlib import Path

from models.embedded import process
from tests.embedded.conftest import Make
from tests.embedded.machine import Machine, wait_until


def test_it_listens_on_a_private_short_socket_alone(machine: Machine) -> None:
    using = machine.use()
    found = process.living(using.data)
    assert found is not None
    assert found.socket_folder is not None
    assert stat.S_IMODE(found.socket_folder.stat().st_mode) == 0o700
    assert len(str(found.socket_folder / ".s.PGSQL.5432.lock")) < 60
    assert using.sql("show listen_addresses") == ""
    assert using.sql("select current_user || '@' || current_database()") == "saksi@saksi"


def test_the_server_never_runs_as_root(machine: Machine) -> None:
    using = machine.use()
    owner = pwd.getpwuid(Path(f"/proc/{using.pid}").stat().st_uid).pw_name
    assert owner == ("saksi" if machine.account == "root" else machine.account)
    if machine.account == "root":
        assert (machine.var / "pg").read_text().strip() == str(using.data.parent)
        assert using.data.is_relative_to(machine.store)
    else:
        assert using.data == machine.var / "pg"


def test_it_keeps_what_was_committed_and_is_set_for_a_small_server(make: Make) -> None:
    machine = make("plain")
    machine.made = None
    using = machine.use("durable")
    wanted = {
        "fsync": "on",
        "synchronous_commit": "on",
        "jit": "off",
        "max_connections": "200",
        "wal_compression": "pglz",
        "logging_collector": "on",
    }
    assert {name: using.sql(f"show {name}") for name in wanted} == wanted


def test_the_last_one_out_stops_it(machine: Machine) -> None:
    first, second = machine.use(), machine.use()
    assert first.pid == second.pid
    first.user.release()
    assert second.sql("select 1") == "1"
    second.user.release()
    assert not (second.data / "postmaster.pid").exists()
    wait_until(lambda: second.gone, "the last process of the server ends")


def test_processes_that_start_at_once_get_one_server(make: Make) -> None:
    machine = make("plain")
    machine.made = None
    started = [machine.start() for _ in range(4)]
    using = [machine.answered(user) for user in started]
    assert len({each.pid for each in using}) == 1
    assert len({each.url for each in using}) == 1


def test_it_starts_again_with_what_was_there(make: Make) -> None:
    machine = make("root")
    using = machine.use()
    using.sql("create table kept as select 7 as number")
    using.user.release()
    assert machine.use().sql("select number from kept") == "7"


def test_ctrl_c_in_the_terminal_does_not_reach_it(make: Make) -> None:
    machine = make("plain")
    using = machine.use("deaf")
    os.killpg(using.user.running.pid, signal.SIGINT)
    assert using.sql("select 1") == "1"
    assert using.now == using.pid
    using.user.release()
    wait_until(lambda: using.gone, "the last user or the guard stops the server")


def test_a_user_ended_by_ctrl_c_stops_it(make: Make) -> None:
    machine = make("plain")
    using = machine.use()
    os.killpg(using.user.running.pid, signal.SIGINT)
    using.user.running.communicate(timeout=60)
    wait_until(lambda: using.gone, "the server stops")
