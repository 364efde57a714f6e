"""A rehearsal: real processes, real HTTP, and a worker that is killed in the middle."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from starlette.responses import Response

from api.rehearsal.fake_telegram import FakeTelegram
from api.rehearsal.faults import Faults
from api.rehearsal.play import play
from api.rehearsal.played_plan import Plan
from api.rehearsal.slips import Profile
from models.errors import NotAllowed, NotReady
from models.sealing import Keys
from models.settings import Settings
from models.stores.base.audit import note
from models.stores.base.database import Database
from models.stores.packs.pack_load import load_pack
from models.stores.persons.people import put_person
from models.stores.rehearsal import rehearsal
from models.values import Json
from tests.packs.tiny import make_tiny_pack


@pytest.fixture
async def database(database_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(database_url)
    async with database.transaction() as tx:
        await load_pack(tx, make_tiny_pack(tmp_path / "tiny"))
    yield database
    await database.close()


async def test_two_witnesses_on_two_channels_lose_nothing_though_the_worker_is_killed(
    database: Database, tmp_path: Path
) -> None:
    settings = Settings(database_url=database.url, var=tmp_path / "var")
    often = Profile(broken=0.4, misread=0.6, looks_again=0.3, stubborn=0.5, late=0.5)
    both = ("telegram", "whatsapp")
    plan = Plan(stations=4, kill_worker=True, witnesses=2, channels=both, slips=often)
    done: list[None] = []
    card = await play(settings, database, plan, lambda: done.append(None))
    assert (card.trouble, card.differences, len(done)) == ([], [], 4)
    assert (card.lost, card.reports_expected, card.reports_found) == (0, 16, 16)
    assert card.sent == card.stored == card.answered > 100
    assert card.worker_deaths == 1
    assert card.doubled <= card.repeats <= 10
    assert not card.doubled_for_no_reason
    assert card.disagreements_found == card.disagreements_expected > 0
    assert card.broken_sums_found == card.broken_sums_expected > 0
    assert (card.disagreements_invented, card.broken_sums_invented) == (0, 0)
    assert card.confirmed_found == card.confirmed_expected == 8
    assert card.late_asked == card.late_sent > 0
    assert card.decided > 0
    assert card.recap_equal
    assert card.passed


async def test_nobody_answers_twice_what_comes_twice(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reply that its process sent just before it died comes again: people see that it is one."""
    taken = FakeTelegram._said

    def twice(self: FakeTelegram, given: dict[str, Json], body: dict[str, Json]) -> Response:
        answer = taken(self, given, body)
        chat = self.chats[int(given["chat_id"])]
        chat.unread.put_nowait(chat.heard[-1])
        return answer

    monkeypatch.setattr(FakeTelegram, "_said", twice)
    settings = Settings(database_url=database.url, var=tmp_path / "var")
    mostly = Profile(broken=0.9, misread=0.8, looks_again=0.2, stubborn=0.4, late=0.5)
    plan = Plan(stations=3, witnesses=2, slips=mostly)
    card = await play(settings, database, plan, lambda: None)
    assert (card.trouble, card.differences, card.passed) == ([], [], True)
    assert card.decided > 0


@pytest.mark.long
async def test_a_rolling_restart_under_load_repeats_nothing(
    database: Database, tmp_path: Path
) -> None:
    settings = Settings(database_url=database.url, var=tmp_path / "var")
    restarts = Faults(("restart",), kills=0)
    plan = Plan(stations=20, at_once=20, witnesses=2, workers=2, faults=restarts, seed=3)
    card = await play(settings, database, plan, lambda: None)
    assert card.worker_deaths > 0, "nothing was restarted: the seed has it at the beginning"
    assert (card.lost, card.doubled, card.repeats, card.trouble) == (0, 0, 0, [])


async def test_production_keeps_its_database_free_of_made_up_witnesses(
    database: Database, tmp_path: Path
) -> None:
    settings = Settings(database_url=database.url, var=tmp_path / "var", production=True)
    with pytest.raises(NotAllowed):
        await play(settings, database, Plan(stations=1), lambda: None)


async def test_made_up_people_never_touch_a_real_count(database: Database, tmp_path: Path) -> None:
    settings = Settings(database_url=database.url, var=tmp_path / "var")
    async with database.transaction() as tx:
        person, _ = await put_person(tx, Keys.of(settings), "Bu Siti", "+6281200000001")
        played = await rehearsal.last_person(tx) + 1
        station = "select :person, min(id), (select min(id) from participant), 1, true from station"
        maker = "insert into mandate (person_id, station_id, participant_id, slot, active) "
        maker += station
        await tx.execute(text(maker), {"person": person})
    with pytest.raises(NotAllowed, match="1 mandates of real people"):
        await play(settings, database, Plan(stations=1), lambda: None)
    async with database.transaction() as tx:
        assert await rehearsal.last_person(tx) == person  # nobody was made up
        await note(tx, "operator", "rehearsed", "database", {"first": person, "last": played})
        assert await rehearsal.real(tx) == rehearsal.Real(0, 0, 0)
        await tx.execute(
            text("insert into lease (name, owner, until) values ('clock', 'x', now() + '1 min')")
        )
    with pytest.raises(NotAllowed, match="1 running processes"):
        await play(settings, database, Plan(stations=1), lambda: None)


async def test_processes_that_do_not_come_up_are_told_in_a_sentence(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.rehearsal.play.PATIENCE", 0.01)
    settings = Settings(var=tmp_path / "var", _env_file=None)  # type: ignore[call-arg]
    with pytest.raises(NotReady, match=r"not ready within 0 s: .*saksi doctor"):
        await play(settings, database, Plan(stations=1), lambda: None)
