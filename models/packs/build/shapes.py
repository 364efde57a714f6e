"""The borders of a pack's areas, cut out of the collected ones (wilayah_boundaries, MIT)."""

import gzip
import json
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from models.packs.areas import ROOT
from models.packs.shapes import FOLDER, subset
from models.values import Json, Level

_PROVINSI, _KABKOTA, _KECAMATAN = 2, 4, 6
"""Digits of a code by level."""


def write_shapes(source: Path, out: Path, codes: Collection[str]) -> int:
    """Write shapes/ for these areas; how many files. Without collected borders there are none."""
    count = 0
    ordered = sorted(codes)
    for level, above, file in _wanted(ordered):
        topology = _collected(source / FOLDER / f"{file}.topojson.gz")
        if topology is None:
            continue
        drawn = subset(topology, set(ordered if above == ROOT else _below(ordered, above)))
        if drawn is None:
            continue
        (out / FOLDER).mkdir(exist_ok=True)
        target = out / FOLDER / f"{level.value}-{above}.topojson"
        target.write_text(json.dumps(drawn, separators=(",", ":")) + "\n", "utf-8")
        count += 1
    return count


@lru_cache(maxsize=1)
def _collected(packed: Path) -> dict[str, Json] | None:
    """A file's topology; files that are asked for again come one after the other."""
    if not packed.is_file():
        return None
    topology: dict[str, Json] = json.loads(gzip.decompress(packed.read_bytes()))
    return topology


def _below(ordered: Sequence[str], above: str) -> Sequence[str]:
    """The codes that begin with another; they are of digits, which stand before a colon."""
    return ordered[bisect_left(ordered, above) : bisect_left(ordered, f"{above}:")]


def _wanted(ordered: Sequence[str]) -> Iterator[tuple[Level, str, str]]:
    """Level of the areas that are drawn, the area around them, the file that they are in."""
    yield Level.PROVINSI, ROOT, "provinsi"
    for code in ordered:
        if len(code) == _PROVINSI:
            yield Level.KABKOTA, code, "kabkota"
    for code in ordered:
        if len(code) == _KABKOTA:
            yield Level.KECAMATAN, code, f"kecamatan/{code[:_PROVINSI]}"
    for code in ordered:
        if len(code) == _KABKOTA:
            yield Level.KELURAHAN, code, f"kelurahan/{code}"
