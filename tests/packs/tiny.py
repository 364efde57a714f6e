"""A small valid pack of a made-up election, written to a folder: the fixture of many tests.

Provinsi 98 with Kabupaten Melati (9801, WIB) and Kota Anggrek (9871, WITA), and abroad (99).
20 stations in six kelurahan and one abroad; DPRD district 980101 takes one kelurahan and one
special station of kecamatan 980102, the rest of which is district 980102. Stations of Sukamaju
Kidul (9801012001) have coordinates, but number 3; station 4 there has no register.
"""

import csv
from pathlib import Path

ELECTION = """\
code = "tiny-2024"
name = "Pemilu Contoh 2024"
date = 2024-02-14
timezone = "Asia/Jakarta"

[station]
voter_cap = 300
reserve_ballots = 0.02
opens = 07:00:00
closes = 13:00:00
count_until = 2024-02-15T12:00:00

[installation]
kind = "peserta"
name = "Tim Saksi Contoh"

[reports]
detail = "totals"
own_party = "3"
corrections_close = 2024-02-20T23:59:00+07:00

[publication]
not_before = 2024-02-14T15:00:00+07:00
quiet_days = [2024-02-11, 2024-02-12, 2024-02-13]

[[ballots]]
code = "ppwp"
name = "Presiden"
colour = "abu-abu"
aliases = ["pilpres", "capres"]
kind = "pairs"
form = "ppwp-2024"
seats = "majority"

[[ballots]]
code = "dpr"
name = "DPR RI"
colour = "kuning"
kind = "parties"
form = "dpr-2024"
seats = "sainte-lague"
threshold = 0.04

[[ballots]]
code = "dpd"
name = "DPD"
colour = "merah"
kind = "persons"
seats = "plurality"

[[ballots]]
code = "dprd_prov"
name = "DPRD Provinsi"
colour = "biru"
kind = "parties"
local_parties = true
seats = "sainte-lague"

[[ballots]]
code = "dprd_kab"
name = "DPRD Kabupaten/Kota"
colour = "hijau"
aliases = ["dprd kota", "dprd kabupaten"]
kind = "parties"
local_parties = true
seats = "sainte-lague"

[[phases]]
code = "check_in"
name = "Hadir"
by = 2024-02-14T07:00:00

[[phases]]
code = "ppwp"
name = "Presiden"
begins = 2024-02-14T13:00:00
by = 2024-02-14T18:00:00

[sources]
everything = "made up for tests"
"""

KELURAHAN = {
    "9801012001": ("Sukamaju Kidul", 4),
    "9801012002": ("Sukamaju Kaler", 3),
    "9801022001": ("Sukarasa Hilir", 3),
    "9801022002": ("Sukarasa Hulu", 3),
    "9871011001": ("Kenanga", 4),
    "9871011002": ("Kamboja", 2),
}
SPECIAL = "9801022002901"
"""The special station, which votes in district 980101 though its kelurahan is in 980102."""
ABROAD = "9901010001001"

