"""The stations of the presidential election of 2019 as arrays, for measuring rules on them."""

import csv
import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.intp]


@dataclass(frozen=True)
class Stations2019:
    """Domestic stations with figures, ordered by region; areas numbered from 0.

    `votes` (n x 2 pairs), `invalid`, `total`, `voters` (220 where the register is not known).
    """

    votes: Ints
    invalid: Ints
    total: Ints
    voters: Ints
    provinsi: Ints
    kabkota: Ints
    kecamatan: Ints
    kelurahan: Ints


@lru_cache(maxsize=1)
def load(election: Path) -> Stations2019:
    """KPU's figures (Situng), volunteers' (KawalPemilu) where those are missing."""
    with gzip.open(election / "wilayah" / "kpu_2019_kelurahan.csv.gz", "rt") as file:
        names = {
            row["id_kel"]: (row["provinsi"], row["kabkota"], row["kecamatan"])
            for row in csv.DictReader(file)
            if row["provinsi"] != "Luar Negeri"
        }
    areas, figures = [], []
    with gzip.open(election / "open" / "tps2019_situng_kawal.csv.gz", "rt") as file:
        reader = csv.reader(file)
        at = {name: place for place, name in enumerate(next(reader))}
        for row in reader:
            name = names.get(row[at["id_kel"]])
            if name is None:
                continue
            side = "k_" if row[at["k_01"]] and row[at["k_02"]] else "w_"
            given = [row[at[side + part]] for part in ("01", "02", "tidak_sah", "total")]
            if not given[0] or not given[1]:
                continue
            first, second, invalid, total = (int(value or -1) for value in given)
            voters = int(row[at["dpt_l"]]) + int(row[at["dpt_p"]])
            if first + second <= 500:
                areas.append((*name, row[at["id_kel"]]))
                figures.append((first, second, invalid, total, voters))
    order = sorted(range(len(areas)), key=areas.__getitem__)
    numbers = np.array(figures)[order]
    levels = [_numbered([areas[place][: level + 1] for place in order]) for level in range(4)]
    voters = np.where(numbers[:, 4] > 0, numbers[:, 4], 220)
    return Stations2019(numbers[:, :2], numbers[:, 2], numbers[:, 3], voters, *levels)


def _numbered(keys: Iterable[object]) -> Ints:
    seen: dict[object, int] = {}
    return np.array([seen.setdefault(key, len(seen)) for key in keys])


def arrivals(stations: Stations2019, chance: np.random.Generator) -> NDArray[np.float64]:
    """Made-up hours of arrival: far ones late.

    Late are kelurahan and kecamatan with few stations (rural), whole kabupaten, kecamatan and
    kelurahan by chance, and single stations.
    """

    def shared(area: Ints, spread: float) -> NDArray[np.float64]:
        return np.asarray(chance.normal(0, spread, int(area.max()) + 1)[area])

    size = np.log(np.bincount(stations.kelurahan))[stations.kelurahan]
    wider = np.log(np.bincount(stations.kecamatan))[stations.kecamatan]
    late = -0.7 * size - 0.5 * wider + shared(stations.kabkota, 0.6)
    late += shared(stations.kecamatan, 0.7) + shared(stations.kelurahan, 0.8)
    return np.asarray(late + chance.gumbel(0, 0.5, len(size)))
