"""What an answer to our buttons says in everyday words: yes, no, or that nothing was meant."""

from collections.abc import Collection
from functools import cache
from itertools import pairwise

from bot.engine.grammar.clean import plain
from bot.engine.grammar.lexicon import is_a
from bot.engine.words import Word, said
from bot.filling.grammar.short_answers import Meant, meant
from bot.filling.grammar.whole_message import figures_in

_GO_ON = frozenset("siap kirim kirimkan kirimin simpan catat catet save send".split())
"""Words that send or keep, where nothing else is said: "siap", "kirim aja"."""
_BESIDE_GO_ON = frozenset(
    "ya iya yo yes ok oke okay sip aja saja deh dong dah komandan ndan dan bos laksanakan "
    "sudah udah sekarang langsung makasih it please".split()
)
_BEFORE = frozenset("tadi td barusan kemarin kan".split())
"""Words that tell of what was sent before: "kan sudah saya kirim tadi" sends nothing."""
_NO = frozenset(
    "bukan tidak tdk nggak ngga enggak engga gak ga g ndak nda ora dudu sanes salah keliru "
    "slah ngawur no not wrong nope".split()
)
_OFF = (
    *("ga jadi", "gak jadi", "g jadi", "nggak jadi", "ngga jadi", "enggak jadi", "tidak jadi"),
    *("tdk jadi", "ora sido", "ra sido", "teu jadi", "gajadi", "gakjadi", "batal", "batalin"),
    *("batalkan", "abaikan", "lupakan", "lupain", "hapus", "hapus saja", "buang", "skip"),
    *("ga usah", "gak usah", "nggak usah", "tidak usah", "tdk usah", "gausah"),
    *("jangan disimpan", "jangan dicatat", "jangan diubah", "urungkan", "urung"),
    *("never mind", "nevermind", "forget it", "cancel", "ignore", "ignore it", "ignore that"),
    *("biarin", "biarkan", "biarin aja", "tetap yang lama", "kembalikan"),
)
_ABOUT = frozenset(
    "punya punyanya milik tps lain lainnya sebelah tetangga sini bukan salah kirim ketik pencet "
    "tulis isi isian angka angkanya data datanya ubah diubah ubahnya perubahan perubahannya yang "
    "itu ini tadi barusan dulu aja saja deh dah lah ya yah aduh oh eh maaf mohon tolong pak bu "
    "ada mau saya aku kok ternyata sudah udah semua semuanya dong kalau gitu begitu please sorry "
    "that it was from another station".split()
)
_CHANGE = frozenset(
    "ubah diubah ganti diganti betulkan dibetulkan benerin dibenerin perbaiki diperbaiki koreksi "
    "dikoreksi ralat revisi change".split()
)
_NOT = frozenset("belum blm kurang krg tidak tdk nggak gak ga ora not".split())
_RIGHT = frozenset("benar bener betul tepat pas cocok right correct".split())
_MOST = 9
"""Words of somebody who takes back; more than that tell something."""


def says_yes(text: str, given: Collection[int] = ()) -> bool:
    """Whether a message says yes to what stands there and nothing else; `given`: its figures."""
    found = said(text)
    if found is not None and found.word is Word.BENAR and not found.rest:
        return True
    words = _bare(text)
    if _BEFORE & set(words):
        return False
    go_on = bool(_GO_ON & set(words)) and "?" not in text
    beside = (word in _GO_ON | _BESIDE_GO_ON or is_a(word, "address") for word in words)
    return meant(text, given) is Meant.YES or (go_on and all(beside))


def says_no(text: str) -> bool:
    """Whether a message says no to what stands there: "bukan", "salah!", "bukan itu pak"."""
    words = _bare(text)
    left = [word for word in words if word not in _NO]
    beside = (is_a(word, "filler", "address", "particle", "oops") for word in left)
    return "?" not in text and bool(_NO & set(words)) and all(beside)


def wants_change(text: str) -> bool:
    """Whether somebody says that something is to be changed, and not what: "kurang tepat"."""
    words = _bare(text)
    if "?" in text or figures_in(text) or len(words) > _MOST:
        return False
    turned = [word for word in words if word in _CHANGE]
    wrong = any(one in _NOT and other in _RIGHT for one, other in pairwise(words))
    left = [word for word in words if word not in _CHANGE | _NOT | _RIGHT]
    return says_no(text) or ((bool(turned) or wrong) and _small(left))


def takes_back(text: str) -> bool:
    """Whether somebody takes back what they began: "eh ga jadi", "itu punya tps lain, abaikan"."""
    if "?" in text or figures_in(text):
        return False
    told = _bare(text)
    if not 0 < len(told) <= _MOST or {"jangan", "dulu"} <= set(told):  # not yet is no never
        return False
    if "tps" in told and {"lain", "sebelah", "tetangga"} & set(told) and _small(told):
        return True
    return any(_without(told, off) for off in _phrases())


@cache
def _phrases() -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((tuple(one.split()) for one in _OFF), key=len, reverse=True))


def _without(words: list[str], off: tuple[str, ...]) -> bool:
    """Whether the words are those that take back, and small ones around them."""
    size = len(off)
    places = (at for at in range(len(words) - size + 1) if tuple(words[at : at + size]) == off)
    return any(_small([*words[:at], *words[at + size :]]) for at in places)


def _small(words: Collection[str]) -> bool:
    return all(word in _ABOUT or is_a(word, "filler", "address", "particle") for word in words)


def _bare(text: str) -> list[str]:
    return [word.strip(".,!;:\"'()") for word in plain(text).split() if word.strip(".,!;:\"'()")]
