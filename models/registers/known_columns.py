"""Headings of persons and places as all lists write them: everything but letters gone."""

PERSON = ("name", "nama", "namalengkap", "fullname")
PHONE = (
    *("phone", "hp", "nohp", "nomorhp", "telepon", "notelepon", "nomortelepon", "notelp", "telp"),
    *("wa", "nowa", "nomorwa", "whatsapp", "hpwa", "nohpwa", "nomorhpwa", "handphone"),
    *("nohandphone", "kontak"),
)
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
