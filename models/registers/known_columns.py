"""Headings of persons and places as all lists write them: everything but letters gone."""

PERSON = ("name", "nama", "namalengkap", "fullname")
_PHONES = (
    *("hp", "wa", "whatsapp", "telepon", "telpon", "telp", "tlp", "tlpn", "handphone", "ponsel"),
    *("hpwa", "wahp", "telpwa", "teleponwa", "tlpwa", "hpwhatsapp", "handphonewa", "kontak"),
    *("seluler", "hpaktif", "waaktif", "kontakhp", "kontakwa", "phone", "mobile"),
)
PHONE = tuple(f"{number}{one}" for number in ("", "no", "nomor", "nomer") for one in _PHONES)
PARTICIPANT = ("participant", "peserta", "partai", "parpol", "partaipolitik", "paslon")
PLACES = {
    "kelurahan": (
        *("kelurahan", "desa", "kel", "desakelurahan", "kelurahandesa", "namakelurahan"),
        *("namadesa", "kalurahan", "kalurahankelurahan", "namakel"),
    ),
    "kecamatan": (
        *("kecamatan", "kec", "kemantren", "kapanewon", "distrik", "district", "namakecamatan"),
        *("namakec", "kecamatankemantren", "kemantrenkecamatan"),
    ),
    "kabkota": (
        *("kabkota", "kabupaten", "kota", "kabupatenkota", "kotakabupaten", "kab"),
        *("namakabupaten", "namakabkota", "namakabupatenkota"),
    ),
}
"""The three levels above a station; a cell holds a name, or a code."""
