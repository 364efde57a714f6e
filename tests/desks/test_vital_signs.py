"""How the installation does: figures of a working one, and what is said when something stands."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from models.rules.wellness import Backups, Disk, Trouble, troubles
from models.stores.base import audit, leases
from models.stores.base.condition import held
from models.stores.base.vital_signs import by_channel, vital_signs
from models.stores.messaging import outbox
from tests.cases.desk import Desk, open_desk
from tests.stores.quiet import quiet

ROOMY = Disk(free=50 * 1024**3, total=100 * 1024**3)
WELL = {"inbox": 2.0, "answers": 5.0, "seal": 0.5}


@pytest.fixture
async def desk(tiny_database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tiny_database_url, tmp_path) as opened:
        yield opened


async def test_figures_count_what_waits_and_since_when_and_what_went(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("halo")
    await siti.say("hadir")
    async with desk.database.transaction() as tx:
        now = await vital_signs(tx)
    assert now.queue("inbox").waiting == 0
    assert now.queue("seal").waiting > 0, "nobody sealed yet"
    assert now.sealed is None
    assert (now.rates.received, now.rates.handled) == (2, 2)
    assert now.rates.sent >= 2
    await desk.do("update inbox set state = 0, received_at = now() - interval '90 seconds'")
    await desk.do("update outbox set state = 0, error = 'timeout', attempts = 1, sent_at = null")
    async with desk.database.transaction() as tx:
        await leases.take(tx, "clock", "kantor:7", 30)
        now = await vital_signs(tx)
    inbox = now.queue("inbox")
    assert (inbox.waiting, round(inbox.oldest / 10)) == (2, 9)
    assert [(one.channel, one.failing == one.waiting > 0, one.error) for one in now.accounts] == [
        ("console", True, "timeout")
    ]
    assert [(one.name, one.owner) for one in now.duties] == [("clock", "kantor:7")]


async def test_answers_to_a_terminal_wait_for_whoever_opens_it_again(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("hadir")
    await desk.do("update outbox set state = 0, not_before = now() - interval '1 hour'")
    async with desk.database.transaction() as tx:
        assert (await vital_signs(tx)).queue("answers").waiting == 0
    await desk.do("update outbox set channel = 'telegram'")
    async with desk.database.transaction() as tx:
        assert (await vital_signs(tx)).queue("answers").waiting > 0


async def test_what_was_given_up_counts_from_that_hour_on(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("halo")
    await desk.do("update outbox set state = 0, created_at = now() - interval '2 days'")
    async with desk.database.transaction() as tx:
        for number in await tx.scalars(text("select id from outbox")):
            await outbox.give_up(tx, number, "blocked")
        (account,) = (await vital_signs(tx)).accounts
        told = {(one.channel, one.what): one.count for one in await by_channel(tx)}
    assert account.given_up == told["console", "given_up"] > 0
    await desk.do("update outbox set not_before = now() - interval '61 minutes'")
    async with desk.database.transaction() as tx:
        assert (await vital_signs(tx)).accounts[0].given_up == 0


async def test_a_message_that_fails_counts_however_long_ago_it_was_written(
    desk: Desk,
) -> None:
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("halo")
    await siti.say("hadir")
    first = "state = 0, error = 'timeout', id = id - 100000"
    await desk.do(f"update outbox set {first} where id = (select min(id) from outbox)")
    async with desk.database.transaction() as tx:
        (account,) = (await vital_signs(tx)).accounts
        told = {one.what: one.count for one in await by_channel(tx)}
    assert account.failing == told["failed"] > 0


async def test_the_pace_of_a_line_is_nobodys_duty(desk: Desk) -> None:
    async with desk.database.transaction() as tx:
        await leases.take(tx, "rate:telegram/saksi", "satu:1", 60)
        await leases.take(tx, "clock", "satu:1", 60)
        duties = (await vital_signs(tx)).duties
        assert [one.name for one in duties] == ["clock"]
    assert (await held(desk.database)).leads == ("clock",)


async def test_the_command_counts_as_the_page_does(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("hadir")
    await desk.do("update outbox set state = 0, not_before = now() - interval '1 hour'")
    assert (await held(desk.database)).to_send == 0, "answers to a terminal wait without alarm"
    await desk.do("update outbox set channel = 'telegram'")
    async with desk.database.transaction() as tx:
        waiting = (await vital_signs(tx)).queue("answers").waiting
    assert (await held(desk.database)).to_send == waiting > 0


async def test_a_sealed_log_waits_for_nothing_and_tells_its_newest_block(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("hadir")
    await quiet(desk.database)
    async with desk.database.transaction() as tx:
        await audit.seal(tx)
    async with desk.database.transaction() as tx:
        now = await vital_signs(tx)
    assert now.queue("seal").waiting == 0
    assert now.sealed is not None
    assert now.sealed[0] == 1


def test_all_is_well_where_nothing_waits_too_long() -> None:
    assert troubles(WELL, {"clock"}, {"telegram/saksi": (0, 3)}, ROOMY, Backups(5.0)) == ()


@pytest.mark.parametrize(
    ("changed", "trouble"),
    [
        ({"oldest": {**WELL, "inbox": 11.2}}, Trouble("late", "inbox", 11)),
        ({"leading": set()}, Trouble("no_duty", "clock")),
        ({"accounts": {"telegram/saksi": (4, 0)}}, Trouble("failing", "telegram/saksi", 4)),
        ({"accounts": {"telegram/saksi": (0, 21)}}, Trouble("given_up", "telegram/saksi", 21)),
        ({"disk": Disk(1024**3, 100 * 1024**3)}, Trouble("disk")),
        ({"backups": Backups(27.0)}, Trouble("backup", "", 27)),
        ({"backups": Backups(13.0, every=6.0)}, Trouble("backup", "", 13)),
        ({"backups": Backups(None)}, Trouble("no_backup")),
    ],
)
def test_each_thing_that_is_wrong_is_named(changed: dict[str, object], trouble: Trouble) -> None:
    well = {
        "oldest": WELL,
        "leading": {"clock"},
        "accounts": {"telegram/saksi": (0, 0)},
        "disk": ROOMY,
        "backups": Backups(3.0),
    }
    assert troubles(**{**well, **changed}) == (trouble,)  # type: ignore[arg-type]


def test_a_trial_is_not_asked_for_a_backup() -> None:
    accounts = {"telegram/saksi": (0, 0)}
    found = troubles(WELL, {"clock"}, accounts, ROOMY, Backups(None, wanted=False))
    assert found == ()


def test_a_small_disk_that_is_half_empty_is_not_short() -> None:
    assert not Disk(free=1024**3, total=2 * 1024**3).short
