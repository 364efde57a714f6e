"""What an answer in everyday words says to our question: yes, as on the form, the same."""

import re
from collections.abc import Collection
from enum import StrEnum

from bot.engine.grammar.clean import clean
from bot.engine.grammar.lexicon import is_a, stem, tagged
from bot.filling.grammar.noise import quiet
from bot.filling.grammar.numerals import pieces_of, spelled
from bot.filling.grammar.small_words import reports
from bot.filling.grammar.tokens import Mark, Token, cut


class Meant(StrEnum):
    """What an answer means."""

    YES = "yes"
    AS_FORM = "as form"
    SAME = "same"


_QUIET = ("filler", "greeting", "address", "votes", "has", "total", "all", "and", "own", "number")
_MOST = 18
"""Words of a short answer."""
_LETTERS = 600
"""Letters of one: a longer message is none, and need not be read for it."""
_TWICE = re.compile(r"\b(partai|caleg|calon)2\b")
_NOT = (
    r"(?:gak|ga|g|gk|nggak|ngga|enggak|engga|kagak|kaga|tidak|tdk|tak|ora|ra|ndak|nda|teu|mboten|"
    r"boten|kada|kadada|indak|inda|dak|not|trada|tra|tara|seng|nyanda|sonde|"
    r"(?:ga|gak|g|gk|nggak|ngga|tdk|ndak|ra|ora)\s?(?:usah|perlu))"
)
_SMALL = (
    r"(?: (?:ada|ade|ono|enek|aya|perlu|usah|saya|sy|aku|ulun|kula|ambo|kami|abdi|"
    r"yg|yang|sing|nu|nang|nyang|nan|"
    r"lagi|apa apa))*"
)
_CHANGED = r"(?:di|ku|tak|me|ng)?(?:ubah|rubah|robah|ganti|ralat|koreksi|revisi|perbaiki|betulkan)"
_NOTHING_WRONG = re.compile(
    rf"\b(?:(?:{_NOT}|jangan|jgn|ojo){_SMALL} (?:{_CHANGED}|perubahan)"
    rf"|{_NOT}{_SMALL} (?:salah|keliru|kliru|lepat|luput|beda|kurang|selisih))(?:nya|ne|na|2)?\b"
)
"""Nothing is wrong or to be changed: "tidak ada yang diubah", "kagak salah"."""
_BY_THE_FORM = re.compile(
    r"\b(?:ikut|ikuti|ikutin|ngikut|ngikuti|manut|menurut|miturut|berdasarkan|sesuai|sesuaikan)"
    r"(?: (?:saja|aja|ae|dengan|dgn|sama|karo|yang|yg|di|isi|bunyi))*"
    r" (?:formulir|form|formnya|plano|kertas|c1|dokumen|tertulis|tulisan)(?:nya|ne|na)?\b"
)
_THEIRS = re.compile(
    r"\b(?:kpps|ketua|petugas|panitia|mereka|bapaknya|orangnya) ?(?:nya|ne|na)?(?: kpps)?"
    r"(?: (?:yang|yg|sing|nu|memang|emang|mmg|pancen|kayaknya))*"
    r" (?:salah|keliru|kliru|lepat)"
    r"(?: (?:jumlah|hitung|itung|ngitung|nghitung|tulis|nulis|tambah))?\w*"
    rf"|\b(?:nek|kalau|kalo|klo|kl|yen|lek|mun|lamun) {_NOT} (?:percaya|percoyo|yakin|pracaya)\b"
)
"""Whose mistake it is, or who doubts it, changes nothing: "kpps nya yg salah jumlah"."""
_LATER = re.compile(
    r"(?:cek|hitung|itung|lihat|liat|tanya|periksa|ukur)\w* (?:dulu|dl|heula|disik|sik)\b"
    r"|\b(?:lagi|lg|masih|msh) (?:di|ng|per)?(?:itung|hitung|cek|ecek|liat|lihat|iksa)"
)
"""The answer is still to be found: "ya saya cek dulu", "lagi ngitung"."""
_NO_ANSWER = re.compile(
    r"\b(?:yang|yg|sing) (?:benar|bener) (?:aja|saja|ae)\b|\bbiar (?:benar|bener|betul|pas|cocok)\b"
)
"""A yes word that is none: "yang benar aja!", "biar benar"."""
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_AS_IT_IS = re.compile(r"\bapa (?=adanya|aja\b|saja\b)|\b(biar|tetap) (?=beda)")
_TIMES = re.compile(
    r"\b(?:satu|dua|tiga|ber|beberapa)\s*(?:kali|x)\b|\b(?:bolak balik|ping pindo|sekali|kaping)\b"
)


