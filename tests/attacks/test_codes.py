"""Somebody guesses, keeps or picks up an activation code: nobody who speaks is displaced."""

import re
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from importlib import import_module
from math import log2
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection

from models import logs
from models.rules import code_text
from models.rules.code_text import LENGTH, LETTERS
from models.stores.persons import people
from models.values import Role
from tests.cases.desk import Desk, open_desk

_QUESTIONS = """update election set fingerprint = 'asked', config = jsonb_set(config, '{questions}',
    '[{"code": "pindah", "title": "Pindah", "keywords": ["pindah memilih"],
       "answer": "Ke PPS."}]')"""


@pytest.fixture
async def desk(tiny_database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tiny_database_url, tmp_path) as opened:
        await opened.do(_QUESTIONS)
        yield opened


async def code_for(desk: Desk, person: int) -> str:
    async with desk.database.transaction() as tx:
        return await people.new_code(tx, desk.keys, person)


async def contact(desk: Desk, sender: str) -> int:
    """A chat of somebody unknown."""
    ((number,),) = await desk.rows(
        "insert into contact (channel, account, sender, name, language, state, activation_tries,"
        " last_order, stopped) values ('telegram', 'b', :s, '', 'id', '{}', 0, 0, false)"
        " returning id",
        s=sender,
    )
    return int(number)


async def use(desk: Desk, number: int, code: str) -> int | None:
    async with desk.database.transaction() as tx:
        return await people.activate(tx, desk.keys, number, code, desk.now)


def test_a_code_has_more_than_forty_bits() -> None:
    assert LENGTH * log2(len(LETTERS)) >= 40


async def test_a_code_is_void_once_the_phone_is_proven_in_another_way(desk: Desk) -> None:
    siti = await desk.person("Bu Siti", 1)
    code, thief = await code_for(desk, siti.person), await contact(desk, "thief")
    own = await contact(desk, "own")
    async with desk.database.transaction() as tx:
        await people.bind(tx, own, siti.person)
    assert await use(desk, thief, code) is None


async def test_a_code_ends_in_days(desk: Desk) -> None:
    siti = await desk.person("Bu Siti", 1)
    code, late = await code_for(desk, siti.person), await contact(desk, "late")
    ((expires,),) = await desk.rows("select expires_at - now() from activation")
    assert timedelta(0) < expires <= timedelta(days=people.CODE_DAYS)
    await desk.do("update activation set expires_at = '2024-02-01'")
    assert await use(desk, late, code) is None


async def test_nobody_who_speaks_is_displaced_by_a_code_alone(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    dedi = await desk.holder("Pak Dedi", 3, Role.COORDINATOR, "9801")
    for phone in (siti, dedi):
        await phone.say("halo")
    code, thief = await code_for(desk, siti.person), desk.stranger(77)
    heard = await thief.say(code)
    assert "Kode saja tidak cukup" in heard
    for phone in (siti, dedi):
        assert "Kode aktivasi Bu Siti baru saja dipakai dari chat lain" in await phone.hear()
    ((speaks,),) = await desk.rows(
        "select count(*) from contact where person_id = :p", p=siti.person
    )
    assert speaks == 1
    assert "TPS 01" in await siti.say("belum")


async def test_a_code_alone_gives_nobody_a_role(desk: Desk) -> None:
    boss = await desk.holder("Bu Ketua", 5, Role.ADMINISTRATOR)
    await boss.say("halo")
    dedi = await desk.holder("Pak Dedi", 3, Role.COORDINATOR, "9801")
    thief = desk.stranger(77)
    assert "satu kode belum cukup" in await thief.say(await code_for(desk, dedi.person))
    assert await desk.rows("select 1 from contact where person_id = :p", p=dedi.person) == []
    warned = await boss.hear()
    assert "Pak Dedi menulis dari chat yang baru" in warned
    assert await desk.rows("select 1 from contact where person_id = :p", p=dedi.person) == []
    told = re.search(r"kode ini: (\S+) \(", warned)
    assert told is not None
    assert "Selamat datang, Pak Dedi" in await thief.say(told[1]), "the second person knows him"
    assert "TPS yang mana" in await thief.say("psu"), "and he leads, without another code"


async def test_nor_does_a_code_that_was_used_before_the_role_was_given(desk: Desk) -> None:
    """Whoever hands out codes could bind a chat of his own to a witness who will lead."""
    siti, budi = await desk.witness("Bu Siti", 1), await desk.witness("Pak Budi", 2)
    thief, own = desk.stranger(77), desk.stranger(78)
    assert "Selamat datang, Bu Siti" in await thief.say(await code_for(desk, siti.person))
    await budi.say("halo")
    await own.say("halo")
    for number, name in ((1, "Bu Siti"), (2, "Pak Budi")):
        await desk.holder(name, number, Role.COORDINATOR, "9801")
    assert "TPS yang mana" not in await thief.say("psu")
    spoken = await desk.rows("select sender from contact where person_id is not null")
    assert [row.sender for row in spoken] == [budi.number], "a proven phone goes on speaking"
    assert "TPS yang mana" in await budi.say("psu")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CANDIDATE])
async def test_where_nobody_leads_above_the_own_contact_is_needed(desk: Desk, role: Role) -> None:
    kecamatan = "980101" if role is Role.RECAP_WITNESS else None
    first = await desk.holder("Bu Pertama", 5, role, kecamatan)
    code, thief = await code_for(desk, first.person), desk.stranger(78)
    for _ in range(2):
        assert "satu kode belum cukup" in await thief.say(code), "and the code is not used up"
    assert await desk.rows("select 1 from contact where person_id = :p", p=first.person) == []
    assert "tidak ketemu" not in await first.say("halo"), "a proven phone needs nothing else"


