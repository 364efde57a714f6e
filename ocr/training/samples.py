"""Labelled boxes for training: MNIST drawn into boxes, 2024 boxes, and boxes of whole forms."""

import csv
import gzip
import io
import json
import re
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from ocr.align import flatten
from ocr.cells import (
    WINDOW,
    Cell,
    FoundField,
    cell_mask,
    darkness,
    focus,
    least_ink,
    snap,
    window,
    without_watermark,
    writing,
)
from ocr.folds import station_of
from ocr.layout import FieldBox, known_layouts
from ocr.page import decode
from ocr.read import locate
from ocr.scans import Grey
from ocr.training.pens import Digits
from ocr.training.strokes import CANVAS, CLASSES, draw_box


@dataclass(frozen=True, slots=True)
class Samples:
    """Training windows: `ink` and `mask` n x 60 x 60 uint8, `label` n (index in CLASSES).

    `group` names the station (or block of files) that a box came from: boxes of one group are
    never on both sides of a split.
    """

    ink: npt.NDArray[np.uint8]
    mask: npt.NDArray[np.uint8]
    label: npt.NDArray[np.int64]
    group: npt.NDArray[np.str_]

    def where(self, keep: npt.NDArray[np.bool_]) -> "Samples":
        """The samples for which `keep` is true."""
        return Samples(self.ink[keep], self.mask[keep], self.label[keep], self.group[keep])


def join(parts: list[Samples]) -> Samples:
    """All samples of several sets."""
    return Samples(
        np.concatenate([p.ink for p in parts]),
        np.concatenate([p.mask for p in parts]),
        np.concatenate([p.label for p in parts]),
        np.concatenate([p.group for p in parts]),
    )


LOOKS = 2
"""Cuts made of every real box, one after the other."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One labelled look at a box: the window, and the mask that says where the box is in it."""

    ink: npt.NDArray[np.uint8]
    mask: npt.NDArray[np.uint8]
    label: int
    group: str


def cuts(page: Grey, cell: Cell, label: int, group: str, least: float = 0.0) -> list[Cut]:
    """A box seen as it stands on the form, and close to its writing: the reader does both."""
    wide = focus(page, cell)
    return [
        Cut(
            _ink(window(page, view, CANVAS), least),
            np.asarray(cell_mask(box, CANVAS, view) * 255, np.uint8),
            label,
            group,
        )
        for box, view in ((wide, wide), (cell, writing(page, cell)))
    ]


def _pack(items: list[Cut]) -> Samples:
    return Samples(
        np.array([item.ink for item in items], np.uint8).reshape(-1, CANVAS, CANVAS),
        np.array([item.mask for item in items], np.uint8).reshape(-1, CANVAS, CANVAS),
        np.array([item.label for item in items], np.int64),
        np.array([item.group for item in items], np.str_),
    )


def _ink(image: Grey, least: float) -> npt.NDArray[np.uint8]:
    edge = (CANVAS - WINDOW) // 2
    return np.asarray(darkness(image, edge, least) * 255, np.uint8)


def mnist(folder: Path, part: str = "train") -> Digits:
    """MNIST digits by label, 28 x 28, ink 255; from the four files of its publication."""
    with gzip.open(folder / f"{part}-images-idx3-ubyte.gz") as file:
        images = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 28, 28)
    with gzip.open(folder / f"{part}-labels-idx1-ubyte.gz") as file:
        labels = np.frombuffer(file.read(), np.uint8, offset=8)
    return {digit: images[labels == digit] for digit in range(10)}


def drawn(digits: Digits, count: int, seed: int) -> Samples:
    """Made-up boxes, every class as often as it matters: X twice."""
    rng = np.random.default_rng(seed)
    odds = np.array([1.0] * 10 + [2.0, 0.7, 0.6])
    items = []
    for label in rng.choice(13, size=count, p=odds / odds.sum()):
        page, cell = draw_box(rng, int(label), digits)
        items.append(cuts(page, cell, int(label), "drawn")[int(rng.random() < 0.6)])
    return _pack(items)