_AREAS = """\
code,parent,level,name,timezone,local_word,lat,lon,noken
0,,nasional,Indonesia,,,,,
98,0,provinsi,Nusa Contoh,,,,,
9801,98,kabkota,Kabupaten Melati,,,,,
9871,98,kabkota,Kota Anggrek,Asia/Makassar,,,,
980101,9801,kecamatan,Sukamaju,,,,,
980102,9801,kecamatan,Sukarasa,,,,,
987101,9871,kecamatan,Mawar,,Kemantren,,,
9801012001,980101,kelurahan,Sukamaju Kidul,,Desa,-7.8,110.36,
9801012002,980101,kelurahan,Sukamaju Kaler,,Desa,-7.81,110.36,
9801022001,980102,kelurahan,Sukarasa Hilir,,Desa,-7.82,110.37,
9801022002,980102,kelurahan,Sukarasa Hulu,,Desa,,,ya
9871011001,987101,kelurahan,Kenanga,,,-5.1,119.4,
9871011002,987101,kelurahan,Kamboja,,,,,
99,0,provinsi,Luar Negeri,,,,,
9901,99,kabkota,Jepang,Asia/Tokyo,,,,
990101,9901,kecamatan,KBRI Tokyo,,,,,
9901010001,990101,kelurahan,TPS,,,,,
"""
_DISTRICTS = """\
ballot,code,name,seats
ppwp,0,Indonesia,
dpr,9801,Nusa Contoh I,3
dpd,98,Nusa Contoh,4
dprd_prov,980001,Nusa Contoh 1,4
dprd_prov,980002,Nusa Contoh 2,2
dprd_kab,980101,Melati 1,5
dprd_kab,980102,Melati 2,3
dprd_kab,987101,Kota Anggrek 1,6
"""
_DISTRICT_AREAS = f"""\
ballot,district,area
ppwp,0,0
dpr,9801,98
dpr,9801,99
dpd,98,98
dprd_prov,980001,9801
dprd_prov,980002,9871
dprd_kab,980101,980101
dprd_kab,980101,9801022001
dprd_kab,980101,{SPECIAL}
dprd_kab,980102,980102
dprd_kab,987101,9871
"""
_PARTIES = """\
number,short,name,local_to
1,PMB,Partai Maju Bersama,
2,Padi,Partai Padi dan Kapas,
3,PKL,Partai Kebun Lestari,
18,PLA,Partai Lokal Aceh,11
"""
_PARTY_LISTS = {
    ("dpr", "9801"): {1: 3, 2: 3, 3: 3},
    ("dprd_prov", "980001"): {1: 2, 3: 2},  # party 2 has no candidates, and stands all the same
    ("dprd_prov", "980002"): {1: 2, 2: 1, 3: 2},
    ("dprd_kab", "980101"): {1: 2, 2: 2, 3: 3},
    ("dprd_kab", "980102"): {1: 2, 2: 1, 3: 2},
    ("dprd_kab", "987101"): {1: 3, 2: 2, 3: 2},
}
_PAIRS = ("Ani Melati - Budi Kenanga", "Candra Wijaya - Dewi Anggrek", "Eko Padi - Fitri Kapas")
_SENATORS = ("Gita Nusa", "Hadi Contoh", "Indah Pulau", "Joko Samudra", "Kartika Laut")


def make_tiny_pack(path: Path) -> Path:
    """Write the pack into the folder (made when it is missing) and give the folder back."""
    path.mkdir(parents=True, exist_ok=True)
    texts = {
        "election.toml": ELECTION,
        "areas.csv": _AREAS,
        "districts.csv": _DISTRICTS,
        "district_areas.csv": _DISTRICT_AREAS,
        "parties.csv": _PARTIES,
    }
    for name, text in texts.items():
        (path / name).write_text(text, "utf-8")
    _write(path / "candidates.csv", _candidates())
    _write(path / "stations.csv", _stations())
    return path


def _write(path: Path, rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _candidates() -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [
        ("ballot", "district", "party", "number", "name", "sex", "short")
    ]
    for number, pair in enumerate(_PAIRS, 1):
        short = "-".join(half.split()[0] for half in pair.split(" - "))
        rows.append(("ppwp", "0", "", number, pair, "", short))
    for number, name in enumerate(_SENATORS, 1):
        rows.append(("dpd", "98", "", number, name, "L" if number % 2 else "P", ""))
    for (ballot, district), lists in _PARTY_LISTS.items():
        for party, count in lists.items():
            for number in range(1, count + 1):
                name = f"Caleg {district} {party}-{number}"
                rows.append((ballot, district, party, number, name, "LP"[number % 2], ""))
    return rows


def _stations() -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [
        ("code", "kelurahan", "number", "voters", "special", "place", "lat", "lon")
    ]
    for kelurahan, (name, count) in KELURAHAN.items():
        for number in range(1, count + 1):
            here = kelurahan == "9801012001" and number != 3
            place = f"Balai RW {number:02} {name}"
            lat, lon = (f"-7.80{number}", f"110.36{number}") if here else ("", "")
            voters = "" if here and number == 4 else 200 + 10 * number
            code = f"{kelurahan}{number:03}"
            rows.append((code, kelurahan, number, voters, "", place, lat, lon))
    rows.append((SPECIAL, "9801022002", 901, 350, 1, "Lapas Sukarasa", "", ""))
    rows.append((ABROAD, "9901010001", 1, 120, "", "KBRI Tokyo", "", ""))
    return rows
