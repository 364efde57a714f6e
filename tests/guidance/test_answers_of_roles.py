"""What is answered is true for whoever asks: a witness's answers are for witnesses alone."""

import pytest

from bot.intents.talk.match import intents
from tests.talk import Talk
from tests.worlds import WORLDS

OTHERS = ("coordinator", "reviewer", "operator", "candidate", "officer", "hall")
OF_WITNESSES = ("Isian", "isian", "UBAH PPWP", "nomor 2 jadi 87", "PPWP 102", "balas BELUM")
"""What is said to whoever types figures, or has duties at a station."""
LEADS = {"coordinator"}
READS = {"coordinator", "reviewer"}


def said(world: str, line: str) -> Talk:
    talk = Talk(WORLDS[world]())
    talk.say(line)
    return talk


@pytest.mark.parametrize("world", OTHERS)
def test_no_role_hears_what_only_a_witness_can_do(world: str) -> None:
    asked = [one.typed["id"][0] for one in intents().values() if one.witness]
    typed = [*asked, "makasih", "ISI", "HADIR", "SALINAN"]
    told = {line: "\n".join(said(world, line).lines) for line in typed}
    untrue = {line: text for line, text in told.items() if any(w in text for w in OF_WITNESSES)}
    assert not untrue
    assert not [line for line, text in told.items() if "belum paham" in text]


@pytest.mark.parametrize("world", OTHERS)
def test_who_is_missing_is_listed_for_those_who_may_see_it(world: str) -> None:
    for line in ("siapa yg belum hadir", "tps mana yang belum lapor", "kurang apa lagi"):
        assert ("! AskMissing" in said(world, line).lines) == (world in READS), line


@pytest.mark.parametrize(
    ("world", "way"),
    [("coordinator", "REKAP"), ("reviewer", "REKAP"), ("candidate", "SUARA SAYA")],
)
def test_who_wins_leads_to_the_figures_that_a_role_may_see(world: str, way: str) -> None:
    (line,) = said(world, "siapa yang menang").lines
    assert way in line
    assert "TPS tempat" not in line


@pytest.mark.parametrize("world", OTHERS)
def test_replacing_a_witness_is_told_to_leaders_alone(world: str) -> None:
    told = "\n".join(said(world, "cara ganti saksi gmn").lines)
    assert ("GANTI TPS" in told) == (world in LEADS)


@pytest.mark.parametrize("line", ["TANGANI", "BERES"])
@pytest.mark.parametrize("world", ["candidate", "operator", "officer"])
def test_a_word_of_leaders_is_no_kind_word_of_who_leads_nothing(world: str, line: str) -> None:
    assert "wewenang" in "\n".join(said(world, line).lines)


WITNESS = {
    "suami sekalian bisa?": "DAFTAR",
    "istri juga bisa gak": "DAFTAR",
    "mau ganti nomor hp": "Hubungi koordinator",
    "ini nomor suami saya": "Hubungi koordinator",
    "lupa angkanya": "LEWATI",
    "yang mana yg difoto": "plano tiap halaman",
    "kirim kemana": "Balas ISI",
    "anjing lu": "Mau dibantu orang",
    "😭😭": "Semangat",
    "terus?": "HADIR",
}


@pytest.mark.parametrize("line", WITNESS)
@pytest.mark.parametrize("place", [(), ("ISI PPWP", "102")])
def test_what_people_say_at_night_finds_its_answer(line: str, place: tuple[str, ...]) -> None:
    talk = Talk(WORLDS["siti"]())
    for one in place:
        talk.say(one)
    (reply,) = talk.say(line)
    open_question = place and line == "terus?"
    assert ("Berapa suara nomor 2" if open_question else WITNESS[line]) in reply.text


FILLED = ("PPWP 102 87 45 sah 234 tidak sah 3 jumlah 237",)


@pytest.mark.parametrize("total", ["237", "240"])
@pytest.mark.parametrize("line", ["salah tps nih bu", "bukan tps saya", "tadi salah kirim tps"])
def test_a_wrong_station_is_no_wrong_figure_and_what_to_do_is_said(line: str, total: str) -> None:
    talk = Talk(WORLDS["siti"]())
    talk.say(f"PPWP 102 87 45 sah 234 tidak sah 3 jumlah {total}")
    before = talk.dialog.step
    (reply,) = talk.say(line)
    assert "Hapus isian" in dict(reply.buttons)
    assert talk.dialog.step == before


def test_a_photo_beside_figures_that_wait_says_that_these_do() -> None:
    talk = Talk(WORLDS["siti"]())
    talk.say(*FILLED)
    (reply,) = talk.say("{photo a.jpg}")
    assert "belum tersimpan" in reply.text
    assert "Ketik angkanya" not in reply.text


def test_right_pressed_twice_says_that_the_figures_are_saved() -> None:
    talk = Talk(WORLDS["siti"]())
    talk.say(*FILLED)
    talk.say("[Benar]")
    (reply,) = talk.say("[Benar]")
    assert "sudah tersimpan, kode P-8QF" in reply.text
