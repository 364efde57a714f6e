"""What a button does, its everyday words do, at every place that has buttons."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.talk import Talk
from tests.worlds import WORLDS

SAVED = ("ppwp 102 87 3 192 4 196", "benar")
PROPOSED = ("ubah ppwp 2 45 atau 46",)
WHOLE = ("ppwp 102 87 3 192 4 196",)
ODD = ("ppwp 102 87 3 192 4 199",)
CASES: dict[str, tuple[str, Sequence[str], str, str]] = {
    "propose yes": (
        "siti",
        PROPOSED,
        "Ya",
        "ya|ya bener|ok simpan aja|siap|kirim|iya simpan|betul pak|yoi|iya itu maksudnya|bener itu",
    ),
    "propose no": (
        "siti",
        PROPOSED,
        "Bukan",
        "bukan|bukan itu|salah!|salah pak|eh ga jadi|ga jadi|tidak|enggak|bukan bu, salah|keliru"
        "|abaikan|bukan itu maksudnya|lho bukan",
    ),
    "confirm right": (
        "siti",
        WHOLE,
        "Benar",
        "ya bener|ok simpan aja|siap|kirim|iya simpan|siap kirim aja|sudah betul|ya udah simpan"
        "|oke kirim pak|siap komandan|yes please save|ok send it",
    ),
    "confirm change": (
        "siti",
        WHOLE,
        "Ubah lagi",
        "ubah lagi|salah|bukan|belum benar|ada yang salah|mau ubah|ada yg keliru|kurang tepat"
        "|ada yg mau diubah|salah itu|masih salah|mau saya ubah|ganti dulu",
    ),
    "doubt as written": (
        "siti",
        ODD,
        "Sesuai formulir",
        "sesuai formulir|memang begitu|emang gitu di form|di formulir memang begitu|sesuai plano"
        "|memang tertulis begitu|tulisannya memang begitu|sesuai c1|persis seperti di formulir",
    ),
    "left go on": (
        "siti",
        (*WHOLE, "batal"),
        "Lanjutkan",
        "lanjut|lanjutkan|lanjutin|terusin|teruskan|lanjut lagi|lanjutkan saja pak|mau lanjut",
    ),
    "left drop": (
        "siti",
        (*WHOLE, "batal"),
        "Hapus isian",
        "hapus isian|hapus aja|hapus|dihapus aja|buang aja|ya hapus|hapus saja pak|hapus isiannya",
    ),
    "late use": (
        "siti",
        ("ppwp 102", "{late} 87"),
        "Pakai",
        "pakai|pake|iya pakai|ya|pakai saja|pake aja|dipakai|oke pakai",
    ),
    "late leave": (
        "siti",
        ("ppwp 102", "{late} 87"),
        "Abaikan",
        "abaikan|tidak|ga usah|jangan dipakai|buang|gak usah|abaikan aja|tidak usah dipakai|jangan",
    ),
}
"""By place and button: a world, what was said before, the button's label, and its sayings."""


def after(world: str, said: Sequence[str], line: str) -> tuple[str, Any, int, int]:
    talk = Talk(WORLDS[world]())
    for one in said:
        talk.say(one)
    talk.say(line)
    reports, drafts = len(talk.facts.reports), talk.dialog.data.get("drafts", {})
    return talk.dialog.step, drafts, reports, len(talk.facts.check_ins)


@pytest.mark.parametrize("name", CASES)
def test_everyday_words_do_what_the_button_does(name: str) -> None:
    world, said, label, words = CASES[name]
    pressed = after(world, said, f"[{label}]")
    sayings = [*words.split("|"), *(word.capitalize() + "." for word in words.split("|")[:2])]
    unheard = [saying for saying in sayings if after(world, said, saying) != pressed]
    assert not unheard
