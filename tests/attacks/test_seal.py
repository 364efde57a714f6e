"""Somebody who can write to the database wants other figures to be believed: the seal shows it."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.audit import timed
from models.sealing import Keys
from models.settings import Settings
from models.stores.audit import heads, rows_check
from models.stores.audit.audit_check import Head, Verdict, verify
from models.stores.base import audit, election_states
from models.stores.base.database import Database
from models.stores.base.migrate import configuration, migrate
from models.values import Role
from tests.api.conftest import report
from tests.api.terminal import Saksi
from tests.attacks.behind import behind_the_back
from tests.attacks.harm import HARM, LEADERS, PARTY
from tests.cases.desk import STATION, Desk, open_desk
from tests.stores.places import Places, settle_in
from tests.stores.quiet import quiet

KEYS = Keys(b"the installation's key of these tests")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def places(database: Database) -> Places:
    """Reports of four stations, folded and sealed, with a photo and a message beside them."""
    places = await report(database)
    async with database.transaction() as tx:
        station, person = places.station(0), places.people[0]
        await tx.execute(
            text(
                "insert into photo (sha256, path, mime, size, purpose, person_id, station_id,"
                " contest_id, forwarded, state, reading) values (decode(repeat('ab', 32), 'hex'),"
                " 'ab/photo.jpg', 'image/jpeg', 1, 'form', :p, :s, :c, false, 'told',"
                " '{\"pages\": []}')"
            ),
            {"p": person, "s": station, "c": places.president},
        )
        for statement in LEADERS:
            await tx.execute(text(statement))
        await tx.execute(
            text(
                "insert into event (id, channel, account, payload) values"
                " ('018f0000-0000-7000-8000-000000000001', 'webchat', 'web', 'ppwp 100 50 10')"
            )
        )
    await sealed(database)
    return places


async def sealed(database: Database) -> None:
    await quiet(database)
    async with database.transaction() as tx:
        while await audit.seal(tx, sign=KEYS.sign_head):
            continue


async def checked(database: Database, *told: Head, key: bytes = KEYS.head_key) -> Verdict:
    async with database.transaction() as tx:
        return await verify(tx, key, told)


async def test_an_untouched_count_holds_to_the_last_row(database: Database, places: Places) -> None:
    verdict = await checked(database)
    assert verdict.broken is None, verdict
    assert verdict.rows == 8 + 8 + 1 + 1 + 2 + 2 + 1 + 1
    # revisions, their reports, the photo, the message, mandates, roles, a word about each
    assert verdict.mandates_since is None, "none is older than the seal"
    assert verdict.results == 5


@pytest.mark.parametrize(("harm", "what", "why"), HARM, ids=[one[0][:60] for one in HARM])
async def test_whatever_is_forged_behind_the_back_is_named(
    database: Database, places: Places, harm: str, what: str, why: str
) -> None:
    async with database.transaction() as tx:
        await behind_the_back(tx)
        await tx.execute(text(harm))
    verdict = await checked(database)
    assert verdict.broken, "the forgery holds"
    assert why in verdict.broken
    assert (verdict.what or "").startswith(what), verdict.what


KEPT = [one[0] for one in HARM if one[0].split()[0] in ("update", "delete")]
KEPT = [one for one in KEPT if "recap" not in one and "station_result" not in one]
GONE = [one for one in KEPT if one.startswith(("delete from mandate", "delete from role"))]
KEPT = [one for one in KEPT if one not in GONE]
ALLOWED = ("reading =", "forwarded =", "withdrawn_at =", "set payload", "waits =", "active =")
"""What the application itself may do; the log says so."""


@pytest.mark.parametrize("harm", [one for one in KEPT if not any(a in one for a in ALLOWED)])
async def test_what_is_kept_cannot_be_changed_in_the_open(
    database: Database, places: Places, harm: str
) -> None:
    with pytest.raises(IntegrityError, match="are kept as they are"):
        async with database.transaction() as tx:
            await tx.execute(text(harm))
    assert (await checked(database)).broken is None


@pytest.mark.parametrize(
    "table",
    [
        *("revision", "report", "decision", "photo", "event", "inbox", "audit_entry"),
        *("audit_block", "mandate", "role", "mandate_request", "vote_request"),
    ],
)
async def test_nothing_is_emptied_at_once(database: Database, places: Places, table: str) -> None:
    with pytest.raises(IntegrityError, match="are kept as they are"):
        async with database.transaction() as tx:
            await tx.execute(text(f"truncate {table} cascade"))


@pytest.mark.parametrize("harm", [one for one in KEPT if any(a in one for a in ALLOWED)])
async def test_what_may_change_is_told_by_the_log(
    database: Database, places: Places, harm: str
) -> None:
    async with database.transaction() as tx:
        await tx.execute(text(harm))
        told = await tx.execute(
            text("select actor, action, subject from audit_entry order by id desc limit 1")
        )
    assert told.one()[:2] == ("database", "changed")


@pytest.mark.parametrize("harm", GONE)
async def test_a_mandate_or_role_that_goes_without_its_election_is_named(
    database: Database, places: Places, harm: str
) -> None:
    async with database.transaction() as tx:
        await tx.execute(text(harm))
    verdict = await checked(database)
    assert verdict.broken == "it was deleted"
    assert (verdict.what or "").split(":")[0] == harm.split()[2]


@pytest.mark.parametrize("table", ["mandate", "role"])
async def test_nothing_begins_before_it_was_given(
    database: Database, places: Places, table: str
) -> None:
    columns = {"mandate": "person_id, participant_id, station_id, active"}
    named = columns.get(table, "person_id, role, election_id, participant_id")
    values = "3, 1, 2, true" if table == "mandate" else "3, 'auditor', 1, 1"
    with pytest.raises(IntegrityError, match="are kept as they are"):
        async with database.transaction() as tx:
            await tx.execute(
                text(f"insert into {table} ({named}, created_at) values ({values}, '2024-01-01')")
            )


async def test_numbers_that_nobody_is_noted_to_have_given_do_not_hold(
    database: Database, places: Places
) -> None:
    """With the triggers on, the log has the row's sum; who said it is missing."""
    async with database.transaction() as tx:
        await tx.execute(
            text(
                "insert into revision (report_id, number, votes, detail, findings, receipt,"
                " said_by) values (1, 2, '{1,2,3}', 'totals', '[]', 'P-XXXX', 1)"
            )
        )
    verdict = await checked(database)
    assert (verdict.what, verdict.broken) == ("revision:9", "nobody is noted as its author")


