"""Whatever is said in between, the open question is asked again, and no answer is invented."""

import pytest

from bot.capabilities import CONVERSATION
from tests.conversations.reached import PLACES
from tests.talk import Talk
from tests.worlds import WORLDS

WHERE: dict[str, tuple[tuple[str, ...], str]] = {
    "check_in": (("HADIR",), "pilih Lokasi."),
    "check_in without location": (("HADIR", "tidak bisa"), "Foto papan TPS masih kami tunggu."),
    "mandate_letter": (("HADIR", "{location -7.7956,110.3695}"), "Balas SUDAH atau BELUM."),
    "incident": (("KEJADIAN",), "Pilih yang paling dekat."),
    "incident with its kind": (("KEJADIAN", "[Politik uang]"), "di depan TPS 7"),
    "incident told": (("ada yg kasih uang 50rb",), "hanya yang menangani yang tahu."),
    "copy": (("SALINAN",), "sudah didapat, Bu?"),
    "copy received": (("SALINAN", "semua"), "Contoh: Ketua KPPS Pak Joko"),
    "swap": (("TUKAR",), "Balas BATAL."),
    "choose": (("102 87 45",), "untuk surat suara yang mana, Bu?"),
    "photo": (("{photo a.jpg}",), "untuk surat suara yang mana?"),
    "quiz": (("KUIS",), "C. Pukul 13.00, saat penghitungan"),
    "own_data": (("HAPUS DATA SAYA",), "Balas HAPUS, atau BATAL."),
    "report": (("ISI PPWP", "102"), "Berapa suara nomor 2 PRABOWO–GIBRAN?"),
    "confirm": (("PPWP 102 87 45 sah 234 tidak sah 3 jumlah 237",), "contoh: nomor 1 jadi 16"),
    "doubt": (("PPWP 102 87 45 sah 234 tidak sah 3 jumlah 240",), "contoh: nomor 1 jadi 16"),
}
"""What was said on the way to a question, and how that question ends."""
IN_BETWEEN = ("siapa yang menang?", "C1 itu apa", "udah masuk blm?", "assalamualaikum", "makasih")
ASK_THEMSELVES = {
    *("enrol", "voter", "voter_fact", "recruit", "voter_update", "questions", "decide", "d_hasil"),
    *("broadcast", "revote", "practice", "late", "proof"),
}
"""Steps that say what they wait for whenever they hear something else."""


def standing(place: str) -> Talk:
    talk = Talk(WORLDS["siti"]())
    for line in WHERE[place][0]:
        talk.say(line)
    talk.lines.clear()
    return talk


@pytest.mark.parametrize("between", IN_BETWEEN)
@pytest.mark.parametrize("place", WHERE)
def test_an_answer_ends_with_the_question_that_was_open(place: str, between: str) -> None:
    talk = standing(place)
    step = talk.dialog.step
    replies = talk.say(between)
    assert replies[-1].text.endswith(WHERE[place][1]), replies
    assert talk.dialog.step == step
    assert not [line for line in talk.lines if line.startswith("! ")]


def test_every_step_that_asks_can_ask_again() -> None:
    silent = set(PLACES) - {
        spec.name for spec in CONVERSATION.engine.specs if spec.again is not None
    }
    assert silent <= ASK_THEMSELVES


@pytest.mark.parametrize("question", ["udah masuk blm?", "kurang apa lagi", "apa yg kurang"])
@pytest.mark.parametrize("place", ["mandate_letter", "copy", "swap", "incident with its kind"])
def test_asking_what_is_missing_answers_no_question_of_ours(place: str, question: str) -> None:
    talk = standing(place)
    step, data = talk.dialog.step, {**talk.dialog.data}
    talk.say(question)
    assert talk.dialog.step == step
    assert {**talk.dialog.data, "below": None} == {**data, "below": None}
    assert not [line for line in talk.lines if line.startswith("! ")]


STORIES = ("saksi partai sebelah ngamuk", "ada kecurangan di tps", "ada kecurangan di tps 7")


@pytest.mark.parametrize("told", STORIES)
@pytest.mark.parametrize("place", [*WHERE, "home"])
def test_a_story_is_kept_at_every_place(place: str, told: str) -> None:
    talk = standing(place) if place != "home" else Talk(WORLDS["siti"]())
    talk.say(told)
    if talk.dialog.step != "incident" and talk.dialog.step != "swap":
        talk.say("ya")
    assert told in str(talk.dialog.data.get("text")) or f"reason={told}" in "\n".join(talk.lines)


@pytest.mark.parametrize("world", ["coordinator", "reviewer", "stranger", "voters", "idle"])
def test_a_story_of_whoever_is_no_witness_is_kept_too(world: str) -> None:
    talk = Talk(WORLDS[world]())
    talk.say("ada kecurangan di tps 7")
    talk.say("ya")
    assert talk.dialog.data.get("text") == "ada kecurangan di tps 7"


@pytest.mark.parametrize("told", ["blorong kemplang", "sudah", "hmm"])
def test_what_says_nothing_of_a_location_does_not_say_that_none_can_be_sent(told: str) -> None:
    talk = standing("check_in")
    (reply,) = talk.say(told)
    assert "Lokasi" in reply.text
    (second,) = talk.say("zxcv qwert")
    assert "Panggil orang" in dict(second.buttons) or "papan TPS" in second.text
