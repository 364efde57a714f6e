"""Which fifth of the material a station is in, so that no network answers for what it saw."""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ocr.digits import DigitNetwork
from ocr.layout import known_layouts
from ocr.read import FormReader

FOLDS = 5


def fold_of(group: str) -> int:
    """The fold 0..4 of a station (or block of box files), by a hash of its name."""
    return hashlib.sha256(group.encode()).digest()[0] % FOLDS


def folds_of(groups: npt.NDArray[np.str_]) -> npt.NDArray[np.int64]:
    """The folds of many groups."""
    known = {str(group): fold_of(str(group)) for group in set(groups.tolist())}
    return np.array([known[str(group)] for group in groups], np.int64)


def station_of(file: str) -> str:
    """The station that a file of the manifest shows; pages and photos of one share it."""
    name = Path(file).stem
    for pattern, station in _SAME_SHEET:
        if re.search(pattern, name):
            return station
    return re.sub(r"_p[123]_", "_", name)


_SAME_SHEET = (
    (r"planoppwp_p2_kc_mock", "plano-mock"),
    (r"dki_bukitduri36|registered_ahok2", "dki-bukitduri36"),
    (r"dki_cililitan32|registered_ahok3", "dki-cililitan32"),
    (r"nunbaun_tps1", "nunbaun-tps1"),
    (r"lamp1_kc_(miring|opzenkop|ok$)", "2014-kotapang"),
    (r"chasilppwp_p[23]_kc_trialrun", "2024-trialrun"),
)


def fold_readers(folder: Path) -> Callable[[str], FormReader]:
    """For each file of a manifest the reader whose network has not seen that file's station.

    `folder` holds fold0.onnx to fold4.onnx and digits.json, as `saksi forms train` writes them.
    """
    temperature = float(json.loads((folder / "digits.json").read_text("utf-8"))["temperature"])
    readers = [
        FormReader(DigitNetwork(folder / f"fold{number}.onnx", temperature), known_layouts())
        for number in range(FOLDS)
    ]
    return lambda file: readers[fold_of(station_of(file))]