async def test_the_last_blocks_cut_off_with_all_that_they_hold_are_missed_by_a_head(
    database: Database, places: Places, tmp_path: Path
) -> None:
    async with database.transaction() as tx:
        head = await heads.newest(tx, KEYS)
    assert head is not None
    heads.keep(head, tmp_path, datetime(2024, 2, 14, 19, tzinfo=UTC))
    async with database.transaction() as tx:
        await audit.note(tx, "person:1", "later", "thing:1")
    await sealed(database)
    before = await checked(database)
    assert before.blocks == head.number + 1
    async with database.transaction() as tx:
        await behind_the_back(tx)
        await tx.execute(text("delete from audit_entry where block = 2"))
        await tx.execute(text("delete from audit_block where number = 2"))
    assert (await checked(database)).broken is None, "nothing inside can tell"
    assert (await checked(database, *heads.kept(tmp_path / "heads.jsonl"))).broken is None
    late = await checked(database, Head(before.head, before.blocks))
    assert (late.block, late.broken) == (2, "blocks whose heads went out were cut off")
    alone = await checked(database, Head(before.head))
    assert alone.broken is not None
    assert "no block has the head that you gave" in alone.broken


async def test_blocks_cut_off_while_their_rows_stay_are_found_without_any_head(
    database: Database, places: Places
) -> None:
    async with database.transaction() as tx:
        await behind_the_back(tx)
        await tx.execute(text("delete from audit_entry"))
        await tx.execute(text("delete from audit_block"))
    verdict = await checked(database)
    assert (verdict.what, verdict.broken) == ("revision:1", "it slipped in past the log")


