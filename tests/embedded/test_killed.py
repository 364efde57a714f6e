"""kill -9 of any process, and what a crash leaves behind: the next connection is answered."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models.embedded import binaries, process
from tests.embedded.conftest import Make
from tests.embedded.machine import Machine, Using, guard_of, kill, wait_until


def test_killed_user_leaves_the_server_to_the_others(make: Make) -> None:
    machine = make("plain")
    first, second = machine.use(), machine.use()
    first.user.kill()
    assert second.sql("select 1") == "1"
    second.user.release()
    wait_until(lambda: second.gone, "the last user ends the server")  # a killed one's lock lingers


def test_when_every_user_is_killed_the_server_ends_by_itself(machine: Machine) -> None:
    first, second = machine.use(), machine.use()
    first.user.kill()
    second.user.kill()
    wait_until(lambda: first.gone, "the server ends without users")
    assert not (first.data / "postmaster.pid").exists()


def test_without_its_guard_the_server_waits_for_the_next_user(make: Make) -> None:
    machine = make("plain")
    first = machine.use()
    kill(first.guard)
    first.user.kill()
    second = machine.use()
    assert second.pid == first.pid
    assert second.guard != -1
    second.user.release()
    wait_until(lambda: second.gone, "the last user ends the server")  # a killed one's lock lingers


def test_a_killed_server_comes_back_while_it_has_users(machine: Machine) -> None:
    using = machine.use()
    using.sql("create table kept as select 7 as number")
    kill(using.pid)
    wait_until(lambda: using.psql("select 1").returncode == 0, "the guard revives the server")
    assert using.sql("select number from kept") == "7"
    assert using.now != using.pid


@pytest.mark.skipif(sys.platform != "linux", reason="Linux syncs a whole file system in one call")
def test_a_recovery_does_not_open_every_file_first(machine: Machine) -> None:
    """Opening and syncing each of 1,500 files took 5 of the 8 seconds until the next answer."""
    assert machine.use().sql("show recovery_init_sync_method") == "syncfs"


def test_a_killed_backend_costs_nothing_that_was_committed(make: Make) -> None:
    using = make("plain").use()
    using.sql("create table kept as select 7 as number")
    for pid in set(process.all_of(using.data)) - {using.pid}:
        kill(pid)
    wait_until(lambda: using.psql("select 1").returncode == 0, "the server recovers")
    assert using.sql("select number from kept") == "7"


def test_the_next_user_recovers_after_everything_was_killed(machine: Machine) -> None:
    first = machine.use()
    first.sql("create table kept as select 7 as number")
    crash(first)
    assert (first.data / "postmaster.pid").exists()
    second = machine.use()
    assert second.sql("select number from kept") == "7"


def test_a_server_that_does_not_answer_yet_is_waited_for(make: Make) -> None:
    """As one that recovers: it lives, and starting another would help nobody."""
    machine = make("plain")
    first = machine.use()
    os.kill(first.pid, signal.SIGSTOP)
    waiting = machine.start()
    time.sleep(2.5)
    assert waiting.running.poll() is None
    os.kill(first.pid, signal.SIGCONT)
    second = machine.answered(waiting)
    assert second.pid == first.pid
    assert "recovers" in second.told[0]


def test_a_user_killed_while_it_starts_the_server_leaves_none_behind(make: Make) -> None:
    machine = make("plain")
    first = machine.use()
    first.user.release()
    again = machine.start()
    wait_until(lambda: not first.gone, "the server starts")
    again.kill()
    wait_until(lambda: first.gone, "the guard stops it")


@pytest.mark.parametrize(
    ("kind", "owner"),
    [("plain", "nobody"), ("plain", "another program"), ("root", "another program")],
)
def test_stale_pid_and_socket_files_are_no_obstacle(make: Make, kind: str, owner: str) -> None:
    """After a restart of the machine another program may have the number of the dead server."""
    machine = make(kind)
    first = machine.use()
    crash(first)
    other = subprocess.Popen(["sleep", "60"])
    if owner == "nobody":
        other.kill()
        other.wait()
    for stale in (first.data / "postmaster.pid", first.sockets / ".s.PGSQL.5432.lock"):
        rest = stale.read_text().partition("\n")[2]
        stale.write_text(f"{other.pid}\n{rest}")
    assert machine.use().sql("select 1") == "1"
    assert (other.poll() is None) == (owner == "another program")
    other.kill()
    other.wait()


def test_a_server_started_by_hand_is_shared_not_doubled(make: Make) -> None:
    machine = make("plain")
    first = machine.use()
    first.user.release()
    wait_until(lambda: guard_of(first.data.parent) is None, "the guard ends")
    by_hand = [binaries.path("postgres"), "-D", first.data]
    first.sockets.mkdir(mode=0o700)
    owner = first.data.stat()
    os.chown(first.sockets, owner.st_uid, owner.st_gid)
    other = {"user": owner.st_uid, "group": owner.st_gid} if os.geteuid() == 0 else {}
    server = subprocess.Popen(by_hand, stderr=subprocess.DEVNULL, **other)  # type: ignore[call-overload]
    wait_until(lambda: first.psql("select 1").returncode == 0, "it answers")
    second = machine.use()
    assert second.pid == server.pid
    second.user.release()
    assert server.wait(20) == 0


def test_an_interrupted_beginning_is_begun_again(machine: Machine) -> None:
    machine.made = None
    first = machine.start()
    wait_until(lambda: [*machine.base.glob("var/pg.new/*"), *stores(machine)], "initdb is at work")
    first.kill()
    assert machine.use().sql("select 1") == "1"


def test_a_backend_that_outlives_its_server_is_ended(make: Make) -> None:
    machine = make("plain")
    first = machine.use()
    busy = "set statement_timeout = 0; select count(*) from generate_series(1, 1e12)"
    query = subprocess.Popen(
        [binaries.path("psql"), first.url, "-c", busy], stderr=subprocess.DEVNULL
    )
    asked = "select count(*) from pg_stat_activity where query like 'set statement%'"
    wait_until(lambda: first.sql(asked) == "1", "the query computes")
    kill(first.guard)
    kill(first.pid)
    second = machine.use()
    assert second.sql("select 1") == "1"
    assert second.pid != first.pid
    assert query.wait(5) != 0


def test_a_socket_removed_from_tmp_is_made_again(make: Make) -> None:
    machine = make("plain")
    first = machine.use()
    (first.sockets / ".s.PGSQL.5432").unlink()
    second = machine.use()
    assert second.sql("select 1") == "1"


def crash(using: Using) -> None:
    """Kill everything at once, as a power cut does."""
    kill(using.guard)
    using.user.running.kill()
    for pid in [using.pid, *process.all_of(using.data)]:
        kill(pid)
    using.user.running.communicate()
    wait_until(lambda: using.gone, "all are dead")


def stores(machine: Machine) -> list[Path]:
    """Files of a data folder that root is just making."""
    return list(machine.store.glob("*/pg.new/*")) if machine.account == "root" else []
