"""The words of the conversation in one table, and how a message is recognised as one of them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA

from bot.engine.grammar.clean import plain, words_of
from bot.engine.grammar.lexicon import known


class Word(StrEnum):
    """What a person may say at any place of the talk."""

    HADIR = "hadir"
    ISI = "isi"
    LAPOR = "lapor"
    UBAH = "ubah"
    BELUM = "belum"
    BENAR = "benar"
    SESUAI = "sesuai formulir"
    TIDAK = "tidak"
    BATAL = "batal"
    HAPUS = "hapus isian"
    BANTUAN = "bantuan"
    BAHASA = "bahasa"
    PANGGIL = "panggil"
    URUNG = "urung"
    LEWATI = "lewati"
    TEMPLAT = "templat"
    D_HASIL = "d hasil"
    FOTO = "foto"
    PERIKSA = "periksa"
    SELISIH = "selisih"
    KETIK = "ketik"
    PSU = "psu"
    KEJADIAN = "kejadian"
    SALINAN = "salinan"
    TANGANI = "tangani"
    BERES = "beres"
    RINCIAN = "rincian"
    GANTI = "ganti"
    JAMIN = "jamin"
    SETUJU = "setujui"
    TOLAK = "tolak"
    DAFTAR = "daftar"
    PELAMAR = "pelamar"
    TERIMA = "terima"
    KUIS = "kuis"
    LATIHAN = "latihan"
    TUGASKAN = "tugaskan"
    TUKAR = "tukar"
    CADANGAN = "cadangan"
    SURAT = "surat mandat"
    CAKUPAN = "cakupan"
    CEK = "cek tps"
    TANYA = "tanya"
    PEMILIH = "pemilih"
    DATA_SAYA = "data saya"
    HAPUS_DATA = "hapus data saya"
    COKLIT = "coklit"
    SIARAN = "siaran"
    STOP = "stop"
    MULAI_LAGI = "mulai lagi"
    REKAP = "rekap"
    KURSI = "kursi"
    DIGEST = "digest"
    SUARA_SAYA = "suara saya"
    MULAI = "mulai"
    SALAM = "salam"
    TERIMA_KASIH = "terima kasih"


@dataclass(frozen=True, slots=True)
class Said:
    """A recognised word, and what stood behind it in the message."""

    word: str
    rest: str = ""


FORMS: dict[str, tuple[str, ...]] = {
    Word.HADIR: (
        *("hadir", "absen", "check in", "checkin", "present", "sudah di tps", "sudah sampai"),
        *("sudah sampai di tps", "sudah tiba", "sudah tiba di tps", "tiba di tps", "di tps"),
    ),
    Word.ISI: ("isi", "hasil", "isi angka", "isi hasil", "report", "fill", "lanjut", "continue"),
    Word.LAPOR: ("lapor", "laporan", "melapor"),
    Word.UBAH: (
        *("ubah", "koreksi", "ralat", "salah", "ubah lagi", "change", "correct", "correction"),
        *("perbaiki", "edit", "keliru", "revisi"),
    ),
    Word.BELUM: (
        "belum",
        "status",
        "kurang",
        "apa yang belum",
        "missing",
        "kurang apa",
        "yang kurang",
    ),
    Word.BENAR: (
        *("benar", "ya", "betul", "oke", "ok", "iya", "yes", "right", "y", "yup", "bener", "sip"),
        *("sudah benar", "sudah betul", "correct!", "okay", "yoi", "ya benar", "👍"),
    ),
    Word.SESUAI: (
        *("sesuai formulir", "sesuai form", "sesuai", "sesuai c1", "sesuai plano", "memang begitu"),
        *("as on the form", "as on form", "as written", "tertulis begitu", "tidak ada"),
        *("sudah sesuai", "emang gitu", "memang gitu", "emang begitu", "tdk ada", "gak ada"),
        *("memang tertulis begitu",),
    ),
    Word.TIDAK: (
        *("tidak", "bukan", "no", "tdk", "nggak", "ngga", "enggak", "gak", "ga", "ndak", "not yet"),
        *("salah tps", "bukan tps saya"),
    ),
    Word.BATAL: ("batal", "batalkan", "cancel", "stop isi", "keluar", "berhenti isi"),
    Word.HAPUS: ("hapus isian", "buang isian", "discard", "discard draft"),
    Word.BANTUAN: ("bantuan", "help", "tolong", "bantu", "menu", "/help", "?", "??", "bingung"),
    Word.BAHASA: ("bahasa", "language", "english", "inggris", "bahasa inggris", "indonesia"),
    Word.PANGGIL: (
        *("panggil", "panggil koordinator", "panggil orang", "panggilkan koordinator"),
        *("tolong panggil koordinator", "call coordinator", "call my coordinator", "call a person"),
    ),
    Word.URUNG: ("urung", "urungkan", "batalkan yang tadi", "yang tadi salah", "undo"),
    Word.LEWATI: ("lewati", "lewat", "lewati dulu", "skip", "tidak tahu", "tidak ada angkanya"),
    Word.TEMPLAT: ("templat", "template", "format", "contoh isian", "minta templat"),
    Word.D_HASIL: (
        *("d hasil", "d.hasil", "d-hasil", "dhasil", "d hasil kecamatan", "d.hasil kecamatan"),
        *("pleno", "pleno ppk", "rekap ppk"),
    ),
    Word.FOTO: ("foto", "photo", "kirim foto"),
    Word.PERIKSA: ("periksa", "cek ulang", "periksa lagi", "recheck", "check again"),
    Word.SELISIH: ("selisih", "beda", "disputes"),
    Word.KETIK: ("ketik", "input", "penginput", "ketik foto", "type"),
    Word.PSU: (
        *("psu", "psl", "pemungutan suara ulang", "penghitungan ulang", "hitung ulang", "re-vote"),
        *("recount", "pemungutan ulang"),
    ),
    Word.KEJADIAN: (
        *("kejadian", "insiden", "keberatan", "incident", "objection", "lapor kejadian"),
        *("pelanggaran", "politik uang", "complaint"),
    ),
    Word.SALINAN: ("salinan", "copy", "c1 salinan", "salinan c1", "paper copy"),
    Word.TANGANI: ("tangani", "saya tangani", "take case"),
    Word.BERES: ("beres", "case closed"),
    Word.RINCIAN: ("rincian", "rinci", "details"),
    Word.GANTI: ("ganti", "ganti dengan cadangan", "replace"),
    Word.JAMIN: ("jamin", "saksikan", "saya jamin", "vouch"),
    Word.SETUJU: ("setujui", "approve"),
    Word.TOLAK: ("tolak", "reject"),
    Word.DAFTAR: (
        *("daftar", "daftar saksi", "jadi saksi", "relawan", "mendaftar", "daftar relawan"),
        *("daftar jadi saksi", "pendaftaran", "ingin jadi saksi", "jadi relawan", "volunteer"),
        *("register", "sign up", "become a witness"),
    ),
    Word.PELAMAR: ("pelamar", "calon saksi", "daftar pelamar", "applicants", "recruits"),
    Word.TERIMA: ("terima", "accept"),
    Word.KUIS: ("kuis", "ujian", "quiz"),
    Word.LATIHAN: ("latihan", "berlatih", "practice", "simulasi"),
    Word.TUGASKAN: ("tugaskan", "assign"),
    Word.TUKAR: ("tukar", "ganti saksi", "swap", "minta diganti"),
    Word.CADANGAN: ("cadangan", "saksi cadangan", "reserves", "reserve"),
    Word.SURAT: ("surat mandat", "surat tugas", "minta surat mandat", "mandate letter"),
    Word.CAKUPAN: ("cakupan", "coverage", "sebaran saksi"),
    Word.CEK: (
        *("cek tps", "cek", "tps saya", "cek tps saya", "cek dpt", "di mana tps saya", "cek nik"),
        *("di mana saya memilih", "dimana saya memilih", "where do i vote", "check tps"),
    ),
    Word.PEMILIH: ("pemilih", "lapor pemilih", "pemutakhiran", "data pemilih", "voter update"),
    Word.TANYA: ("tanya", "tanya jawab", "info", "faq", "pertanyaan", "questions", "mau tanya"),
    Word.DATA_SAYA: ("data saya", "my data", "lihat data saya"),
    Word.HAPUS_DATA: ("hapus data saya", "hapus data", "delete my data"),
    Word.COKLIT: ("coklit", "coklit rt", "pencermatan", "cermati daftar"),
    Word.SIARAN: (
        *("siaran", "broadcast", "siarkan", "jeda siaran", "tahan siaran", "lanjutkan siaran"),
        *("lanjut siaran", "batalkan siaran", "laporan siaran", "daftar siaran"),
    ),
    Word.STOP: (
        *("stop", "berhenti", "stop siaran", "berhenti siaran", "unsubscribe", "/stop"),
        *("stop broadcast", "jangan kirim siaran"),
    ),
    Word.MULAI_LAGI: ("mulai lagi", "start again", "terima siaran"),
    Word.SUARA_SAYA: (
        *("suara saya", "perolehan saya", "perolehan suara saya", "suaraku", "my votes"),
    ),
    Word.REKAP: ("rekap", "recap", "rekapitulasi", "rekap suara", "minta rekap"),
    Word.KURSI: ("kursi", "seats", "perolehan kursi", "hitung kursi"),
    Word.DIGEST: (  # not "kabar" alone: "kabar baik, Pak" is no request
        *("digest", "digests", "atur kabar", "kabar digest", "kabar sering", "kabar jarang"),
        *("kabar mati", "kabar nyala", "matikan kabar", "nyalakan kabar"),
    ),
    Word.MULAI: ("mulai", "/start", "start"),
    Word.SALAM: (
        *("halo", "hai", "hi", "hello", "assalamualaikum", "assalamu'alaikum", "ass", "salam"),
        *("selamat pagi", "selamat siang", "selamat sore", "selamat malam", "pagi", "siang"),
        *("sore", "malam", "p", "permisi", "good morning", "good evening", "tes", "test"),
    ),
    Word.TERIMA_KASIH: ("terima kasih", "makasih", "trims", "thanks", "thank you", "terimakasih"),
}
"""Every form of every word; one line here and one step are all that a new word takes."""

WITH_REST: set[str] = {
    Word.COKLIT,
    *(Word.HADIR, Word.ISI, Word.UBAH, Word.LAPOR, Word.BAHASA, Word.TEMPLAT, Word.HAPUS),
    *(Word.TANYA, Word.KEJADIAN, Word.SALINAN, Word.PERIKSA, Word.PSU, Word.TANGANI),
    *(Word.BERES, Word.PEMILIH, Word.D_HASIL, Word.SIARAN),
    *(Word.REKAP, Word.KURSI, Word.SUARA_SAYA, Word.DIGEST),
    *(Word.CADANGAN, Word.CAKUPAN),
    *(Word.RINCIAN, Word.GANTI, Word.JAMIN),
}
"""Words that say more behind them: ISI DPR, UBAH PPWP 2 jadi 87, HADIR TPS 7."""

_RECRUIT = re.compile(r"r-?[0-9a-z]{4,8}$", re.IGNORECASE)
WITH_CODE: dict[str, re.Pattern[str]] = {
    Word.TERIMA: _RECRUIT,
    Word.TOLAK: re.compile(r"[rt]-?[0-9a-z]{4,8}$", re.IGNORECASE),
    Word.TUGASKAN: _RECRUIT,
    Word.TUKAR: re.compile(r"t-?[0-9a-z]{4,8}$|tps", re.IGNORECASE),
}
"""Words that say more only before a code or a station: TERIMA R-7QKD, TUKAR TPS 7."""

_KIND = frozenset(
    "pak bu bapak ibu bang mas mbak kak min ya yah dong deh nih aja saja siap sudah lah kok "
    "please sir mam maaf tolong nya itu sih kan".split()
)
"""Kind words around a word, which change nothing."""

_LEADING = frozenset(
    "saya aku kami mau ingin mohon maaf ini pak bu bapak ibu tolong siap ok oke baik i want".split()
)
"""What people say before a word: "saya mau isi dpr", "mohon maaf salah"."""


class Vocabulary:
    """All words that a talk knows, by every form in which they are typed."""

    def __init__(self, forms: Mapping[str, Iterable[str]]) -> None:
        self._given = {word: tuple(told) for word, told in forms.items()}
        self._forms = {form: word for word, told in forms.items() for form in map(plain, told)}
        self._longest = max(len(form.split()) for form in self._forms)

    def with_forms(self, forms: Mapping[str, Iterable[str]]) -> "Vocabulary":
        """The same, and more words."""
        return Vocabulary({**self._given, **forms}) if forms else self

    def said(self, text: str) -> Said | None:
        """The word that a message is, with small slips forgiven; None for anything else."""
        told = plain(text)
        bare = re.sub(r"(.)\1{2,}", r"\1", told)
        for form in (told, bare):
            if form in self._forms:
                return Said(self._forms[form])
        parts = words_of(text)
        found = self._begins(text, parts)
        while found is None and len(parts) > 1 and plain(parts[0]) in _LEADING:
            parts = parts[1:]
            found = self._begins(text, parts)
        return found

    def _begins(self, text: str, parts: list[str]) -> Said | None:
        """The word that these words begin with, and what stands behind it where it may."""
        for size in range(min(self._longest, len(parts)), 0, -1):
            head, rest = plain(" ".join(parts[:size])), parts[size:]
            exact = self._forms.get(head)
            word = exact or (self._nearest(head) if size == 1 else None)
            if word is None or _rather_figures(word, rest, slipped=exact is None):
                continue
            code = WITH_CODE.get(word)
            coded = code is not None and bool(rest) and code.match(rest[0]) is not None
            more = coded or word in WITH_REST or word not in FORMS
            if more or all(plain(w) in _KIND for w in rest):
                return Said(word, _after(text, parts[:size]) if more else "")
        return None

    def _nearest(self, word: str) -> str | None:
        """A word that is one slip of the thumb away; short ones must be right."""
        if len(word) < 4 or not word.isalpha() or word in known():
            return None
        near = {
            found
            for form, found in self._forms.items()
            if len(form) >= 5 and form not in _EXACT and one_slip(word, form)
        }
        return near.pop() if len(near) == 1 else None


_ALONE = {
    *(Word.HADIR, Word.REKAP, Word.KURSI, Word.JAMIN, Word.SUARA_SAYA, Word.BAHASA, Word.DIGEST),
    *(Word.CAKUPAN, Word.RINCIAN, Word.TANYA, Word.PERIKSA),
}
"""Words behind which no two numbers stand."""


def _rather_figures(word: str, rest: list[str], *, slipped: bool) -> bool:
    """Whether a message only begins like a word: "amin 52 ..." is a pair's name, not JAMIN."""
    numbers = sum(any(letter.isdigit() for letter in part) for part in rest)
    return (slipped and numbers > 0) or (numbers > 1 and word in _ALONE)


def _after(text: str, head: list[str]) -> str:
    """What stands behind the first words, line breaks and all."""
    rest = text.strip()
    for part in head:
        rest = rest[rest.find(part) + len(part) :]
    return rest.strip(" \t:,.;-")


_EXACT = frozenset({"jamin", "tanya", "ganti", "pleno", "dhasil"})
"""Forms that are one slip away from words of their own: tanpa, tanda, plano, hasil, nanti."""


def one_slip(one: str, other: str) -> bool:
    """Whether one letter was left out, added, changed or swapped with its neighbour, or none."""
    return OSA.distance(one, other, score_cutoff=1) <= 1


WORDS = Vocabulary(FORMS)
"""The words that every talk knows."""
said = WORDS.said
