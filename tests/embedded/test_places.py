"""Where the data lies, whose it is, and one clear sentence where it can't be used."""

import os
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path

import pytest

from models.embedded.place import locate
from tests.embedded.conftest import Make
from tests.embedded.machine import Machine, Using, copy_package, readable_python, wait_until


def test_a_missing_locale_is_no_obstacle(machine: Machine) -> None:
    machine.made = None
    using = machine.use(LC_ALL="xx_XX.UTF-8", LANG="id_ID.UTF-8", LC_MESSAGES="de_DE")
    assert using.sql("select upper('été')") == "ÉTÉ"
    assert using.sql("select 'Z' < 'a'") == "t"  # by code point, on every machine
    assert using.sql("show server_encoding") == "UTF8"


def test_the_rights_of_existing_folders_stay(machine: Machine) -> None:
    machine.made = None
    machine.var.mkdir(mode=0o700)
    machine.base.chmod(0o711)
    owner = machine.base.stat()
    os.chown(machine.var, owner.st_uid, owner.st_gid)
    before = rights(machine)
    machine.use().user.release()
    assert rights(machine) == before
    assert stat.S_IMODE(machine.homes[0].joinpath("pg").stat().st_mode) == 0o700


def test_a_database_of_another_major_version_is_refused_untouched(machine: Machine) -> None:
    using = stopped(machine)
    (using.data / "PG_VERSION").write_text("16\n")
    sentence = machine.refusal()
    assert "PostgreSQL 16" in sentence
    assert "docs/operators" in sentence
    (using.data / "PG_VERSION").write_text("18\n")
    assert machine.use().sql("select 1") == "1"


def test_a_folder_that_is_no_database_is_refused(make: Make) -> None:
    machine = make("plain")
    (machine.var / "pg").mkdir(parents=True)
    (machine.var / "pg" / "photo.jpg").touch()
    owner = machine.base.stat()
    for folder in (machine.var, machine.var / "pg"):
        os.chown(folder, owner.st_uid, owner.st_gid)
    assert "no PostgreSQL data folder" in machine.refusal()


def test_a_server_that_does_not_start_says_why(make: Make) -> None:
    machine = make("plain")
    using = stopped(machine)
    (using.data / "postgresql.auto.conf").write_text("max_connections = 'many'\n")
    assert "max_connections" in machine.refusal()


def test_a_socket_name_taken_by_somebody_else_is_left_alone(make: Make) -> None:
    machine = make("plain")
    using = stopped(machine)
    using.sockets.mkdir(mode=0o755)
    (using.sockets / "theirs").touch()
    again = machine.use()
    assert again.sql("select 1") == "1"
    assert again.sockets != using.sockets
    assert (using.sockets / "theirs").exists()
    assert stat.S_IMODE(using.sockets.stat().st_mode) == 0o755


def test_what_a_statement_held_is_not_in_the_log(make: Make) -> None:
    """Promise 8: no identity number (NIK) in a log line, not even by way of an error."""
    using = make("plain").use()
    using.sql("create table voter (nik text unique)")
    statement = "insert into voter values ('9999990101010001')"
    assert using.psql(statement).returncode == 0
    assert using.psql(statement).returncode != 0
    assert using.psql("select '9999990101010001'::int").returncode != 0
    using.user.release()
    log = "".join(file.read_text() for file in (using.data / "log").iterdir())
    assert "database system is ready" in log
    assert "999999" not in log


def test_a_user_without_a_name_is_told_so(make: Make) -> None:
    machine = make("plain")
    if os.geteuid() != 0:
        pytest.skip("only root can become a user without a name")
    machine.base.chmod(0o777)
    nameless = 54_321
    done = subprocess.run(
        [
            readable_python() or "",
            "-c",
            "from pathlib import Path; from models.embedded import acquire; acquire(Path('var'))",
        ],
        cwd=machine.base,
        env={"PYTHONPATH": str(machine.package)},
        user=nameless,
        capture_output=True,
        text=True,
    )
    assert f"User number {nameless} has no name" in done.stderr


def test_root_runs_a_plain_users_database_as_that_user(make: Make) -> None:
    plain, root = make("plain"), make("root")
    using = stopped(plain)
    ours = root.use(var=plain.var)
    assert Path(f"/proc/{ours.pid}").stat().st_uid == using.data.stat().st_uid
    theirs = plain.use()
    assert theirs.pid == ours.pid
    ours.user.release()
    theirs.user.release()
    wait_until(lambda: theirs.gone, "the last user or the guard stops the server")


def test_a_plain_user_is_told_that_the_database_is_roots(make: Make) -> None:
    root, plain = make("root"), make("plain")
    stopped(root)
    assert "was made by root" in plain.refusal(var=root.var)


def test_a_checkout_that_was_moved_keeps_its_database(make: Make) -> None:
    machine = make("root")
    stopped(machine, "create table kept as select 7 as number")
    moved = machine.var.rename(machine.base / "moved")
    assert machine.use(var=moved).sql("select number from kept") == "7"


def test_a_copy_of_a_checkout_does_not_share_its_database(make: Make) -> None:
    machine = make("root")
    stopped(machine)
    copy = shutil.copytree(machine.var, machine.base / "copy")
    assert "is a copy of" in machine.refusal(var=copy)
    (copy / "pg").unlink()
    assert machine.use(var=copy).data != machine.homes[0] / "pg"


def test_data_that_was_lost_is_not_replaced_by_an_empty_database(make: Make) -> None:
    machine = make("root")
    using = stopped(machine)
    shutil.rmtree(using.data.parent)
    assert "restore that folder" in machine.refusal()


def test_data_of_a_removed_checkout_is_set_aside_not_deleted(make: Make) -> None:
    machine = make("root")
    using = stopped(machine, "create table old ()")
    shutil.rmtree(machine.var)
    fresh = machine.use()
    assert fresh.sql("select to_regclass('old') is null") == "t"
    assert len([*using.data.parent.glob("pg.aside-*/PG_VERSION")]) == 1


def test_programs_below_roots_home_are_copied_for_the_server(make: Make, base: Path) -> None:
    machine = make("root")
    closed = Path(tempfile.mkdtemp(dir=base))  # 0700, as /root
    copy_package(closed / "package")
    machine.package = closed / "package"
    machine.store = machine.base / "store"
    using = machine.use()
    program = Path(os.readlink(f"/proc/{using.pid}/exe"))
    assert program.is_relative_to(machine.store)
    assert program.stat().st_uid == 0
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_var_may_be_a_link_and_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    monkeypatch.chdir(tmp_path)
    store = tmp_path / "store"
    assert locate(Path("link"), store) == locate(tmp_path / "real", store)


def stopped(machine: Machine, statement: str = "select 1") -> Using:
    """A database that was made, used and stopped."""
    using = machine.use()
    using.sql(statement)
    using.user.release()
    wait_until(lambda: using.gone, "the last user or the guard stops the server")
    return using


def rights(machine: Machine) -> list[tuple[int, int, int]]:
    """Mode and owner of the folders that were there before."""
    folders = (machine.base, machine.var, Path("/tmp"), Path("/var/lib"))
    return [(f.stat().st_mode, f.stat().st_uid, f.stat().st_gid) for f in folders]


@pytest.mark.parametrize("kind", ["root", "plain"])
def test_the_data_can_be_put_aside_for_a_restore(make: Make, kind: str) -> None:
    """The documented step to another major version: docs/operators/database.md."""
    machine = make(kind)
    stopped(machine, "create table old ()")
    (machine.var / "pg").rename(machine.var / "pg-old")
    assert machine.use().sql("select to_regclass('old') is null") == "t"
