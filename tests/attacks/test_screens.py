"""Strangers send terminal escapes, marks of direction and heaps of marks: none reaches anybody."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from models.rules.seemly import seemly
from models.values import Role
from tests.cases.desk import Desk, open_desk

ESCAPES = {
    "red": "\x1b[31mmerah\x1b[0m",
    "title": "\x1b]0;diambil alih\x07",
    "clear": "\x1b[2J\x1b[H",
    "c1": "\x9b31m",
    "backspaces": "aman\x08\x08\x08\x08bahaya",
    "override": "\u202egnap.exe\u202c",
    "isolates": "\u2066satu\u2069",
    "tags": "a\U000e0041\U000e0042",
    "heap": "Z" + "\u0301\u0302\u0303\u0304\u0305\u0306" * 30,
}


@pytest.mark.parametrize("text", ESCAPES.values(), ids=list(ESCAPES))
def test_nothing_that_commands_or_piles_up_is_left(text: str) -> None:
    left = seemly(text)
    assert not [one for one in left if not one.isprintable() and one not in "\n\t"]
    assert len(left) <= len(text)
    assert sum(one == "\u0301" for one in left) <= 1


@pytest.mark.parametrize(
    "text",
    [
        "Bu Siti\nTPS 7\t102",
        "Pak Éko, café",
        "👨‍👩‍👧 terima kasih 🙏🏽 👍",
        "ꦲꦏ꧀ꦱꦫꦗꦮ",
        "بِسْمِ اللَّهِ",
        "é = é",
    ],
)
def test_what_people_write_stays(text: str) -> None:
    assert seemly(text) == text


@pytest.fixture
async def desk(tiny_database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tiny_database_url, tmp_path) as opened:
        yield opened


async def test_a_stranger_s_story_reaches_the_coordinator_without_them(desk: Desk) -> None:
    boss = await desk.holder("Bu Ketua", 5, Role.ADMINISTRATOR)
    await boss.say("halo")
    stranger = desk.stranger(99)
    await stranger.say("kejadian ada intimidasi " + " ".join(ESCAPES.values()))
    await stranger.say("kirim")
    heard = await boss.hear()
    assert "intimidasi" in heard
    ((kept,),) = await desk.rows("select text from incident")
    for told in (heard, kept):
        assert not [one for one in told if not one.isprintable() and one not in "\n\t\u200d"]


async def test_a_number_in_any_of_these_forms_is_neither_kept_nor_echoed(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    spelled = "tiga empat tujuh satu nol satu satu dua tiga empat lima enam tujuh delapan sembilan"
    for said in ("34.7101.1234.5678.90", "ktp3471011234567890", f"nik {spelled} nol"):
        heard = await siti.say(said)
        for part in ("3471", "7101", "1234", "5678", "tujuh satu nol"):
            assert part not in heard, (said, heard)
    rows = await desk.rows(
        "select payload from event union all select state::text::bytea from contact"
    )
    told = "\n".join(bytes(row[0]).decode("latin-1") for row in rows)
    for part in ("7101.1234", "3471011234567890", "tujuh satu nol satu"):
        assert part not in told