def boxes_2024(folder: Path) -> Samples:
    """The separate boxes of C.HASIL 2024; files come in runs, so a group is 40 numbers in a row."""
    with (folder / "chasil2024_boxes.csv").open(newline="") as file:
        rows = {row["file"]: row["char"] for row in csv.DictReader(file)}
    items = []
    with tarfile.open(folder / "chasil2024_boxes.tar.gz") as archive:
        for member in archive:
            char = rows.get(Path(member.name).name, "?")
            if char == "?" or not member.isfile():
                continue
            data = archive.extractfile(member)
            if data is not None:
                number = int(re.findall(r"(\d+)\.jpg$", member.name)[0])
                image = _small_picture(data.read())
                items += _single(image, CLASSES.index(char), f"2024-{number // 40}")
    return _pack(items)


def _small_picture(data: bytes) -> Grey:
    """A file of one box, smaller than any photo that the reader would open."""
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE), np.uint8)


def _single(image: Grey, label: int, group: str) -> list[Cut]:
    """A box that fills its own picture: its frame is looked for a little inside the edge."""
    h, w = image.shape
    tone = float(np.percentile(image, 75))
    page = cv2.copyMakeBorder(image, h, h, w, w, cv2.BORDER_CONSTANT, value=tone)
    box = FieldBox("box", (round(w * 1.05), round(h * 1.05), round(w * 0.9), round(h * 0.9)), 1)
    ink = darkness(np.asarray(page, np.uint8))
    cell = snap(ink, box, 0.1 * min(w, h), (0.0, 0.0)).cells[0]
    return cuts(np.asarray(page, np.uint8), cell, label, group)


def form_entries(folder: Path) -> list[dict[str, object]]:
    """The entries of a forms manifest."""
    loaded: dict[str, list[dict[str, object]]] = json.loads((folder / "manifest.json").read_text())
    return loaded["entries"]


def form_boxes(folder: Path) -> Samples:
    """Boxes of every whole form that the reader can lay onto a layout, cut as the reader cuts."""
    singles: dict[tuple[str, str], dict[int, str]] = {}
    with (folder / "boxes.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            key = (row["form_file"], row["field"])
            singles.setdefault(key, {})[int(row["box"])] = row["char"]
    items = []
    for entry in form_entries(folder):
        wanted = {f: chars for (name, f), chars in singles.items() if name == entry["file"]}
        wanted |= {f: c for f, c in _written(entry).items() if f not in wanted}
        if wanted:
            items += list(_cells_of(folder / str(entry["file"]), wanted))
    return _pack(items)


def _written(entry: Mapping[str, object]) -> dict[str, dict[int, str]]:
    """Characters per box as the manifest tells them; else a number's own digits, from the right.

    What stands before a number that does not fill its boxes is not known.
    """
    truth, boxes = entry.get("truth"), entry.get("box_chars")
    chars = boxes if isinstance(boxes, dict) else {}
    out: dict[str, dict[int, str]] = {}
    if isinstance(truth, dict):
        known = {f: str(v) for f, v in truth.items() if v and f not in chars}
        out = {f: {i - len(v): char for i, char in enumerate(v)} for f, v in known.items()}
    out |= {f: dict(enumerate(c)) for f, c in chars.items() if "[" not in c and "?" not in c}
    unsure = entry.get("unsure_fields")
    return {f: c for f, c in out.items() if not (isinstance(unsure, list) and f in unsure)}


def _cells_of(path: Path, wanted: dict[str, dict[int, str]]) -> Iterator[Cut]:
    picture = decode(path.read_bytes())[0]
    placements = locate(picture, known_layouts())
    if not placements:
        return
    page = flatten(picture, placements[0])
    cells = [cell for found in page.fields.values() for cell in found.cells]
    least, image = least_ink(page.image, cells), without_watermark(page.image, cells)
    for name, chars in wanted.items():
        found: FoundField | None = page.fields.get(name)
        if found is None or found.strength < 0.05:
            continue
        for index, char in chars.items():
            if char in CLASSES and index < len(found.cells):
                cell, label = found.cells[index], CLASSES.index(char)
                yield from cuts(image, cell, label, station_of(str(path)), least)


def save(samples: Samples, path: Path) -> None:
    """Keep prepared samples, so that a second training starts at once."""
    np.savez_compressed(
        path, ink=samples.ink, mask=samples.mask, label=samples.label, group=samples.group
    )


def load(path: Path) -> Samples:
    """Samples that `save` wrote."""
    with np.load(io.BytesIO(path.read_bytes())) as stored:
        return Samples(stored["ink"], stored["mask"], stored["label"], stored["group"])
