"""Voters ask through the real webhook: answered, limited, erased, and nothing to be learned."""

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, text

from bot.capabilities import CONVERSATION
from bot.messaging.notices import Notices
from bot.messaging.runner import Runner
from models.registers.register_row import FIRST_NAME
from models.rules.voter_limits import Limits
from models.stores.base.database import Database
from models.stores.base.elections import LoadedElection
from models.stores.persons import people, roles
from models.stores.questions import questions
from models.stores.voters import voter_register
from models.stores.voters.voter_import import Importer
from models.stores.voters.voter_register import Kind
from models.values import Role
from models.voter_keys import VoterKeys
from tests.voters.leaks import dump, metrics, numbers_in
from tests.voters.register import name, nik, row, write
from tests.voters.town import MORNING, Town, town

LIMITS = Limits()
PEOPLE = 60


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def here(
    database: Database, database_url: str, tiny: LoadedElection, tmp_path: Path, clock: Clock
) -> AsyncIterator[Town]:
    """The register has PEOPLE voters, at the stations 1 to 4 of Sukamaju Kidul in turn."""
    file = write(tmp_path / "dpt.csv", [row(n, tps=n % 4 + 1) for n in range(1, PEOPLE)])
    async with town(database_url, tmp_path / "var", clock) as running:
        kind = Kind(False, FIRST_NAME, "test")
        await Importer(database, VoterKeys(running.keys), tiny.id, file, kind).run()
        yield running


def asked(number: int, fact: str | None = None) -> str:
    """A whole question about the n-th voter in one message."""
    return f"{nik(number, woman=number % 2 == 1)} {fact or name(number).split()[0]}"


