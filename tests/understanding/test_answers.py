"""Laws of a yes: what only sounds like one stores nothing; what everybody says for one is one."""

import pytest

from bot.engine.words import Word, said
from bot.filling.grammar.short_answers import Meant, meant

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


def stores(text: str) -> bool:
    """Whether a text is heard as assent to what was read back."""
    word = said(text)
    if word is not None:
        return word.word in (Word.BENAR, Word.SESUAI)
    return meant(text) in (Meant.YES, Meant.AS_FORM)


@pytest.mark.parametrize("text", NO_YES)
def test_what_is_no_yes_stores_nothing(text: str) -> None:
    assert not stores(text)


@pytest.mark.parametrize("text", YES)
def test_a_yes_of_every_day_stores(text: str) -> None:
    assert stores(text)
