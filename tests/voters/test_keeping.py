"""What is kept ends: by the hour, by the pack's days, by a new key, by the operator's word."""

import csv
import logging
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import structlog
from sqlalchemy import text
from typer.testing import CliRunner

from api.cli.commands import app
from models import logs
from models.registers.names import full_name
from models.sealing import Keys
from models.settings import settings
from models.stores.base.database import Database
from models.stores.base.elections import LoadedElection
from models.stores.voters import voter_retention
from models.stores.voters.voter_register import OtherRegister
from models.stores.voters.voter_rotation import rotate
from models.voter_keys import VoterKeys
from tests.attacks.behind import behind_the_back
from tests.voters import test_asking
from tests.voters.conftest import import_file
from tests.voters.leaks import dump, numbers_in
from tests.voters.register import masked, name, nik, row, write
from tests.voters.test_asking import Clock, asked
from tests.voters.test_import import ask
from tests.voters.town import Town

clock, here = test_asking.clock, test_asking.here
SECRET = b"the secret key of this test"
OLD = VoterKeys(Keys(SECRET))
NEW = VoterKeys(Keys(SECRET, ("a second key of this test",)))
NEWEST = VoterKeys(Keys(SECRET, ("a second key of this test", "and a third one of it")))


async def clear(here: Town, now: datetime) -> voter_retention.Cleared:
    async with here.database.transaction() as tx:
        return await voter_retention.clear(tx, now)


async def test_questions_end_after_the_packs_days_and_the_audit_log_proves_it(
    here: Town, clock: Clock
) -> None:
    await here.say(7, asked(1), asked(2))
    clock.now += timedelta(days=20)
    await here.say(7, asked(3))
    assert (await clear(here, clock.now)).questions == 0
    assert (await clear(here, clock.now + timedelta(days=11))).questions == 2
    assert await here.scalar("select count(*) from voter_ask") == 1
    assert await here.scalar("select count(*) from voter_count") == 0
    proof = await here.scalar("select data from audit_entry where action like 'voter questions d%'")
    assert proof["questions"] == 2
    assert datetime.fromisoformat(proof["oldest"]) == clock.now


async def test_a_nik_whose_second_fact_never_came_is_forgotten_within_the_hour(
    here: Town, clock: Clock
) -> None:
    await here.say(7, nik(2))
    assert await here.scalar("select state -> 'data' ? 'nik' from contact")
    await clear(here, clock.now + timedelta(minutes=61))
    assert not await here.scalar("select state -> 'data' ? 'nik' from contact")


async def test_sealed_numbers_of_messages_set_aside_end_too(
    here: Town, clock: Clock, database_url: str
) -> None:
    await here.post(7, {"text": asked(2)})
    await here.scalar("update inbox set state = 2 returning 1")
    async with here.database.transaction() as tx:
        await behind_the_back(tx)
        await tx.execute(text("update event set received_at = now() - interval '9 days'"))
    await here.scalar("update inbox set received_at = now() - interval '9 days' returning 1")
    kept = await here.scalar("select payload from event")
    assert nik(2).encode() in here.keys.unseal_payload(kept)
    async with here.database.transaction() as tx:
        now = await tx.scalar(text("select now()"))
    assert now is not None
    assert (await clear(here, now)).seals == 1
    left = await here.scalar("select payload from event")
    assert here.keys.unseal_payload(left) == left
    assert b"#" * 16 in left


async def test_a_rotated_key_wraps_what_is_stored_and_voters_are_found_all_the_time(
    database: Database, tiny: LoadedElection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.stores.voters.voter_rotation.BATCH", 7)
    await import_file(database, tiny, write(tmp_path / "a.csv", [row(n) for n in range(30)]))
    known = (nik(2), name(2).split()[0].lower())
    assert await ask(database, tiny, *known, OLD) is not None
    assert await ask(database, tiny, *known, NEW) is not None, "before the rotation"
    with pytest.raises(OtherRegister, match="voters rotate"):
        await import_file(database, tiny, write(tmp_path / "b.csv", [row(40)]), keys=NEW)
    assert await rotate(database, NEW) == 30
    assert await ask(database, tiny, *known, NEW) is not None
    assert await ask(database, tiny, *known, OLD) is None, "the old key alone finds nobody"
    with pytest.raises(OtherRegister, match="lacks a key"):
        await import_file(database, tiny, write(tmp_path / "b.csv", [row(40)]), keys=OLD)
    assert await rotate(database, NEWEST) == 30
    assert await rotate(database, NEWEST) == 0
    assert await ask(database, tiny, *known, NEWEST) is not None
    await import_file(database, tiny, write(tmp_path / "c.csv", [row(2), row(50)]), keys=NEWEST)
    async with database.transaction() as tx:
        assert await tx.scalar(text("select count(*) from voter")) == 31


async def test_a_killed_rotation_goes_on_and_masked_registers_rotate_too(
    database: Database, tiny: LoadedElection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.stores.voters.voter_rotation.BATCH", 10)
    rows = [masked(row(n)) for n in range(0, 50, 2)]
    await import_file(database, tiny, write(tmp_path / "a.csv", rows))

    def stop(done: int) -> None:
        if done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await rotate(database, NEW, stop)
    for number in range(0, 50, 2):
        found = await ask(database, tiny, nik(number)[:12], full_name(name(number)), NEW)
        assert found is not None, "found in the middle of it"
    assert await rotate(database, NEW) == 5


def test_no_log_line_holds_an_identity_number(capsys: pytest.CaptureFixture[str]) -> None:
    before = structlog.get_config()
    handlers = logging.getLogger().handlers[:]
    logging.getLogger().handlers.clear()
    try:
        logs.configure()
        try:
            raise ValueError(f"row of {nik(3)} and 9999 9901 0190 0007")
        except ValueError as error:
            structlog.get_logger().error("a failure", exc_info=error, about=nik(4))
            logging.getLogger("somebody").exception("with %s", nik(5))
    finally:
        structlog.configure(**before)
        logging.getLogger().handlers[:] = handlers
    told = capsys.readouterr().err
    assert "ValueError" in told
    assert "‹nik›" in told
    assert numbers_in(told) == set()


def test_the_commands_import_show_and_forget(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SAKSI_SECRET_KEY", SECRET.decode())
    settings.cache_clear()
    file = write(tmp_path / "dpt.csv", [row(1), row(2, NIK="1")])
    run = CliRunner().invoke
    try:
        refused = run(app, ["import-voters", str(file)])
        assert "SAKSI_VOTER_LEGAL_BASIS" in str(refused.exception)
        monkeypatch.setenv("SAKSI_VOTER_LEGAL_BASIS", "Surat KPU (contoh)")
        settings.cache_clear()
        done = run(app, ["import-voters", str(file)])
        assert "1 added" in done.output
        assert "1 rejected: the NIK has not 16 digits (lines 3)" in done.output
        assert "0 questions" in run(app, ["voters-log", str(tmp_path / "log.csv")]).output
        assert run(app, ["forget-voters", "tiny-2024"]).exit_code == 2
        assert "1 voters deleted" in run(app, ["forget-voters", "tiny-2024", "--yes"]).output
    finally:
        settings.cache_clear()
    assert next(csv.reader((tmp_path / "log.csv").open()))[0] == "at"
    assert numbers_in(dump(database_url)) == set()