async def test_a_voter_is_told_the_station_and_nothing_of_it_stays(
    here: Town, database_url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    told = await here.say(7, "saya nyoblos di mana?", nik(2), name(2).split()[0])
    assert [reply.wait for reply in told] == [0, 0, 0]
    assert "nama depan" in told[1].text
    assert told[2].text.startswith("TPS 03, Desa Sukamaju Kidul, Kec. Sukamaju.\n")
    assert "14 Februari 2024, pukul 07.00–13.00 WIB" in told[2].text
    assert "Balai RW 03" in told[2].text
    everything = dump(database_url)
    assert numbers_in(everything) == set()
    assert numbers_in(metrics() + "".join(capfd.readouterr())) == set()
    assert name(2).split()[0].title() not in everything
    assert await here.scalar("select count(*) from event") == 3


async def test_a_name_is_found_however_the_register_and_the_voter_write_it(
    here: Town, tiny: LoadedElection, tmp_path: Path
) -> None:
    cards = {
        61: ("M.YUSUF", "M. Yusuf"),
        62: ("NUR AINI", "Nuraini"),
        63: ("NURAINI", "Nur Aini"),
        64: ("RR. SITI", "siti"),
    }
    rows = [row(number, Nama=card) for number, (card, _) in cards.items()]
    kind = Kind(False, FIRST_NAME, "test")
    file = write(tmp_path / "others.csv", rows)
    await Importer(here.database, VoterKeys(here.keys), tiny.id, file, kind).run()
    for number, (card, said) in cards.items():
        (told,) = await here.say(number, asked(number, said))
        assert told.text.startswith("TPS 01, Desa Sukamaju Kidul"), card
    (told,) = await here.say(65, asked(63, "Nur"))
    assert not told.text.startswith("TPS"), "a part of the card's name is not the name"


async def test_an_unanswered_nik_is_sealed_in_what_is_stored(here: Town, database_url: str) -> None:
    for said in (
        nik(3),
        f"9999 9901 {nik(4)[8:12]} {nik(4)[12:]}",
        f"NIK: {nik(5)[:6]}-{nik(5)[6:]}",
    ):
        await here.post(7, {"text": said})
    assert await here.scalar("select count(*) from inbox where state = 0") == 3
    assert numbers_in(dump(database_url)) == set()


async def test_a_quoted_nik_is_erased_with_the_answer_to_it(here: Town, database_url: str) -> None:
    await here.say(7, nik(2))
    quote = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": nik(2)}
    await here.post(7, {"text": name(2).split()[0], "reply_to_message": quote})
    await here.work()
    assert (await here.replies())[-1].text.startswith("TPS 03")
    assert numbers_in(dump(database_url)) == set()
    kept = await here.scalar("select string_agg(convert_from(payload, 'UTF8'), '') from event")
    assert kept.count("[dihapus]") == 3
    assert "#" not in kept


async def test_a_family_of_six_is_answered_and_no_seventh_person_that_day(
    here: Town, clock: Clock
) -> None:
    family = [await here.say(7, asked(n)) for n in range(1, 8)]
    assert all(told[0].text.startswith("TPS") for told in family[:6])
    assert "Data belum cocok" in family[6][0].text
    again = await here.say(7, asked(2))
    assert again[0].text.startswith("TPS 03"), "one of the six may be asked about again"
    assert (await here.say(8, asked(7)))[0].text.startswith("TPS 04"), "another phone may"
    clock.now += timedelta(days=1)
    assert (await here.say(7, asked(7)))[0].text.startswith("TPS 04"), "a new day"


async def test_unknown_wrong_impossible_and_barred_get_the_same_words_at_the_same_time(
    here: Town,
) -> None:
    """Four senders with as many questions each; what they ask differs, what they hear does not."""
    ways = {
        11: [f"{nik(900 + n)} Neng" for n in range(12)],
        12: [asked(n, "Salahnama") for n in range(1, 13)],
        13: [f"{str(n % 10) * 16} Neng" for n in range(12)],
        14: [f"{nik(950 + n)} Neng" for n in range(8)] + [asked(n) for n in range(20, 24)],
    }
    heard = {}
    for sender, guesses in ways.items():
        told = [reply for question in guesses for reply in await here.say(sender, question)]
        heard[sender] = [(reply.text, reply.wait) for reply in told]
    assert all(told == heard[11] for told in heard.values())
    waits = [wait for _, wait in heard[11]]
    assert waits[:6] == [0.0] * 6, "the first questions of a day are answered at once"
    assert waits[6:] == sorted(waits[6:])
    assert waits[6:8] == [2.0, 4.0], "then slower and slower, before anybody is refused"
    assert len({text for text, _ in heard[11]}) == 1


async def test_each_of_them_costs_the_database_the_same_statements(
    here: Town, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No clock in a test: the work is counted instead of the time; the bench measures the time."""
    monkeypatch.setattr(voter_register, "_FRESH", 0.0)  # nothing is asked now and then only
    for n in range(9):  # the ninth, known or not, is refused, and coordinators are told once
        await here.say(14, f"{nik(950 + n)} Neng")
    counts = {}
    guessed = {
        "unknown": (11, f"{nik(900)} Neng"),
        "wrong": (12, asked(3, "Salahnama")),
        "impossible": (13, "7777777777777777 Neng"),
        "barred": (14, asked(5)),
    }
    for sender in (11, 12, 13):  # so that their talk stands where the barred one's stands
        await here.say(sender, f"{nik(970 + sender)} Neng")
    for what, (sender, question) in guessed.items():
        clock.now += timedelta(minutes=2)
        counts[what] = await _statements(here, sender, question)
    assert counts["unknown"] == counts["wrong"] == counts["impossible"]
    clock.now += timedelta(minutes=2)
    counts["barred, unknown"] = await _statements(here, 14, f"{nik(990)} Neng")
    assert counts["barred"] == counts["barred, unknown"] == counts["unknown"]


async def _statements(here: Town, sender: int, question: str) -> list[str]:
    seen: list[str] = []

    def note(*given: object) -> None:
        seen.append(re.sub(r"\s+", " ", str(given[2]))[:60])

    engine = here.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        await here.say(sender, question)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return seen


async def test_a_refused_sender_gets_one_answer_at_a_time_and_coordinators_are_told_once(
    here: Town, clock: Clock
) -> None:
    for n in range(8):
        await here.say(21, f"{nik(900 + n)} Neng")
    assert await here.scalar("select count(*) from voter_alert") == 0
    clock.now += timedelta(minutes=2)
    assert len(await here.say(21, *(f"{nik(920 + n)} Neng" for n in range(10)))) == 1
    clock.now += timedelta(minutes=2)
    assert len(await here.say(21, f"{nik(950)} Neng")) == 1
    assert await here.scalar("select count(*) from voter_alert") == 1
    assert await here.scalar(
        "select data from audit_entry where action = 'voter questions refused'"
    ) == {"asked": 9, "missed": 8, "found": 0}
    noted = "select count(*) from voter_ask where outcome = 'refused'"
    assert await here.scalar(noted) == 11


async def test_nobody_closes_another_s_nik_for_the_day(here: Town) -> None:
    for sender in range(30, 50):
        for guess in ("Asepx", "Sitix", "Budix"):
            await here.say(sender, asked(15, guess))
    told = await here.say(60, asked(15, "Nengx"))
    assert "Data belum cocok" in told[0].text, "a slip of the thumb"
    assert (await here.say(60, asked(15)))[0].text.startswith("TPS"), "and then the right name"


async def test_three_misses_about_one_nik_close_it_for_the_one_who_guesses(here: Town) -> None:
    for guess in ("Asepx", "Sitix", "Budix"):
        await here.say(30, asked(15, guess))
    assert "Data belum cocok" in (await here.say(30, asked(15)))[0].text
    assert (await here.say(30, asked(14)))[0].text.startswith("TPS"), "others are still told"


async def test_who_guesses_at_a_nik_that_many_guess_at_has_two_tries(here: Town) -> None:
    for sender in range(30, 36):
        await here.say(sender, asked(15, "Asepx"))
    for guess in ("Sitix", "Budix"):
        await here.say(40, asked(15, guess))
    assert "Data belum cocok" in (await here.say(40, asked(15)))[0].text


async def test_limits_hold_across_processes_and_restarts(
    here: Town, database_url: str, tmp_path: Path, clock: Clock
) -> None:
    for n in range(1, 7):
        await here.say(7, asked(n))
    async with town(database_url, tmp_path / "var", clock) as other:
        other.updates = here.updates
        told = await other.say(7, asked(7))
    assert "Data belum cocok" in told[-1].text


async def test_the_channel_slows_itself(here: Town) -> None:
    """More answers than a provider bears are spread over time, whoever asks."""
    await here.scalar(
        "insert into lease (name, owner, until) values ('voters:telegram/saksi', '',"
        " clock_timestamp() + interval '40 seconds') returning 1"
    )
    told = await here.say(7, asked(1))
    assert 28 < told[0].wait < 32


async def test_a_photo_of_an_identity_card_is_deleted(
    here: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = b"not even a picture, but somebody's card"

    async def fetch(self: object, file: object) -> bytes:
        return picture

    monkeypatch.setattr("bot.channels.telegram.Telegram.fetch", fetch)
    await here.say(7, "cek tps")
    photo = [{"file_id": "card", "file_size": 30, "width": 960, "height": 1280}]
    await here.post(7, {"photo": photo, "caption": nik(3)})
    await here.work()
    assert "jangan kirim foto KTP" in (await here.replies())[-1].text
    photos = tmp_path / "var" / "photos"
    assert [f for f in photos.rglob("*") if f.is_file()]
    assert await here.removals.once()
    assert not [f for f in photos.rglob("*") if f.is_file()]
    assert await here.scalar("select count(*) from file_removal") == 0
    assert await here.scalar("select count(*) from photo") == 0


async def test_a_nik_in_a_group_is_answered_by_nothing_but_a_warning(
    here: Town, database_url: str
) -> None:
    await here.post(7, {"text": asked(2)}, group=True)
    await here.work()
    told = await here.replies()
    assert len(told) == 1
    assert "Mohon jangan kirim NIK di grup" in told[0].text
    assert await here.scalar("select count(*) from voter_ask") == 0
    assert numbers_in(dump(database_url)) == set()


async def test_own_data_are_shown_and_deleted_and_give_no_new_tries(
    here: Town, clock: Clock
) -> None:
    for n in range(1, 7):
        await here.say(7, asked(n))
    await here.say(7, asked(1, "Salah"))
    shown = await here.say(7, "data saya")
    assert "7 kali, dijawab 6" in shown[-1].text
    assert "30 hari" in shown[-1].text
    told = await here.say(7, "hapus data saya", "hapus")
    assert "Sudah dihapus: 7 catatan" in told[-1].text
    assert await here.scalar("select count(*) from voter_ask") == 0
    kept = await here.scalar(
        "select string_agg(convert_from(payload, 'UTF8'), '') from event e"
        " join inbox i on i.event_id = e.id where i.id < (select max(id) from inbox)"
    )
    assert "Orang" not in kept
    assert "data saya" not in kept
    clock.now += timedelta(minutes=2)
    assert "0 kali, dijawab 0" in (await here.say(7, "data saya"))[-1].text
    assert "Data belum cocok" in (await here.say(7, asked(7)))[-1].text


async def test_own_data_name_incidents_and_questions_too(here: Town) -> None:
    await here.say(7, "tanya berapa tinggi meja di TPS")
    await here.say(7, "kejadian ada yang bagi-bagi amplop", "kirim")
    shown = (await here.say(7, "data saya"))[-1].text
    assert "Pertanyaan yang belum terjawab: 1" in shown
    assert "Kejadian yang dilaporkan: 1" in shown
    assert "Pendaftaran" not in shown


async def test_a_question_without_an_answer_is_noted_for_the_coordinator(here: Town) -> None:
    async with here.database.transaction() as tx:
        number = await tx.scalar(text("select id from election"))
        await questions.put(tx, number, 1, "kapan hasilnya", MORNING)
        await questions.put(tx, number, 2, "Kapan hasilnya", MORNING)
        await questions.put(tx, number, 1, "siapa KPPS-nya", MORNING)
        listed = await questions.unanswered(tx, number)
        assert [(row.text, row.times) for row in listed] == [
            ("kapan hasilnya", 2),
            ("siapa kpps-nya", 1),
        ]
        await questions.seen(tx, listed[0].ids)
        assert [row.text for row in await questions.unanswered(tx, number)] == ["siapa kpps-nya"]
    told = await here.say(7, "tanya")
    assert "Belum ada tanya jawab" in told[0].text


async def test_a_coordinator_hears_of_a_harvest(here: Town, clock: Clock) -> None:
    async with here.database.transaction() as tx:
        number = await tx.scalar(text("select id from election"))
        person, _ = await people.put_person(tx, here.keys, "Bu Rini", "+628120000777")
        await roles.grant(tx, roles.NewRole(person, Role.COORDINATOR, number))
    await here.say(99, "halo")
    async with here.database.transaction() as tx:
        contact = await tx.scalar(text("select id from contact where sender = '99'"))
        assert contact is not None
        await people.bind(tx, contact, person)
    for n in range(12):
        await here.say(21, f"{nik(900 + n)} Neng")
    assert await here.scalar("select count(*) from notice where event = 'voters_harvested'") == 1
    # The database's clock says when a notice may go, the test's clock when it is told.
    telling = Notices(
        here.database, Runner(CONVERSATION, here.keys).handle, paced=False, clock=clock
    )
    assert await telling.once()
    told = [reply for reply in await here.replies() if reply.sender == "99"]
    assert "9 NIK hari ini: 0 dijawab, 8 tidak cocok" in told[-1].text