async def test_guesses_of_many_chats_share_one_budget_and_alarm_administrators(desk: Desk) -> None:
    boss = await desk.holder("Bu Ketua", 5, Role.ADMINISTRATOR)
    await boss.say("halo")
    siti = await desk.person("Bu Siti", 1)
    code = await code_for(desk, siti.person)
    chats = people.CODE_BUDGET // people.CODE_TRIES
    for number in range(chats):
        chat = await contact(desk, f"guesser {number}")
        for _ in range(people.CODE_TRIES):
            assert await use(desk, chat, "AAA-AAA-AAA") is None
    assert await use(desk, await contact(desk, "one more"), code) is None, "codes rest"
    await desk.stranger(88).say("AAA-AAA-AA9")
    assert "mungkin ada yang menebak" in await boss.hear()
    desk.clock[0] += timedelta(hours=1)
    assert await use(desk, await contact(desk, "later"), code) == siti.person


@pytest.mark.parametrize(
    "before",
    [
        ("siapa ketua KPPS di RT saya?",),
        ("tanya", "siapa ketua KPPS di RT saya?"),
        ("cek tps",),
        ("kejadian",),
        ("daftar",),
        ("pemilih meninggal",),
        ("data saya",),
    ],
)
@pytest.mark.parametrize("way", ["{}", "kode saya {}", "pak ini kodenya {} makasih"])
async def test_a_code_is_taken_wherever_a_stranger_s_talk_stands(
    desk: Desk, before: tuple[str, ...], way: str
) -> None:
    siti = await desk.witness("Bu Siti", 1)
    code, chat = await code_for(desk, siti.person), desk.stranger(80)
    for line in before:
        await chat.say(line)
    assert "Selamat datang, Bu Siti" in await chat.say(way.format(code))


@pytest.mark.parametrize(
    "text",
    [
        *("7WC-VQF-YEK", "7wc-vqf-yek", "7WC VQF YEK", "7WCVQFYEK", "7wcvqfyek", "wcy-vqf-yek"),
        *("kode saya 7WC-VQF-YEK", "kode aktivasi saya: 7wc vqf yek", "Kode saya WCYVQFYEK"),
        *("ini pak kodenya 7WC–VQF–YEK terima kasih", "saya bu siti, 7WC-VQF-YEK", "７WC-VQF-YEK"),
        *("7WC - VQF - YEK", "kode: WCY VQF YEK", "code 7WC.VQF.YEK", "7WC-346-YEK"),
    ],
)
def test_a_code_is_found_however_it_is_written(text: str) -> None:
    assert code_text.spoken(text) in {"7WCVQFYEK", "WCYVQFYEK", "7WC346YEK"}


@pytest.mark.parametrize(
    "text",
    [
        *("apa-apa", "dan lain-lain", "120-300-117", "dpt-347-346", "RAHMAWATY", "aku dan 347"),
        *("ppwp 1 20 2 30", "H-4K7", "D3-8QF", "kenyataan", "dpt 347 dan", "hak-hak-hak", "hadir"),
        "kode aktivasi belum diberikan",
    ],
)
def test_words_and_figures_are_no_codes(text: str) -> None:
    assert code_text.spoken(text) is None
    assert code_text.without(text) == text


async def test_no_question_shows_a_code_that_is_alive(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    code = await code_for(desk, siti.person)
    chat, spaced = desk.stranger(80), code.replace("-", " ").lower()
    await chat.say("tanya")
    for way in (code, spaced, code.replace("-", ""), code.replace("-", ". ").lower()):
        long = f"kenapa waktu saya kemarin mengetik {way} di chat yang satu lagi jawabannya lain?"
        await chat.say(long)
    kept = " ".join(row.text for row in await desk.rows("select text from open_question"))
    assert kept.count(code_text.MARK) == 4
    assert code not in kept.upper()
    assert code.replace("-", "") not in kept.upper()


def test_no_log_shows_a_code() -> None:
    line = logs.without_numbers(None, "info", {"said": "kode 7wc-vqf-yek", "once": "7QK-4MD"})
    assert line == {"said": f"kode {code_text.MARK}", "once": code_text.MARK}


async def test_questions_that_were_kept_before_lose_their_codes(desk: Desk) -> None:
    await desk.stranger(80).say("halo")
    await desk.do(
        "insert into open_question (at, election_id, contact_id, text) select now(), e.id, c.id,"
        " 'kode saya 7WC-VQF-YEK, sekali pakai 7QK-4MD' from election e, contact c limit 1"
    )
    step = import_module("models.migrations.versions.0040_strangers_apart")
    async with desk.database.transaction() as tx:
        await tx.run_sync(lambda connection: _within(connection, step._hide_codes))
    (row,) = await desk.rows("select text from open_question")
    assert row.text == f"kode saya {code_text.MARK}, sekali pakai {code_text.MARK}"


def _within(connection: Connection, step: Callable[[], None]) -> None:
    with Operations.context(MigrationContext.configure(connection)):
        step()


async def test_a_code_in_a_long_story_is_kept_from_who_reads_it(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    code = await code_for(desk, siti.person)
    story = f"Ketua KPPS menyuruh saya memberi kode {code} kepada orang lain di depan banyak saksi"
    for chat in (desk.stranger(80), await desk.witness("Bu Ani", 2)):
        await chat.say("kejadian")
        await chat.say("intimidasi")
        await chat.say(story)
    states = "select state::text from contact where state::text like :c"
    kept = await desk.rows(states, c=f"%{code}%")
    kept += await desk.rows("select text from incident where text like :c", c=f"%{code}%")
    assert kept == []
