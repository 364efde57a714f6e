"""A few made-up rows in the shape of the collected public tables of 2024, for the pack builder.

Provinsi 51 with Kabupaten Melati (5101) and Kota Anggrek (5171), and one mission abroad. Odd as
the real ones are: a kecamatan that was renumbered between two lists, one that a district cuts
through with a kelurahan that no district names, special stations, a negative count.
"""

import csv
import gzip
import json
from pathlib import Path

_CSV = {
    "wilayah/kpu_2024_wilayah_atas.csv.gz": """\
kode,tingkat,nama,jumlah_tps
51,provinsi,PULAU CONTOH,12
5101,kabkota,MELATI,6
5171,kabkota,KOTA ANGGREK,6
510101,kecamatan,SUKAMAJU,4
510102,kecamatan,SUKARASA (HULU),2
517101,kecamatan,MAWAR,6
99,provinsi,LUAR NEGERI,3
9904,kabkota,JEPANG,3
990401,kecamatan,KBRI TOKYO,3
""",
    "wilayah/kpu_2024_desa_tps.csv.gz": """\
kode_desa,provinsi,kabkota,kecamatan,desa_kel,tps_reguler,tps_khusus,no_tps_khusus
5101012001,,,,SUKAMAJU KIDUL,2,0,
5101012002,,,,SUKA DAN MAJU,2,0,
5101022001,,,,SUKARASA,2,0,
5171011001,,,,KENANGA II,2,2,901-902
5171011002,,,,KAMBOJA,1,0,
5171011003,,,,CEMPAKA,1,0,
9904010001,,,,TPS,3,0,
9904010002,,,,POS,-1,0,
""",
    "wilayah/kemendagri_2025.csv.gz": """\
kode,nama
51,Pulau Contoh
51.01,Kabupaten Melati
51.71,Kota Anggrek
51.01.01,Sukamaju
51.01.01.2001,Suka Maju Kidul
51.01.01.2002,Desa Lain
""",
    "dapil/dapil_2024.csv": """\
jenis,kode_dapil,nama_dapil,kursi,dasar_kursi,partai_bercalon,calon
DPR,5101,PULAU CONTOH,5,,2,3
DPR,3102,DKI JAKARTA II,7,,2,1
DPRD_PROV,510001,PULAU CONTOH 1,4,,2,1
DPRD_PROV,510002,PULAU CONTOH 2,4,,2,1
DPRD_KABKOTA,510101,MELATI 1,,ambigu,2,2
DPRD_KABKOTA,517101,KOTA ANGGREK 1,3,,2,1
DPRD_KABKOTA,517102,KOTA ANGGREK 2,3,,2,1
""",
    "dapil/dapil_2024_wilayah.csv.gz": """\
jenis,kode_dapil,nama_dapil,kode_wilayah,tingkatan,nama_wilayah,pecahan
DPR,5101,PULAU CONTOH,5101,Kabupaten/Kota,MELATI,0
DPR,5101,PULAU CONTOH,5171,Kabupaten/Kota,KOTA ANGGREK,0
DPR,3102,DKI JAKARTA II,3171,Kabupaten/Kota,JAKARTA PUSAT + LUAR NEGERI,0
DPRD_PROV,510001,PULAU CONTOH 1,5101,Kabupaten/Kota,MELATI,0
DPRD_PROV,510002,PULAU CONTOH 2,5171,Kabupaten/Kota,KOTA ANGGREK,0
DPRD_KABKOTA,510101,MELATI 1,510102,Kecamatan,SUKAMAJU,0
DPRD_KABKOTA,510101,MELATI 1,510107,Kecamatan,SUKARASA HULU,0
DPRD_KABKOTA,517101,KOTA ANGGREK 1,517101,Pecahan Kecamatan,MAWAR A,1
DPRD_KABKOTA,517101,KOTA ANGGREK 1,5171011001,Desa/Kelurahan,KENANGA II,0
DPRD_KABKOTA,517102,KOTA ANGGREK 2,517101,Pecahan Kecamatan,MAWAR B,1
DPRD_KABKOTA,517102,KOTA ANGGREK 2,5171011002,Desa/Kelurahan,KAMBOJA,0
""",
    "parties/caleg_2024_dpr.csv.gz": """\
kode_dapil,partai,no,nama,jk
5101,1,1,ANI CONTOH,P
5101,1,2,BUDI CONTOH,L
5101,2,1,CANDRA CONTOH,L
3102,1,1,DEWI CONTOH,P
""",
    "parties/caleg_2024_dprd_prov.csv.gz": """\
kode_dapil,partai,no,nama,jk
510001,1,1,EKO CONTOH,L
510002,2,1,FITRI CONTOH,P
""",
    "parties/caleg_2024_dprd_kabkota.csv.gz": """\
kode_dapil,partai,no,nama,jk
510101,1,1,GITA CONTOH,P
510101,2,1,HADI CONTOH,L
517101,2,1,INDAH CONTOH,P
517102,1,1,JOKO CONTOH,L
""",
    "parties/calon_dpd_2024.csv.gz": """\
kode_prov,no,nama,jk
51,1,KARTIKA CONTOH,P
51,2,LUKMAN CONTOH,L
""",
    "results/pilpres2024_provinsi_resmi.csv": """\
provinsi,resmi_01,resmi_02,resmi_03
PULAU CONTOH,100,200,300
TEMPAT LAIN,1,2,3
""",
}
_CSV["shapes/centroids.csv.gz"] = """\
code,name,lat,lon
51,Pulau Contoh,-8.10000,115.10000
5101,Kabupaten Melati,-8.20000,115.20000
510101,Sukamaju,-8.30000,115.30000
5101012001,Suka Maju Kidul,-8.31000,115.31000
5101012003,Suka dan Maju,-8.32000,115.32000
5101022001,Desa Lain,-8.33000,115.33000
5171011001,Kamboja,-8.41000,115.41000
5171011009,Kenanga II,-8.42000,115.42000
"""
_CSV["open/dpr2024_suara_caleg_kpu360.csv.gz"] = """\
kode_dapil,partai,no,nama,jk,suara,terpilih
5101,1,,SUARA PARTAI,,20,0
5101,1,2,BUDI CONTOH,L,7,1
5101,1,1,ANI CONTOH,P,5,0
9999,1,,SUARA PARTAI,,1,0
"""
_CSV["open/sirekap2024_dprdprov_contoh.csv.gz"] = """\
kode,1,2
5101012001001,30,None
5302012001001,1,1
"""
_PARTIES = [
    {"nomor_urut": 1, "singkatan": "PMB", "nama": "PARTAI MAJU BERSAMA", "lingkup": "nasional"},
    {"nomor_urut": 2, "singkatan": "Padi", "nama": "Partai Padi", "lingkup": "nasional"},
    {"nomor_urut": 18, "singkatan": "PLA", "nama": "Partai Aceh Lokal", "lingkup": "lokal Aceh"},
]
_PAIRS = [
    {"nomor_urut": number, "nama": f"CALON {number} - WAKIL {number}", "suara_resmi": number * 1000}
    for number in (1, 2, 3)
]
_FIGURES = ("dpt", "g_dpt", "g_dptb", "g_dpk", "g_tot")
_SIREKAP = [
    "kode,p1,p2,p3,"
    + ",".join(f"{name}_{column}" for name in _FIGURES for column in "jlp")
    + ",sah,tidak_sah,total,ts,n_img,flag",
    # The register fits; it doesn't add up; it is beyond any station; nothing was read.
    "5101012001001,50,60,70,250,120,130,180,90,90,2,1,1,1,0,1,183,91,92,180,3,183,t,3,",
    "5101012001002,50,60,70,250,120,120,180,90,90,0,0,0,0,0,0,180,90,90,180,0,180,t,3,V3",
    "5101012002001,9,9,9,2500,1200,1300,27,13,14,0,0,0,0,0,0,27,13,14,27,0,27,t,3,",
    "5101012002002,,,,,,,,,,,,,,,,,,,,,,t,0,S0|A0",
    "5101022001001,,4,,,,,,,,,,,,,,,,,,,,t,3,A0",
    "5302012002002,1,1,1,,,,,,,,,,,,,,,,,,,t,0,",
]


def make_tables(folder: Path) -> Path:
    """Write the tables into the folder and give it back."""
    for name in ("wilayah", "dapil", "parties", "open", "results", "shapes"):
        (folder / name).mkdir(parents=True)
    for name, text in _CSV.items():
        _write(folder / name, text)
    _write(folder / "open/sirekap2024_ppwp_51-contoh.csv.gz", "\n".join(_SIREKAP) + "\n")
    _write(folder / "open/sirekap2024_ppwp_51-contoh-20240220.csv.gz", "not read\n")
    votes = [{"no": n, "suara_360": 10 * n, "suara_final": 9 * n} for n in (1, 2)]
    (folder / "results/dpr2024_nasional.json").write_text(json.dumps({"partai": votes}), "utf-8")
    (folder / "parties/partai_2024.json").write_text(json.dumps(_PARTIES), "utf-8")
    (folder / "parties/paslon_presiden_2024.json").write_text(json.dumps(_PAIRS), "utf-8")
    return folder


def _write(path: Path, text: str) -> None:
    assert len({len(row) for row in csv.reader(text.splitlines())}) == 1, path
    data = text.encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
