"""Made-up voters of the made-up region 999999, as files of a register."""

import csv
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

HEADER = (
    *("NKK", "NIK", "Nama", "L/P", "Tanggal Lahir", "Kecamatan", "Desa/Kelurahan", "TPS"),
    "Status",
)
FIRST = "Neng Asep Siti Budi Wati Joko Rina Dewi Agus Sri Made Ujang Yanti Eko Tuti".split()
LAST = "Suryani Hidayat Lestari Wibowo Rahayu Saputra Handayani Nugroho Kusuma Permata".split()


def nik(number: int, *, woman: bool = False) -> str:
    """The n-th made-up NIK; born on some day between 1930 and 2006."""
    day, month, year = number % 28 + 1 + 40 * woman, number // 28 % 12 + 1, number // 336 % 70 + 35
    return f"999999{day:02}{month:02}{year % 100:02}{number // 23520 % 9999 + 1:04}"


def name(number: int) -> str:
    """A made-up name."""
    return f"{FIRST[number % 15]} {LAST[number // 15 % 10]}".upper()


def row(number: int, kelurahan: str = "9801012001", tps: int = 1, **changed: str) -> list[str]:
    """The n-th voter's row; `changed` cells by heading."""
    woman = number % 2 == 1
    cells = dict(
        zip(
            HEADER,
            (
                *(f"9999991001{number:06}", nik(number, woman=woman), name(number)),
                *("P" if woman else "L", "01/02/1980", "Sukamaju", kelurahan, str(tps), "DPT"),
            ),
            strict=True,
        )
    )
    return list({**cells, **changed}.values())


def masked(cells: Sequence[str]) -> list[str]:
    """A row as parties receive it."""
    nkk, number, *rest = cells
    return [f"{nkk[:12]}****", f"{number[:12]}****", *rest]


def write(file: Path, rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> Path:
    """A CSV file with the header."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        writer.writerows(rows)
    return file


def many(count: int, places: Sequence[tuple[str, int]], seed: int = 1) -> Iterator[list[str]]:
    """Rows of so many voters over some stations (kelurahan, TPS)."""
    chance = random.Random(seed)
    for number in range(count):
        kelurahan, tps = places[chance.randrange(len(places))]
        yield row(number, kelurahan, tps)
