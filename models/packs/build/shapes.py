"""The borders of a pack's areas, cut out of the collected ones (wilayah_boundaries, MIT)."""

import gzip
import json
from collections.abc import Collection, Iterator
from pathlib import Path

from models.packs.areas import ROOT
from models.packs.shapes import FOLDER, subset
from models.values import Level

_PROVINSI, _KABKOTA, _KECAMATAN = 2, 4, 6
"""Digits of a code by level."""


def write_shapes(source: Path, out: Path, codes: Collection[str]) -> int:
    """Write shapes/ for these areas; how many files. Without collected borders there are none."""
    count = 0
    for level, above, file in _wanted(codes):
        packed = source / FOLDER / f"{file}.topojson.gz"
        if not packed.is_file():
            continue
        topology = json.loads(gzip.decompress(packed.read_bytes()))
        inside = {code for code in codes if above == ROOT or code.startswith(above)}
        drawn = subset(topology, inside)
        if drawn is None:
            continue
        (out / FOLDER).mkdir(exist_ok=True)
        target = out / FOLDER / f"{level.value}-{above}.topojson"
        target.write_text(json.dumps(drawn, separators=(",", ":")) + "\n", "utf-8")
        count += 1
    return count


def _wanted(codes: Collection[str]) -> Iterator[tuple[Level, str, str]]:
    """Level of the areas that are drawn, the area around them, the file that they are in."""
    yield Level.PROVINSI, ROOT, "provinsi"
    for code in sorted(codes):
        if len(code) == _PROVINSI:
            yield Level.KABKOTA, code, "kabkota"
        if len(code) == _KABKOTA:
            yield Level.KECAMATAN, code, f"kecamatan/{code[:_PROVINSI]}"
            yield Level.KELURAHAN, code, f"kelurahan/{code}"