def meant(text: str, given: Collection[int] = ()) -> Meant | None:
    """What a message of nothing but an answer means; `given`: figures that it may repeat.

    None where it says anything else, holds another number, doubts, denies, hopes, puts off or asks.
    """
    if len(text) > _LETTERS:
        return None
    told = _BY_THE_FORM.sub(" sesuai formulir ", _TIMES.sub(" ", _AS_IT_IS.sub("", clean(text))))
    told, unchanged = _NOTHING_WRONG.subn(" benar ", _THEIRS.sub(" ", told))
    words = _words(told, given)
    if words is None:
        return Meant.YES if _thumbs(text) else None
    if "?" in text or _LATER.search(told) or _NO_ANSWER.search(told):
        return None
    if any(map(_takes_back, words)):
        return None
    form = sum(is_a(word, "form") for word in words)
    if form > 1 or (form and (unchanged or any(word in _SURELY for word in words))):
        return Meant.AS_FORM
    if all(map(_known, words)):
        return _of(words)
    if not all(map(_small, words)):
        return None
    if _agrees(words) and "?" not in text:
        return Meant.YES
    return Meant.SAME if any(is_a(word, "same") for word in words) else None


def _words(told: str, given: Collection[int]) -> list[str] | None:
    """The words of an answer; None where there are none, too many, or other figures."""
    pieces = spelled(cut(quiet(_TWICE.sub(r"\1", _STRETCHED.sub(r"\1", told)))))
    words = [token.text for token in pieces if token.mark is Mark.WORD]
    return words if 0 < len(words) <= _MOST and _only_given(pieces, given) else None


def _takes_back(word: str) -> bool:
    """Whether a word denies, doubts or puts off what stands beside it."""
    tags = ("hedge", "but", "swap", "oops", "rest", "invalid", "unsettled", "wait", "question")
    quiet_words = ("masih", "kok", "to", "perlu")
    if word in tagged("no") or stem(word) in tagged("no"):
        return True
    return is_a(word, *tags) and word not in quiet_words


def _known(word: str) -> bool:
    return is_a(word, "same", "form", "yes", "checked", "linking", *_QUIET) or len(word) < 3


def _small(word: str) -> bool:
    """Whether a word says nothing beside "the same": "podo karo sing njenengan itung bu"."""
    told = is_a(word, "neutral", "linking", "for") or reports(word)
    return _known(word) or (told and not is_a(word, "units", "things"))


def _of(words: list[str]) -> Meant | None:
    """What the words of an answer mean, where each of them is one of an answer."""
    same = any(is_a(word, "same") for word in words)
    if any(is_a(word, "yes") for word in words) and not (same and not _agrees(words)):
        return Meant.YES
    return Meant.SAME if same else None


_SURELY = frozenset("tetap tetep ttp memang emang mmg pancen ncen emg".split())


def _agrees(words: list[str]) -> bool:
    return any(
        word in ("benar", "bener", "betul", "leres", "batua", "bnr", "simpan", "simpen")
        for word in words
    )


def _only_given(pieces: list[Token], given: Collection[int]) -> bool:
    numbers = [t for t in pieces if t.mark in (Mark.NUMBER, Mark.DOTTED)]
    return all(token.mark is Mark.NUMBER and token.value in given for token in numbers)


_YES_SIGNS = frozenset("👍👌✅☑✔🆗💯")


def _thumbs(text: str) -> bool:
    """A thumb or a tick, or several, and nothing else that says something."""
    return not _YES_SIGNS.isdisjoint(text) and not any(letter.isalnum() for letter in text)


def waits(text: str) -> bool:
    """Whether somebody asks for a moment: sebentar, tunggu dulu, sik."""
    pieces = pieces_of(text)
    if any(token.mark in (Mark.NUMBER, Mark.DOTTED) for token in pieces):
        return False
    words = [token.text for token in pieces if token.mark is Mark.WORD]
    return any(word in tagged("wait") for word in words)


def complains(text: str) -> bool:
    """Whether somebody says without figures that something is wrong: "kebalik", "ada yg salah"."""
    pieces = pieces_of(text)
    words = [piece.text for piece in pieces if piece.mark is Mark.WORD]
    figures = any(piece.mark in (Mark.NUMBER, Mark.DOTTED) for piece in pieces)
    told = any(is_a(word, "oops", "swap") and not word.startswith("maks") for word in words)
    elsewhere = "tps" in words  # "salah tps": the place of all of them, not a figure
    return told and not figures and not elsewhere and "?" not in text


_NOT_YET = re.compile(
    r"\b(?:belum|blm|blom|belom|durung|acan|nyusul|menyusul|ntar|nanti|nti)\b"
    r"|\b(?:masih|msh|lagi|lg) (?:di|nge?)?h?(?:itung|buka|baca)"
)


def aside(text: str) -> bool:
    """Whether a message of no figures says that they come later, or how many people are there."""
    told = clean(text)
    counted = any(is_a(token.text, "things") for token in cut(told) if token.mark is Mark.WORD)
    return "?" not in text and (counted or _NOT_YET.search(told) is not None)


def story(text: str) -> bool:
    """Whether somebody tells of what happened at the station: two words of it, and a sentence."""
    words = [token.text for token in cut(quiet(clean(text))) if token.mark is Mark.WORD]
    told = {word for word in words if is_a(word, "story")}
    long = len(words) > 8
    grave = len(words) > 3 and any(is_a(word, "grave") for word in words)
    return "?" not in text and (
        (len(told) > 1 and len(words) > 4) or (bool(told) and long) or grave
    )
