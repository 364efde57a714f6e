"""Names as people write them, from tables that shout ("KOTA YOGYAKARTA")."""

import re

_KEEP = {"DKI", "DI", "KBRI", "KJRI", "KRI", "KDEI", "PTRI", "POS", "KSK", "TPS", "RI"}
_ROMAN = re.compile(r"[IVX]+")
_SMALL = {"dan", "di"}
_LETTERS = re.compile(r"[^0-9a-z]+")


def plain(name: str) -> str:
    """Letters and digits alone, for comparing spellings."""
    return _LETTERS.sub("", name.lower())


def spoken(name: str) -> str:
    """The name with capitals where they belong: "Daerah Istimewa Yogyakarta I"."""
    return " ".join(_word(word, at) for at, word in enumerate(name.split()))


def _word(word: str, at: int) -> str:
    if word in _KEEP or _ROMAN.fullmatch(word):
        return word
    if at and word.lower() in _SMALL:
        return word.lower()
    return re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)


def party_name(name: str) -> str:
    """A party's name; one in capitals alone ("PARTAI PERINDO") becomes readable."""
    return spoken(name) if name.isupper() and " " in name else name


def local_word(code: str, level: int) -> str:
    """The word that people there put before the name of a kecamatan or village, or empty.

    Empty for the common ones (kecamatan, kelurahan). The seventh digit of a code tells towns'
    kelurahan (1) from villages (2). Sources: UU 21/2001 for Papua, UU 11/2006 for
    Aceh, Perdais DIY 1/2018 for Yogyakarta, Perda Sumatera Barat 7/2018.
    """
    province, town = code[:2], int(code[2:4] or 0) >= 71
    if province == "99":
        return ""
    if level == 3:
        if province in _PAPUA:
            return "Distrik"
        if province == "34":
            return "Kemantren" if town else "Kapanewon"
    if level == 4 and code[6] != "1":
        if province == "34":
            return "Kalurahan"
        return _VILLAGES.get(province, "Kampung" if province in _PAPUA else "Desa")
    return ""


_PAPUA = {"91", "92", "93", "94", "95", "96"}
_VILLAGES = {"11": "Gampong", "13": "Nagari"}