async def test_a_log_made_anew_lacks_the_installations_signature(
    database: Database, places: Places
) -> None:
    """The whole log is forged and its chain is right: only the key outside tells."""
    async with database.transaction() as tx:
        await behind_the_back(tx)
        await tx.execute(text("update audit_entry set actor = 'person:9', block = null"))
        await tx.execute(text("delete from audit_block"))
    other = Keys(b"whatever key a forger has")
    for sign in (None, other.sign_head):
        async with database.transaction() as tx:
            await behind_the_back(tx)
            await tx.execute(text("update audit_entry set block = null"))
            await tx.execute(text("delete from audit_block"))
        async with database.transaction() as tx:
            await audit.seal(tx, sign=sign)
        verdict = await checked(database)
        assert (verdict.block, verdict.broken) == (1, "it is not signed by this installation")


async def test_signatures_taken_away_are_missed(database: Database, places: Places) -> None:
    async with database.transaction() as tx:
        await audit.note(tx, "person:1", "later", "thing:1")
    await sealed(database)
    for which in ("number = 2", "true"):
        async with database.transaction() as tx:
            await behind_the_back(tx)
            await tx.execute(text(f"update audit_block set signature = null where {which}"))
        assert (await checked(database)).broken == "it is not signed by this installation"


async def test_a_database_of_before_is_covered_as_it_was_found(empty_database_url: str) -> None:
    url = empty_database_url
    await asyncio.to_thread(command.upgrade, configuration(url), "0027")
    database = Database(url)
    try:
        async with database.transaction() as tx:
            await settle_in(tx)
            for statement in OLD:
                await tx.execute(text(statement))
        await asyncio.to_thread(migrate, url)
        async with database.transaction() as tx:
            assert await rows_check.check(tx) == (5, None)
            assert await rows_check.mandates_since(tx) is not None
            await behind_the_back(tx)
            for harm, what in FORGED:
                await tx.execute(text(harm))
                _, broken = await rows_check.check(tx)
                assert broken is not None
                assert (broken.what, broken.reason) == (what, "it was changed")
        await asyncio.to_thread(command.downgrade, configuration(url), "0027")
        await asyncio.to_thread(migrate, url)
    finally:
        await database.close()


FORGED = (
    ("update role set area_id = 1", "role:1"),
    ("update mandate set person_id = 2", "mandate:1"),
    ("update revision set votes = '{100,60,0}'", "revision:1"),
)
OLD = (
    PARTY,
    "insert into mandate (person_id, participant_id, station_id, slot, active) values"
    " (1, 1, 1, 1, true)",
    "insert into role (person_id, role, election_id) values (3, 'auditor', 1)",
    "insert into report (person_id, station_id, contest_id, version) values (1, 1, 1, 1)",
    "insert into revision (report_id, number, votes, detail, findings, receipt, said_by)"
    " values (1, 1, '{100,50,10}', 'totals', '[]', 'P-OLD1', 1)",
    "insert into audit_entry (actor, action, subject, data) values ('person:1', 'report.submit',"
    " 'report:1', jsonb_build_object('revision', 1))",
    "insert into event (id, channel, account, payload) values (gen_random_uuid(), 'c', 'a', 'x')",
)


