"""Laws of a yes: what only sounds like one stores nothing; what everybody says for one is one."""

import pytest

from tests.understanding.place import opened

NO_YES = (
    "teu bener",
    "henteu bener",
    "mboten leres",
    "kurang benar",
    "kurang cocok",
    "jauh dari benar",
    "tanpa benar",
    "ora bener",
    "durung bener",
    "kurang pas",
    "benar semua kecuali ganjar",
    "iya kecuali jumlahnya",
    "apanya yg benar",
    "apa yang benar",
    "apa bener",
    "masa benar",
    "bener tah",
    "iya kah",
    "supaya benar gmn",
    "yang benar aja!",
    "semoga benar",
    "moga bener",
    "harusnya sih benar",
    "kalo benar",
    "asal benar",
    "biar benar",
    "sok benar",
    "pura2 benar",
    "ya nanti",
    "oke nanti",
    "oke tunggu",
    "ya udah tunggu",
    "oke siap nanti saya cek",
    "ya ampun",
    "ya kali",
    "benar2 ngantuk",
    "benar-benar lelah",
    "sip makasih tapi",
    "apanya yg sesuai formulir",
    "kalo sesuai formulir gimana",
    "harus sesuai formulir ya",
    "mudah-mudahan benar",
    "insyaallah benar",
    "belum tentu benar",
    "hampir benar",
    "benar ga ya",
    "bener toh",
    "oke bentar",
    "ya saya cek dulu",
    "ok menyusul",
    "iya lagi ngitung",
    "ya allah",
    "ya tuhan",
    "ya sudahlah besok",
    "benar sekali anda penipu",
    "sesuaikan",
    "ya bukan",
    "oke gas besok",
    "sebagian benar",
    "setengah benar",
    "tdk seluruhnya benar",
    "siap salah",
    "iya salah",
    "mana yg benar",
    "benarkan dulu",
    "kayaknya benar",
    "rasanya benar",
    "bener kayaknya",
    "sesuai kayaknya",
    "benar mungkin",
)
"""Denied, doubted, hoped, put off, asked, sworn: each holds a word of assent."""
YES = (
    "benar",
    "bener pak",
    "ya benar",
    "iya betul semua",
    "sip makasih",
    "ya makasih",
    "sudah benar semua pak",
    "benar terima kasih",
    "sudah sesuai formulir",
    "oke siap",
    "inggih leres",
    "yup bener",
    "simpan",
    "simpan aja",
    "ok simpan",
    "iya simpen",
    "benar kak simpan ya",
    "sudah saya cek benar",
    "udah dicek bener semua",
    "yes correct",
    "leres pak nuhun",
    "betul bu sesuai",
    "benar, terima kasih banyak",
    "ya udah benar",
    "siap benar",
    "sampun leres",
    "iyo batua",
    "ya lanjut",
    "betul kirim",
    "sip mantap",
)
"""Assent as people type it, with thanks, address and neighbours' words."""


HALF_YES = (
    "bener, tapi cek lagi deh",
    "betul, cuma yang ganjar agak aneh",
    "bener, tapi itu tps sebelah",
    "benar. tapi ada yang ganjil di ganjar",
    "bener (tapi aneh angkanya)",
)
"""Assent with something behind it that takes it back."""
NOT_AS_ON_THE_FORM = (
    "emang begitu ditulis, bentar saya cek dulu",
    "memang tertulis segitu, eh nggak tau ding",
    "sama, mungkin",
    "sesuai formulir, kayaknya",
    "memang begitu, nanti saya cek lagi",
)
AS_ON_THE_FORM = ("sesuai formulir", "memang begitu", "emang gitu di form", "tetap segitu")


def stores(place: str, text: str) -> bool:
    """Whether the talk at this place hears a text as the word that saves."""
    return bool(opened(place).say(text).reports)


@pytest.mark.parametrize("text", [*NO_YES, *HALF_YES, *NOT_AS_ON_THE_FORM])
def test_what_is_no_yes_stores_nothing(text: str) -> None:
    assert not stores("ppwp-confirm", text)
    assert not stores("ppwp-doubt", text)


@pytest.mark.parametrize("text", YES)
def test_a_yes_of_every_day_stores(text: str) -> None:
    assert stores("ppwp-confirm", text)


@pytest.mark.parametrize("text", AS_ON_THE_FORM)
def test_a_doubt_is_stored_by_the_form_alone(text: str) -> None:
    assert stores("ppwp-doubt", text)


@pytest.mark.parametrize("text", ["benar", "ya", "oke", "sip"])
def test_a_bare_yes_leaves_a_doubt_one(text: str) -> None:
    assert not stores("ppwp-doubt", text)
