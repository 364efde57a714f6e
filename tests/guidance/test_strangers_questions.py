"""Who is not enrolled asks before voting: an answer comes, in whichever words of the islands."""

import pytest

from bot.engine.facts import Facts
from bot.engine.messages import Dialog
from tests.talk import Talk
from tests.worlds import ELECTION

ASKED = {
    "PIN, atau OTP": (
        "gratis kan",
        "mbayar mboten",
        "bayar ga pake ini",
        "iki soko kpu ta",
        "ini dari pemerintah?",
    ),
    "C.Pemberitahuan": ("bawa apa aja ke tps", "nang tps kudu nggowo opo", "mawa naon wae"),
    "Dukcapil": ("ktp saya hilang", "ktpne ilang piye", "ktp abdi leungit"),
    "tetap tidak ada": (
        "saya gak terdaftar",
        "nama saya tidak ada di daftar",
        "jenengku ora ana neng dpt",
    ),
    "tempat baru": (
        "saya baru pindah rumah",
        "domisili beda sama ktp",
        "kulo pindahan saking solo",
    ),
}


@pytest.mark.parametrize(
    ("told", "line"), [(told, line) for told, typed in ASKED.items() for line in typed]
)
def test_a_stranger_who_asks_before_voting_is_answered(told: str, line: str) -> None:
    talk = Talk(Facts(ELECTION), Dialog())
    talk.say(line)
    assert told in "\n".join(talk.lines)