async def test_heads_go_out_on_the_timetable(desk_with_administrator: Desk, tmp_path: Path) -> None:
    desk = desk_with_administrator
    settings = Settings(secret_key="the key of this installation", var=tmp_path)
    keys = Keys.of(settings)
    chief = await desk.holder("Bu Ketua", 900, Role.ADMINISTRATOR)
    await chief.say("halo")
    await quiet(desk.database)
    async with desk.database.transaction() as tx:
        await audit.seal(tx, sign=keys.sign_head)
    for _ in range(2):
        async with desk.database.transaction() as tx:
            await timed.publish(tx, settings, desk.now)
    await desk.notices.drain()
    heard = await chief.hear()
    (line,) = (tmp_path / "heads" / "heads.jsonl").read_text().splitlines()
    assert heard.count(json.loads(line)["hash"]) == 1
    assert "blok 1" in heard
    assert (tmp_path / "heads" / "head-20240214T19Z.json").read_text() == line + "\n"
    async with desk.database.transaction() as tx:
        told = heads.kept(tmp_path / "heads" / "heads.jsonl")
        assert (await verify(tx, keys.head_key, told)).broken is None


@pytest.fixture
async def desk_with_administrator(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(database_url, tmp_path / "desk") as desk:
        yield desk


async def test_the_command_names_a_forged_figure_and_a_forged_file(
    database: Database, places: Places, database_url: str, tmp_path: Path
) -> None:
    saksi = Saksi(database_url, str(tmp_path))
    keys = Keys.of(Settings(var=tmp_path))
    async with database.transaction() as tx:
        await behind_the_back(tx)
        for number, hash_ in (await tx.execute(text("select number, hash from audit_block"))).all():
            await tx.execute(
                text("update audit_block set signature = :s where number = :n"),
                {"s": keys.sign_head(audit.head_bytes(number, hash_)), "n": number},
            )
    gone = await saksi("audit", "verify")
    assert (gone.code, gone.err) == (1, "Broken at photo:1: its file is gone.\n")
    held = await saksi("audit", "verify", "--no-files")
    assert held.code == 0
    assert "5 results" in held.out
    noted = held.out.partition("Head: ")[2].split()[0]
    assert (await saksi("audit", "verify", "--no-files", "--head", noted)).code == 0
    wrong = await saksi("audit", "verify", "--no-files", "--head", "00" * 32)
    assert wrong.code == 1
    assert (await saksi("audit", "verify", "--head", "zz")).code == 2
    async with database.transaction() as tx:
        await behind_the_back(tx)
        await tx.execute(text("update revision set votes = '{100,60,0}' where id = 1"))
    forged = await saksi("audit", "verify", "--json")
    told = json.loads(forged.out)
    assert (forged.code, told["what"], told["broken"]) == (1, "revision:1", "it was changed")


async def test_a_night_by_chat_holds_with_all_that_people_do(
    desk_with_administrator: Desk,
) -> None:
    """Reports, corrections, a dispute and its decision, a photo, a re-vote: every row is told."""
    desk = desk_with_administrator
    siti, budi = await desk.witness("Bu Siti", 1), await desk.witness("Pak Budi", 2)
    for phone, figures in ((siti, "102 87 3 sah 192"), (budi, "102 78 12 sah 192")):
        await phone.say(f"ppwp {figures} tidak sah 3 jumlah 195")
        await phone.say("benar")
    await desk.photo(siti, STATION, "ppwp")
    await quiet(desk.database)
    async with desk.database.transaction() as tx:
        await audit.seal(tx, sign=KEYS.sign_head)
    assert (await desk.recap()).disputed == 1
    verdict = await checked(desk.database)
    assert verdict.broken is None, verdict
    assert verdict.results == 1


async def test_mandates_and_roles_go_with_their_election_and_the_log_holds(
    database: Database,
) -> None:
    async with database.transaction() as tx:
        await settle_in(tx)
        for statement in LEADERS[:-2]:
            await tx.execute(text(statement))
        await election_states.delete(tx, "contoh-2024")
    async with database.transaction() as tx:
        assert await rows_check.check(tx) == (0, None)
