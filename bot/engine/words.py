"""The words of the conversation in one table; vocabulary.py recognises them in messages."""

import re
from enum import StrEnum

from bot.engine.vocabulary import Rules, Vocabulary


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
    BUANG = "hapus"
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
    LAYAR = "layar"
    KONFIRMASI = "konfirmasi"
    MULAI = "mulai"
    SALAM = "salam"
    TERIMA_KASIH = "terima kasih"


FORMS: dict[str, tuple[str, ...]] = {
    Word.HADIR: (
        *("hadir", "absen", "check in", "checkin", "present", "sudah di tps", "sudah sampai"),
        *("sudah sampai di tps", "sudah tiba", "sudah tiba di tps", "tiba di tps", "di tps"),
    ),
    Word.ISI: (
        *("isi", "hasil", "isi angka", "isi hasil", "report", "fill", "lanjut", "continue"),
        *("lanjutkan", "lanjutin", "teruskan", "terusin", "lanjut lagi", "mau lanjut"),
    ),
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
    Word.HAPUS: (
        *("hapus isian", "buang isian", "discard", "discard draft", "hapus isiannya"),
        *("hapus draf", "hapus draft"),
    ),
    Word.BUANG: ("hapus", "dihapus", "buang", "ya hapus", "hapus semua"),
    Word.BANTUAN: ("bantuan", "help", "tolong", "bantu", "menu", "/help", "?", "??", "bingung"),
    Word.BAHASA: ("bahasa", "language", "english", "inggris", "bahasa inggris", "indonesia"),
    Word.PANGGIL: (
        *("panggil", "panggil koordinator", "panggil orang", "panggilkan koordinator"),
        *("tolong panggil koordinator", "call coordinator", "call my coordinator", "call a person"),
    ),
    Word.URUNG: (
        "urung",
        "urungkan",
        "batalkan yang tadi",
        "yang tadi salah",
        "undo",
        "hapus yang tadi",
    ),
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
    Word.LAYAR: ("layar", "screen", "ruang kendali", "war room", "dasbor", "dashboard"),
    Word.REKAP: ("rekap", "recap", "rekapitulasi", "rekap suara", "minta rekap"),
    Word.KURSI: ("kursi", "seats", "perolehan kursi", "hitung kursi"),
    Word.DIGEST: (  # not "kabar" alone: "kabar baik, Pak" is no request
        *("digest", "digests", "atur kabar", "kabar digest", "kabar sering", "kabar jarang"),
        *("kabar mati", "kabar nyala", "matikan kabar", "nyalakan kabar"),
    ),
    Word.KONFIRMASI: ("konfirmasi", "confirm"),
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

_CODE = r"[a-z]-[0-9a-z]{3,8}$"
_NAMES_CODE = re.compile(r"\s*[a-z]-[0-9a-z]{3,8}\b", re.IGNORECASE)
_RECRUIT = re.compile(r"r-?[0-9a-z]{4,8}$", re.IGNORECASE)
WITH_CODE: dict[str, re.Pattern[str]] = {
    Word.KONFIRMASI: re.compile(r"[0-9a-z]{3}-[0-9a-z]{3}$", re.IGNORECASE),
    Word.LAYAR: re.compile(r"(publik|public|tutup|close)\b", re.IGNORECASE),
    Word.TERIMA: _RECRUIT,
    Word.TOLAK: re.compile(rf"[rt]-?[0-9a-z]{{4,8}}$|{_CODE}|[0-9]+$", re.IGNORECASE),
    Word.SETUJU: re.compile(rf"{_CODE}|[0-9]+$|siaran$|psu$", re.IGNORECASE),
    Word.TUGASKAN: _RECRUIT,
    Word.TUKAR: re.compile(r"t-?[0-9a-z]{4,8}$|tps", re.IGNORECASE),
}
"""Words that say more only before a code or a station: TERIMA R-7QKD, TUKAR TPS 7."""

ALONE = {
    *(Word.HADIR, Word.REKAP, Word.KURSI, Word.JAMIN, Word.SUARA_SAYA, Word.BAHASA, Word.DIGEST),
    *(Word.CAKUPAN, Word.RINCIAN, Word.TANYA),
}
"""Words behind which no two numbers stand."""


def names_code(rest: str) -> bool:
    """Whether what stands behind a word begins with a code of ours: I-7QK, sudah dilaporkan."""
    return _NAMES_CODE.match(rest) is not None


BEFORE = {"correct": Word.UBAH}
"""Forms that are another word where more stands behind them: "correct president 2 to 90"."""

WORDS = Vocabulary(FORMS, Rules(frozenset(WITH_REST), WITH_CODE, ALONE, BEFORE))
"""The words that every talk knows."""
said = WORDS.said
