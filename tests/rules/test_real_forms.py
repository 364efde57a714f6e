"""The checks on real figures: what KPU's app published in 2024 and people typed in 2019."""

import csv
import gzip
from itertools import islice
from pathlib import Path

import pytest

from models.rules.checks import Code, check
from models.values import Ballot, Choice, Contest, StationFacts, Tally

PPWP = Contest(Ballot.PPWP, "ppwp", "Presiden", 1, tuple(Choice(c, c) for c in "123"))
PAIRS_2019 = Contest(Ballot.PPWP, "ppwp", "Presiden", 1, tuple(Choice(c, c) for c in "12"))
NO_REGISTER = StationFacts("", 1)
ROWS = {
    **{"dpt": "dpt", "pengguna_dpt": "g_dpt", "pengguna_dptb": "g_dptb"},
    **{"pengguna_dpk": "g_dpk", "pengguna_total": "g_tot"},
}
# The material's own flags, made by other code, and ours.
FLAGS = {
    **{"V1": Code.CHOICES, "V2": Code.TOTAL, "V3": Code.VOTED},
    **{"V4": Code.VOTED_ROWS, "V5": Code.MEN_WOMEN},
}


def tally(row: dict[str, str]) -> Tally | None:
    """A published record; pages that the app had not read stand there as zeros."""
    names = ("p1", "p2", "p3", "sah", "tidak_sah", "total")
    if not all(row[name] for name in (*names, "g_tot_j")) or int(row["total"]) == 0:
        return None
    first, second, third, valid, invalid, total = (int(row[name]) for name in names)
    figures = {f"{ours}_{c}": int(row[f"{t}_{c}"]) for ours, t in ROWS.items() for c in "lpj"}
    if figures["pengguna_total_j"] == 0:
        del figures["pengguna_total_j"]
    return Tally((first, second, third), valid, invalid, total, figures)


@pytest.mark.shared
def test_the_app_of_2024_broke_as_many_sums_as_the_field_says(election: Path) -> None:
    records = broken = agree = 0
    for name in ("34-di-yogyakarta", "36-banten", "51-bali", "73-sulawesi-selatan"):
        with gzip.open(election / "open" / f"sirekap2024_ppwp_{name}.csv.gz", "rt") as file:
            for row in csv.DictReader(file):
                given = tally(row)
                if given is None:
                    continue
                codes = {f.code for f in check(given, PPWP, NO_REGISTER)} & set(FLAGS.values())
                theirs = {FLAGS[flag] for flag in row["flag"].split("|") if flag in FLAGS}
                records += 1
                broken += bool(codes)
                agree += codes >= theirs
    assert records > 15_000
    assert agree / records > 0.999
    assert 0.10 < broken / records < 0.18, "12.8 % in all provinces; Banten is worse"


@pytest.mark.shared
def test_people_in_2019_broke_fewer(election: Path) -> None:
    records = broken = 0
    with gzip.open(election / "open" / "tps2019_situng_kawal.csv.gz", "rt") as file:
        for line in islice(file, 1, None, 10):
            parts = line.split(",")[4:9]  # k_01, k_02, k_sah, k_tidak_sah, k_total
            if "" in parts:
                continue
            one, two, valid, invalid, total = map(int, parts)
            found = check(Tally((one, two), valid, invalid, total), PAIRS_2019, NO_REGISTER)
            records += 1
            broken += bool(found)
    assert records > 35_000
    assert broken / records == pytest.approx(0.058, abs=0.006)
